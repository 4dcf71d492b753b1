"""What analytics adds to the admin."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from analytics.views.dashboard import Dashboard, Export


@hooks.register("register_admin_urls")
def dashboard_urls() -> list[URLPattern]:
    return [
        path("tal/", Dashboard.as_view(), name="analytics_dashboard"),
        path("tal/<slug:slug>.csv", Export.as_view(), name="analytics_export"),
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
