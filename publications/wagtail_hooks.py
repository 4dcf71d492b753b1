"""What the publications floor adds to the admin."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from publications.readers_word.admin import (
    AnswersMenuItem,
    AnswersReport,
    DeleteRemark,
    RemarksReport,
)


@hooks.register("register_admin_urls")
def readers_word_urls() -> list[URLPattern]:
    return [
        path("reports/svar/", AnswersReport.as_view(), name="readers_word_report"),
        path(
            "reports/svar/results/",
            AnswersReport.as_view(results_only=True),
            name="readers_word_report_results",
        ),
        path("reports/bemaerkninger/", RemarksReport.as_view(), name="readers_word_remarks"),
        path(
            "reports/bemaerkninger/results/",
            RemarksReport.as_view(results_only=True),
            name="readers_word_remarks_results",
        ),
        path("reports/bemaerkninger/<int:pk>/", DeleteRemark.as_view(), name="readers_word_delete"),
    ]


@hooks.register("register_reports_menu_item")
def answers_menu_item() -> MenuItem:
    return AnswersMenuItem(
        _("Readers' answers"),
        reverse_lazy("readers_word_report"),
        name="readers-answers",
        icon_name="comment",
        order=900,
    )


@hooks.register("register_reports_menu_item")
def remarks_menu_item() -> MenuItem:
    return AnswersMenuItem(
        _("Readers' remarks"),
        reverse_lazy("readers_word_remarks"),
        name="readers-remarks",
        icon_name="comment",
        order=910,
    )


@hooks.register("register_permissions")
def permissions_of_answers() -> QuerySet:
    return Permission.objects.filter(
        content_type__app_label="publications", codename__in=["view_answer", "delete_answer"]
    )


@hooks.register("register_log_actions")
def log_deleted_remarks(actions: LogActionRegistry) -> None:
    actions.register_action(
        "publications.delete_remark", _("Delete a remark"), _("A reader's remark was deleted")
    )
