"""What the reports of the admin share: who sees them, where they stand, safe spreadsheets."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, ClassVar

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.reports import ReportView

from lederweb.lib.spreadsheets import safe_cell


class HouseReport(ReportView):
    """A report names its `address` below /admin/reports/ and, with Wagtail's `permission_policy`
    and `any_permission_required`, who may see it: both its page and the item of the menu."""

    address: ClassVar[str]

    @classmethod
    def is_for(cls, user: Any) -> bool:
        return bool(
            cls.permission_policy.user_has_any_permission(user, cls.any_permission_required)
        )

    @classmethod
    def urls(cls) -> list[URLPattern]:
        """The report, and its table alone, which the filters ask for."""
        at = f"reports/{cls.address}/"
        return [
            path(at, cls.as_view(), name=cls.index_url_name),
            path(f"{at}results/", cls.as_view(results_only=True), name=cls.index_results_url_name),
        ]

    def to_row_dict(self, item: Any) -> OrderedDict[str, Any]:
        """Words of readers go into spreadsheets, where a formula would be run."""
        row = super().to_row_dict(item)
        return OrderedDict((field, safe_cell(value)) for field, value in row.items())


class ReportMenuItem(MenuItem):
    """The report under its own title and icon, for those who may see it."""

    def __init__(self, report: type[HouseReport], order: int) -> None:
        super().__init__(
            report.page_title,
            reverse_lazy(report.index_url_name),
            name=report.index_url_name.replace("_", "-"),
            icon_name=report.header_icon,
            order=order,
        )
        self.report = report

    def is_shown(self, request: HttpRequest) -> bool:
        return self.report.is_for(request.user)
