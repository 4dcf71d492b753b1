"""What the publications floor adds to the admin."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from lederweb.core.admin_home import add_panels
from publications.admin_home import ToBeReviewed, WithoutTranscript
from publications.courses.viewsets import CoursesGroup
from publications.orders.order_list import LOG_ACTION as ORDER_STEP
from publications.orders.stock_list import OrdersGroup, StockRunsLow
from publications.podcasts.reports import (
    EpisodesMenuItem,
    EpisodesWithoutTranscript,
    not_ready,
)
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


@hooks.register("register_log_actions")
def log_steps_of_orders(actions: LogActionRegistry) -> None:
    actions.register_action(ORDER_STEP, _("Handle an order"), _("An order was taken a step on"))


@hooks.register("register_admin_viewset")
def orders_group() -> OrdersGroup:
    return OrdersGroup()


@hooks.register("register_admin_urls")
def podcast_urls() -> list[URLPattern]:
    report = EpisodesWithoutTranscript
    return [
        path("reports/uden-udskrift/", report.as_view(), name="episodes_without_transcript"),
        path(
            "reports/uden-udskrift/results/",
            report.as_view(results_only=True),
            name="episodes_without_transcript_results",
        ),
    ]


@hooks.register("register_reports_menu_item")
def episodes_menu_item() -> MenuItem:
    return EpisodesMenuItem(
        _("Episodes without a transcript"),
        reverse_lazy("episodes_without_transcript"),
        name="episodes-without-transcript",
        icon_name="openquote",
        order=920,
    )


@hooks.register("before_bulk_action")
def episodes_are_ready(
    request: HttpRequest, action_type: str, pages: list[Page], action: object
) -> HttpResponse | None:
    """Publishing many at once asks no form, so it is stopped here: all of them or none."""
    if action_type != "publish" or request.method != "POST":
        return None
    if request.POST.get("include_descendants"):
        pages = [below for page in pages for below in page.get_descendants(inclusive=True)]
    refused = not_ready(pages)
    for page, sentence in refused:
        messages.error(request, f"{page.title}: {sentence}")
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk) if refused else None


@hooks.register("register_admin_viewset")
def courses_group() -> CoursesGroup:
    return CoursesGroup()


@hooks.register("construct_homepage_panels")
def publications_on_the_first_page(request: HttpRequest, panels: list[Component]) -> None:
    add_panels(request, panels, ToBeReviewed, WithoutTranscript, StockRunsLow)
