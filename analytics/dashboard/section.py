"""One part of the dashboard, whatever it shows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from analytics import charts, drawings
from analytics.definitions import Definition
from analytics.figures.wording import estimated
from analytics.querysets import Figure
from lederweb.lib import danish


@dataclass(frozen=True)
class Change:
    """How much more (+) or fewer (−), a number also where it is exported."""

    value: int
    in_percent: bool = False

    def __str__(self) -> str:
        """+12, −3 % or 0, the Danish way."""
        sign = "+" if self.value > 0 else "−" if self.value < 0 else ""
        return f"{sign}{danish.number(abs(self.value))}{' %' if self.in_percent else ''}"


Cell = int | str | Figure | Change | None

# What is worded in a column of numbers: ca. 4.321, 2 til 3.
_WORDED = re.compile(r"(?:\D{2,4}\s)?[\d.]+(?: \D{2,4} [\d.]+)?")


@dataclass(frozen=True)
class Table:
    """The numbers. Numbers stay numbers until they are shown, so that an export can add them up."""

    columns: list[str]
    rows: list[list[Cell]]

    def shown(self) -> list[list[str]]:
        """The rows the Danish way; a dash where there is no number."""
        return [[_shown(cell) for cell in row] for row in self.rows]

    def exported(self) -> list[list[int | str | Change | None]]:
        """The rows with numbers that add up; a change keeps its unit."""
        return [
            [cell.value if isinstance(cell, Figure) else cell for cell in row] for row in self.rows
        ]

    @property
    def estimates(self) -> list[str]:
        """Which of the numbers are estimates, by row and column: in an export they look exact."""
        return [
            f"{row[0]} ({name})"
            for row in self.rows
            for name, cell in zip(self.columns, row, strict=True)
            if isinstance(cell, Figure) and cell.is_estimate
        ]

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


def about(figure: Figure | None) -> str | None:
    """95.958, or ca. 96.000 of an estimate (promise V4)."""
    if figure is None:
        return None
    return estimated(figure.value) if figure.is_estimate else danish.number(figure.value)


def _is_number(cell: Cell) -> bool:
    return not isinstance(cell, str) or bool(_WORDED.fullmatch(cell))


def _shown(cell: Cell) -> str:
    if isinstance(cell, Figure):
        return about(cell) or ""
    if cell is None:
        return "–"
    return danish.number(cell) if isinstance(cell, int) else str(cell)


@dataclass(frozen=True)
class Section:
    """`sentence` says what the numbers say; `warnings` stand in chart, table and export alike."""

    slug: str
    heading: str | Promise
    sentence: str
    table: Table
    definitions: list[Definition]
    drawing: charts.Chart | None = None
    # How the chart is read, for whoever does not see it.
    description: str = ""
    warnings: list[str] = field(default_factory=list)
    source: str = ""
    notes: list[str] = field(default_factory=list)
    # The sentence where it stands away from its section; the sentence itself if empty.
    headline: str = ""
    # Whether what it says there was published elsewhere, not counted by this site.
    is_stated: bool = False
    # What to say, and what to do, while there is nothing to show.
    empty: str = ""
    # Whether it has nothing to say of such a period at all, so that no screen shows it.
    is_beside_the_point: bool = False

    @property
    def chart(self) -> SafeString | None:
        """Drawn for the page when asked for: exports of numbers need no chart."""
        if self.drawing is None or self.empty:
            return None
        return drawings.svg(self.drawing, **self._names)

    @property
    def kept_chart(self) -> SafeString | None:
        """The chart if it was drawn before: a page waits for none."""
        if self.drawing is None or self.empty:
            return None
        return drawings.kept_svg(self.drawing, **self._names)

    @property
    def _names(self) -> dict[str, str]:
        return {
            "slug": self.slug,
            "title": f"{self.heading}: {self.sentence}" if self.sentence else str(self.heading),
            "description": " ".join(filter(None, [self.description, *self.warnings])),
        }

    def picture(self, form: str) -> bytes | None:
        """The chart as "svg" or "png" that can stand alone: heading, warnings and source in it."""
        if self.drawing is None or self.empty:
            return None
        source = _("Source: %(source)s") % {"source": self.source} if self.source else ""
        remarks = [self.sentence, *self.warnings, source]
        return drawings.picture(
            self.drawing, form, heading=str(self.heading), remarks=list(filter(None, remarks))
        )

    @property
    def remarks(self) -> list[str]:
        """What stands below the numbers wherever they go."""
        remarks = [
            *self.warnings,
            *self.notes,
            *(f"{definition.name}: {definition.text}" for definition in self.definitions),
            self.source,
        ]
        return [remark for remark in remarks if remark]
