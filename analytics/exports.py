"""Tables for a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from analytics.dashboard.section import Section
from lederweb.lib.spreadsheets import safe_cell


class _Echo:
    """Gives back what the csv module writes, line by line."""

    def write(self, line: str) -> str:
        return line


def csv_lines(section: Section) -> Iterator[str]:
    """The section's table with its warnings, definitions and source below it.

    Semicolons and a byte order mark, so that a Danish Excel opens it at once. Texts that a
    spreadsheet would take for formulas are quoted (promise S6).
    """
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff" + writer.writerow([safe_cell(column) for column in section.table.columns])
    for row in section.table.rows:
        yield writer.writerow([safe_cell(cell) for cell in row])
    remarks = [
        *section.warnings,
        *section.notes,
        *(f"{definition.name}: {definition.text}" for definition in section.definitions),
        section.source,
    ]
    yield writer.writerow([])
    for remark in filter(None, remarks):
        yield writer.writerow([safe_cell(remark)])
