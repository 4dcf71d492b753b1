"""Tables for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from analytics.dashboard.section import Section
from lederweb.lib.spreadsheets import safe_cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class _Echo:
    """Gives back what the csv module writes, line by line."""

    def write(self, line: str) -> str:
        return line


def _lines(section: Section) -> Iterator[list[str | int | float]]:
    """The section's table with its warnings, definitions and source below it."""
    yield [safe_cell(column) for column in section.table.columns]
    for row in section.table.exported():
        yield [safe_cell(cell) for cell in row]
    yield []
    for remark in section.remarks:
        yield [safe_cell(remark)]


def csv_lines(section: Section) -> Iterator[str]:
    """Semicolons and a byte order mark, so that a Danish Excel opens it at once.

    Texts that a spreadsheet would take for formulas are quoted (promise S6).
    """
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff"
    for line in _lines(section):
        yield writer.writerow(line)


def xlsx(section: Section) -> bytes:
    """The same as a workbook of one sheet; numbers stay numbers."""
    from openpyxl import Workbook  # loaded when used: most processes never need its 5 MB

    book = Workbook(write_only=True)
    sheet = book.create_sheet(section.slug[:31])
    sheet.column_dimensions["A"].width = 40
    for line in _lines(section):
        sheet.append(line)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
