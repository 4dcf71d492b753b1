"""What analytics adds to the admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import Button

from analytics import page_readers
from analytics.admin_home import FiguresPanel
from analytics.dashboard.sections import CONTENT, ELSEWHERE, FILES, READERS
from analytics.models.reports import PUBLISH
from analytics.views.cards import card_urls
from analytics.views.dashboard import Chart, Dashboard, Export
from analytics.viewsets.followers import FollowersView
from analytics.viewsets.imported_sources import LOG_DELETE, DeleteSourceView, SourcesView
from analytics.viewsets.monthly_mail import MonthlyMailView, MonthlyPdf
from analytics.viewsets.published_figures import PublishedFigureViewSet
from analytics.viewsets.status_reports import (
    NewReportView,
    ReportMenuItem,
    ReportsView,
    ReportWorkView,
)
from lederweb.core.admin_home import add_panels
from lederweb.core.panels import HOOK as SHOWN_IN_EDITOR
from projects.models import ProjectPage

KEEP = "analytics.change_publishedfigure"


@hooks.register("register_admin_urls")
def dashboard_urls() -> list[URLPattern]:
    return [
        path("tal/", Dashboard.as_view(), name="analytics_dashboard"),
        path("tal/indhold/", Dashboard.as_view(screen=CONTENT), name="analytics_content"),
        path("tal/laesere/", Dashboard.as_view(screen=READERS), name="analytics_readers"),
        path("tal/filer/", Dashboard.as_view(screen=FILES), name="analytics_files"),
        path("tal/andre/", Dashboard.as_view(screen=ELSEWHERE), name="analytics_elsewhere"),
        path("tal/foelgere/", FollowersView.as_view(), name="analytics_followers"),
        path("tal/taellere/", SourcesView.as_view(), name="analytics_sources"),
        path(
            "tal/taellere/<int:source_id>/fjern/",
            DeleteSourceView.as_view(),
            name="analytics_delete_source",
        ),
        path("tal/statusrapporter/", ReportsView.as_view(), name="analytics_reports"),
        path("tal/statusrapporter/ny/", NewReportView.as_view(), name="analytics_new_report"),
        path(
            "tal/statusrapporter/<int:report_id>/",
            ReportWorkView.as_view(),
            name="analytics_report",
        ),
        *card_urls(),
        path("tal/maanedsmail/", MonthlyMailView.as_view(), name="analytics_monthly_mail"),
        path("tal/maanedsmail/tal.pdf", MonthlyPdf.as_view(), name="analytics_monthly_pdf"),
        path("tal/<slug:slug>/diagram/", Chart.as_view(), name="analytics_chart"),
        *(
            path(
                f"tal/<slug:slug>.{form}",
                Export.as_view(form=form),
                name=f"analytics_export_{form}",
            )
            for form in ("csv", "xlsx", "svg", "png")
        ),
    ]


@hooks.register("register_admin_viewset")
def published_figures() -> PublishedFigureViewSet:
    return PublishedFigureViewSet()


class FiguresMenuItem(MenuItem):
    permission = "analytics.view_dashboard"

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(self.permission))


class KeepMenuItem(FiguresMenuItem):
    permission = KEEP


class ReportsMenuItem(FiguresMenuItem):
    permission = PUBLISH


class FiguresSubmenu(SubmenuMenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(FiguresMenuItem.permission))


@hooks.register("register_admin_menu_item")
def figures_menu_item() -> SubmenuMenuItem:
    items = [
        FiguresMenuItem(
            _("Figures"), reverse_lazy("analytics_dashboard"), name="tal", icon_name="chart"
        ),
        ReportsMenuItem(
            _("Status reports"),
            reverse_lazy("analytics_reports"),
            name="statusrapporter",
            icon_name="doc-full",
        ),
        FiguresMenuItem(
            _("Cards and quarterly notes"),
            reverse_lazy("analytics_cards"),
            name="kort",
            icon_name="doc-full",
        ),
        KeepMenuItem(
            _("Published figures"),
            reverse_lazy("published_figures:index"),
            name="offentliggjorte-tal",
            icon_name="table",
        ),
        KeepMenuItem(
            _("Followers"), reverse_lazy("analytics_followers"), name="foelgere", icon_name="group"
        ),
        KeepMenuItem(
            _("Other counters"),
            reverse_lazy("analytics_sources"),
            name="andre-taellere",
            icon_name="download",
        ),
        KeepMenuItem(
            _("Monthly mail"),
            reverse_lazy("analytics_monthly_mail"),
            name="maanedsmail",
            icon_name="mail",
        ),
    ]
    return FiguresSubmenu(
        _("Figures"), Menu(None, items=items), name="figures", icon_name="chart", order=250
    )


@hooks.register("construct_homepage_panels")
def figures_panel(request: HttpRequest, panels: list[Component]) -> None:
    add_panels(request, panels, FiguresPanel)


@hooks.register("register_page_action_menu_item")
def check_report_item() -> ReportMenuItem:
    return ReportMenuItem(order=10)


@hooks.register("register_page_header_buttons")
def card_button(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if (
        page.specific_class is ProjectPage
        and page.live
        and user.has_perm(FiguresMenuItem.permission)
    ):
        url = reverse("analytics_card_project", args=[page.pk])
        yield Button(_("Card"), url, icon_name="doc-full", priority=65)


@hooks.register(SHOWN_IN_EDITOR)
def readers_of_page(page: Any, request: HttpRequest) -> SafeString:
    return page_readers.shown(page)


@hooks.register("register_icons")
def chart_icon(icons: list[str]) -> list[str]:
    return [*icons, "analytics/icons/chart.svg"]


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action(
        LOG_DELETE, _("Take a counter's numbers back"), _("Its numbers were taken back")
    )
