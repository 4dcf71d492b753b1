"""What the pages floor adds to the admin: pages not found, and redirects as CSV."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from lederweb.core.admin_home import add_panels
from lederweb.pages.admin import not_found, redirects
from lederweb.pages.admin.home import NotFoundPanel


@hooks.register("register_admin_urls")
def not_found_urls() -> list[URLPattern]:
    return [
        path("ikke-fundet/", not_found.NotFoundReport.as_view(), name="not_found"),
        path(
            "ikke-fundet/<int:pk>/<int:page_id>/",
            not_found.PointView.as_view(),
            name="not_found_point",
        ),
        path(
            "ikke-fundet/<int:pk>/andetsteds/",
            not_found.ElsewhereView.as_view(),
            name="not_found_elsewhere",
        ),
        path(
            "ikke-fundet/<int:pk>/afvis/",
            not_found.DismissView.as_view(),
            name="not_found_dismiss",
        ),
        path("ikke-fundet/<int:pk>/fortryd/", not_found.UndoView.as_view(), name="not_found_undo"),
    ]


# Before Wagtail's own, whose import says no line numbers and knows no loops, and whose export
# quotes no formulas. Their names lead here too, because the paths are the same.
@hooks.register("register_admin_urls", order=-1)
def redirect_urls() -> list[URLPattern]:
    return [
        path("redirects/", redirects.RedirectIndex.as_view(), name="redirects"),
        path("redirects/import/", redirects.ImportView.as_view(), name="redirects_import"),
        path("redirects/export.csv", redirects.ExportView.as_view(), name="redirects_export"),
    ]


class NotFoundMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(not_found.MayRedirect.permission_required)


@hooks.register("register_reports_menu_item")
def not_found_menu_item() -> MenuItem:
    return NotFoundMenuItem(
        not_found.TITLE,
        reverse_lazy("not_found"),
        name="pages-not-found",
        icon_name="warning",
        order=850,
    )


@hooks.register("construct_homepage_panels")
def not_found_on_the_first_page(request: HttpRequest, panels: list[Component]) -> None:
    add_panels(request, panels, NotFoundPanel)
