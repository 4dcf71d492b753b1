"""Tables for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from analytics.dashboard.section import Change, Section
from lederweb.lib.spreadsheets import safe_cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class _Echo:
    """Gives back what the csv module writes, line by line."""

    def write(self, line: str) -> str:
        return line


def _lines(section: Section, change: Callable[[Change], Any]) -> Iterator[list[Any]]:
    """The section's table with its warnings, definitions and source below it."""
    yield [safe_cell(column) for column in section.table.columns]
    for row in section.table.exported():
        yield [change(cell) if isinstance(cell, Change) else safe_cell(cell) for cell in row]
    yield []
    if estimates := section.table.estimates:
        yield [safe_cell(_("Estimates, not exact: %(which)s.") % {"which": "; ".join(estimates)})]
    for remark in section.remarks:
        yield [safe_cell(remark)]


def csv_lines(section: Section) -> Iterator[str]:
    """Semicolons and a byte order mark, so that a Danish Excel opens it at once.

    Texts that a spreadsheet would take for formulas are quoted (promise S6).
    """
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff"
    for line in _lines(section, _as_typed):
        yield writer.writerow(line)


def _as_typed(change: Change) -> str:
    """As somebody would type it: +12 or -3 %, which a spreadsheet reads as a number.

    Without its sign a change would look like a number of the same kind as those beside it.
    """
    sign = "+" if change.value > 0 else ""
    return f"{sign}{change.value}{' %' if change.in_percent else ''}"


def xlsx(section: Section) -> bytes:
    """The same as a workbook of one sheet; numbers stay numbers."""
    from openpyxl import Workbook  # loaded when used: most processes never need its 5 MB
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(section.slug[:31])
    sheet.column_dimensions["A"].width = 40

    def cell(change: Change) -> Any:
        found = WriteOnlyCell(sheet, change.value / 100 if change.in_percent else change.value)
        found.number_format = "+0 %;-0 %;0 %" if change.in_percent else "+#,##0;-#,##0;0"
        return found

    for line in _lines(section, cell):
        sheet.append(line)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
