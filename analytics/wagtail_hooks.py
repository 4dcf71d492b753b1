"""What analytics adds to the admin."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from analytics.dashboard.sections import CONTENT, ELSEWHERE, FILES, READERS
from analytics.views.dashboard import Dashboard, Export


@hooks.register("register_admin_urls")
def dashboard_urls() -> list[URLPattern]:
    return [
        path("tal/", Dashboard.as_view(), name="analytics_dashboard"),
        path("tal/indhold/", Dashboard.as_view(screen=CONTENT), name="analytics_content"),
        path("tal/laesere/", Dashboard.as_view(screen=READERS), name="analytics_readers"),
        path("tal/filer/", Dashboard.as_view(screen=FILES), name="analytics_files"),
        path("tal/andre/", Dashboard.as_view(screen=ELSEWHERE), name="analytics_elsewhere"),
        *(
            path(
                f"tal/<slug:slug>.{form}",
                Export.as_view(form=form),
                name=f"analytics_export_{form}",
            )
            for form in ("csv", "xlsx", "svg", "png")
        ),
    ]


class FiguresMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("analytics.view_dashboard")


@hooks.register("register_admin_menu_item")
def figures_menu_item() -> MenuItem:
    return FiguresMenuItem(
        _("Figures"), reverse_lazy("analytics_dashboard"), name="tal", icon_name="chart", order=250
    )


@hooks.register("register_icons")
def chart_icon(icons: list[str]) -> list[str]:
    return [*icons, "analytics/icons/chart.svg"]
