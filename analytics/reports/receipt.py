"""The receipt of a report: every figure in it, and one checksum that page, PDF and Word file carry."""

from __future__ import annotations

from dataclasses import astuple

from django.utils.translation import gettext as _

from analytics.figures.receipt import as_csv, checksum_of
from analytics.reports.document import Grid, Report
from lederweb.lib import danish


def checksum(report: Report) -> str:
    """SHA-256 over the lines as JSON, in their order: the same figures, the same checksum."""
    return checksum_of([list(astuple(line)) for line in report.receipt])


def grid(report: Report) -> Grid:
    """The lines as the table that all three outputs end with.

    Where a figure stands is a column only if any line says so.
    """
    columns = [
        _("Figure"),
        _("Value"),
        _("In the text"),
        _("Period"),
        _("Source"),
        _("Definition"),
    ]
    rows = [
        [
            line.name,
            danish.number(line.value),
            line.text,
            line.period,
            line.source,
            line.definition,
        ]
        for line in report.receipt
    ]
    if any(line.place for line in report.receipt):
        columns.append(_("Place"))
        rows = [[*row, line.place] for row, line in zip(rows, report.receipt, strict=True)]
    return Grid(_("Every figure in the report"), columns, rows, numeric=[1])


def short_grid(report: Report) -> Grid:
    """The same in four columns, for a page that has little room."""
    return Grid(
        caption=_("Every figure on this page"),
        columns=[_("Figure"), _("Value"), _("Period"), _("Source and definition")],
        rows=[
            [
                line.name,
                danish.number(line.value),
                line.period,
                f"{line.source}. {line.definition}",
            ]
            for line in report.receipt
        ],
        numeric=[1],
    )


def explanation() -> str:
    return _(
        "Every figure in the report, as it stood when the report was put together. The checksum is "
        "counted over all of them: as long as it is the same on the page, in the PDF and in the "
        "Word file, the figures are the same."
    )


def csv(report: Report) -> str:
    """The lines for a spreadsheet, where values are numbers, with the checksum at the end."""
    headings: list[str | int] = [
        _("Figure"),
        _("Value"),
        _("In the text"),
        _("Unit"),
        _("Period"),
        _("Definition"),
        _("Source"),
        _("Place"),
    ]
    lines = [list(astuple(line)) for line in report.receipt]
    return as_csv([headings, *lines, [_("Checksum"), checksum(report)]])
