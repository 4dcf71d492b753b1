"""What the publications floor adds to the admin."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from lederweb.core.admin_home import add_panels
from lederweb.core.reports import ReportMenuItem
from publications import personal_data  # noqa: F401  (registers its shares)
from publications.admin_home import ToBeReviewed, WithoutTranscript
from publications.courses.viewsets import CoursesGroup
from publications.orders.order_list import LOG_ACTION as ORDER_STEP
from publications.orders.stock_list import OrdersGroup, StockRunsLow
from publications.podcasts.reports import EpisodesWithoutTranscript, not_ready
from publications.readers_word.admin import AnswersReport, DeleteRemark, RemarksReport

# Where they stand in the menu of reports.
REPORTS = {AnswersReport: 900, RemarksReport: 910, EpisodesWithoutTranscript: 920}
for report, place in REPORTS.items():
    hooks.register("register_admin_urls", report.urls)
    hooks.register("register_reports_menu_item", partial(ReportMenuItem, report, place))


@hooks.register("register_admin_urls")
def delete_remark_url() -> list[URLPattern]:
    at = f"reports/{RemarksReport.address}/<int:pk>/"
    return [path(at, DeleteRemark.as_view(), name="readers_word_delete")]


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
