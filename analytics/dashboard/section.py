"""One part of the dashboard, whatever it shows."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from analytics.definitions import Definition
from lederweb.lib import danish

Cell = int | str | None


@dataclass(frozen=True)
class Table:
    """The numbers. Numbers stay numbers until they are shown, so that an export can add them up."""

    columns: list[str]
    rows: list[list[Cell]]

    def shown(self) -> list[list[str]]:
        """The rows the Danish way; a dash where there is no number."""
        return [[_shown(cell) for cell in row] for row in self.rows]


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
    # What to say, and what to do, while there is nothing to show.
    empty: str = ""
