"""What the newsletter adds to the admin."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter
from wagtail.models import PageLogEntry

from lederweb.core.admin_home import moment
from lederweb.core.reports import ReportMenuItem
from newsletter import composing_hooks, personal_data  # noqa: F401  (register their share)
from newsletter.admin_views import SendingActionView, SendIssueView
from newsletter.results import REPORTS
from newsletter.sending_actions import ACTIONS
from newsletter.services.approve import LOG_APPROVED, LOG_SCHEDULED
from newsletter.subscriber_admin.log import SUBSCRIBER_ACTIONS
from newsletter.viewsets import NewsletterGroup


@hooks.register("register_admin_viewset")
def newsletter_group() -> NewsletterGroup:
    return NewsletterGroup()


@hooks.register("register_admin_urls")
def send_urls() -> list[URLPattern]:
    return [
        path(
            "nyhedsbrev/<int:issue_id>/send/",
            SendIssueView.as_view(),
            name="newsletter_send_issue",
        ),
        *(
            path(
                f"nyhedsbrev/sendings/<int:sending_id>/{action.name}/",
                SendingActionView.as_view(),
                {"action": action},
                name=f"newsletter_{action.name}_sending",
            )
            for action in ACTIONS
        ),
    ]


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    for action in ACTIONS:
        actions.register_action(action.log_action, action.label, action.done)
    for name, label, done in SUBSCRIBER_ACTIONS:
        actions.register_action(name, label, done)
    actions.register_action(
        LOG_APPROVED, _("Approve and send the issue"), _("Approved for sending at once")
    )
    actions.register_action(LOG_SCHEDULED)(_Scheduled)


class _Scheduled(LogFormatter):
    label = _("Approve the issue for sending at a time")

    def format_message(self, log_entry: PageLogEntry) -> str:
        send_at = dt.datetime.fromisoformat(log_entry.data["send_at"])
        return gettext("Approved for sending on %(when)s") % {"when": moment(send_at)}


@hooks.register("register_permissions")
def permission_to_send() -> QuerySet:
    return Permission.objects.filter(
        content_type__app_label="newsletter", codename="send_issuepage"
    )


for report, place in REPORTS.items():
    hooks.register("register_admin_urls", report.urls)
    hooks.register("register_reports_menu_item", partial(ReportMenuItem, report, place))
