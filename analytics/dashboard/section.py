"""One part of the dashboard, whatever it shows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from analytics.definitions import Definition
from lederweb.lib import danish

Cell = int | str | None

_CHANGE = re.compile(r"[+−]?[\d.]+(?: %)?")


@dataclass(frozen=True)
class Table:
    """The numbers. Numbers stay numbers until they are shown, so that an export can add them up."""

    columns: list[str]
    rows: list[list[Cell]]

    def shown(self) -> list[list[str]]:
        """The rows the Danish way; a dash where there is no number."""
        return [[_shown(cell) for cell in row] for row in self.rows]

    def aligned_columns(self) -> list[tuple[str, bool]]:
        """Each column's name, and whether it is all numbers and stands to the right."""
        return [
            (name, index > 0 and all(_is_number(row[index]) for row in self.rows))
            for index, name in enumerate(self.columns)
        ]

    def aligned_rows(self) -> list[list[tuple[str, bool]]]:
        """The rows as shown, each cell with whether it stands to the right."""
        right = [is_number for _name, is_number in self.aligned_columns()]
        return [list(zip(row, right, strict=True)) for row in self.shown()]


def _is_number(cell: Cell) -> bool:
    return not isinstance(cell, str) or bool(_CHANGE.fullmatch(cell))


def _shown(cell: Cell) -> str:
    if cell is None:
        return "–"
    return danish.number(cell) if isinstance(cell, int) else cell


@dataclass(frozen=True)
class Section:
    """`sentence` says what the numbers say; `warnings` stand in chart, table and export alike."""

    slug: str
    heading: str | Promise
    sentence: str
    table: Table
    definitions: list[Definition]
    chart: SafeString | None = None
    warnings: list[str] = field(default_factory=list)
    source: str = ""
    notes: list[str] = field(default_factory=list)
    # The sentence where it stands away from its section; the sentence itself if empty.
    headline: str = ""
    # What to say, and what to do, while there is nothing to show.
    empty: str = ""
