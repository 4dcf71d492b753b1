"""What composing adds to the admin; newsletter/wagtail_hooks.py brings it in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.ui.components import Component

from lederweb.core.admin_home import add_panels
from newsletter.admin_home import NewsletterPanel
from newsletter.composing_views import (
    SpecialIssueView,
    WeeklyIssueView,
    own_address,
    send_test_of_issue,
    tell_of_test,
)
from newsletter.models import IssuePage

TEST_ACTION = "newsletter-test"


@hooks.register("register_admin_urls")
def composing_urls() -> list[URLPattern]:
    return [
        path("nyhedsbrev/saernummer/", SpecialIssueView.as_view(), name="newsletter_special_issue"),
        path("nyhedsbrev/ugens/", WeeklyIssueView.as_view(), name="newsletter_weekly_issue"),
        path("nyhedsbrev/<int:issue_id>/test/", send_test_of_issue, name="newsletter_test_issue"),
    ]


class IssueMenuItem(ActionMenuItem):
    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        return context["view"] == "edit" and isinstance(page, IssuePage) and page.state == "draft"


class CheckMenuItem(IssueMenuItem):
    """Leads from the editor to the page that checks, tests and sends; save first."""

    name = "newsletter-send"
    label = _("Check and send…")
    icon_name = "mail"

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse("newsletter_send_issue", args=[parent_context["page"].pk])


class TestMenuItem(IssueMenuItem):
    """Saves the draft and sends it to whoever presses it."""

    name = TEST_ACTION
    label = _("Save and send me a test")
    icon_name = "mail"


@hooks.register("register_page_action_menu_item")
def check_menu_item() -> CheckMenuItem:
    return CheckMenuItem(order=10)


@hooks.register("register_page_action_menu_item")
def test_menu_item() -> TestMenuItem:
    return TestMenuItem(order=20)


@hooks.register("after_edit_page")
def test_when_asked(request: HttpRequest, page: Any) -> None:
    if isinstance(page, IssuePage) and TEST_ACTION in request.POST:
        tell_of_test(request, page.get_latest_revision_as_object(), [own_address(request)])


@hooks.register("construct_homepage_panels")
def newsletter_panel(request: HttpRequest, panels: list[Component]) -> None:
    add_panels(request, panels, NewsletterPanel)
