"""What the reports of the admin share: who sees them, where they stand, safe spreadsheets."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
from collections import OrderedDict
from collections.abc import Iterator
from typing import Any, ClassVar

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils import timezone
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.mixins import Echo
from wagtail.admin.views.reports import ReportView

from lederweb.lib.downloads import dated
from lederweb.lib.spreadsheets import safe_cell


class DanishExport:
    """For Wagtail's lists that can be exported: what a Danish spreadsheet opens as it is.

    Semicolons and a byte order mark, times of our clock, and no text that would run as a formula.
    The file is called by its `file_name`, in Danish, and the day.
    """

    # Not Wagtail's `export_filename`, which its viewsets overwrite with the name of the table.
    file_name: ClassVar[str]

    def get_filename(self) -> str:
        return dated(self.file_name)

    def to_row_dict(self, item: Any) -> OrderedDict[str, Any]:
        row = super().to_row_dict(item)  # type: ignore[misc]
        return OrderedDict((field, _as_cell(value)) for field, value in row.items())

    def stream_csv(self, queryset: Any) -> Iterator[bytes]:
        fields: list[str] = self.list_export  # type: ignore[attr-defined]
        writer = csv.DictWriter(Echo(), fieldnames=fields, delimiter=";")
        headings = {field: self.get_heading(queryset, field) for field in fields}  # type: ignore[attr-defined]
        yield codecs.BOM_UTF8 + writer.writerow(headings)  # type: ignore[operator]
        for item in queryset:
            yield self.write_csv_row(writer, self.to_row_dict(item))  # type: ignore[attr-defined]


def _as_cell(value: Any) -> Any:
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.make_naive(value).replace(microsecond=0)
    return safe_cell(value)


class HouseReport(DanishExport, ReportView):
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
