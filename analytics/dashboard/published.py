"""Figures that were published before this site counted for itself, as their sources state them."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from analytics import charts
from analytics.charts import NOW, OTHER, Bar
from analytics.comparison import Comparable, span_in_words, warnings, when_in_words
from analytics.dashboard.numbers import Numbers
from analytics.dashboard.section import Cell, Section, Table
from analytics.definitions import DEFINITIONS
from analytics.models import PublishedFigure
from lederweb.core.templatetags.lederweb import partial_date
from lederweb.lib import danish
from lederweb.lib.periods import MONTH_NAMES

REACH = ("visits", "visitors")


def reach(numbers: Numbers) -> Section:
    """Visits and visitors, with the break between them in sight."""
    figures = [figure for figure in numbers.figures if figure.unit in REACH]
    averages = monthly_averages(figures)
    sentence = sentence_of(averages[-1]) if averages else ""
    found = warnings(comparable(figure) for figure in averages)
    return Section(
        slug="offentliggjort",
        heading=_("Published figures of visits and visitors"),
        sentence=sentence,
        headline=f"{sentence} ({averages[-1].source})" if averages else "",
        is_stated=True,
        table=table_of(figures),
        drawing=_reach_chart(averages) if averages else None,
        description=_("Averages of a month by year."),
        warnings=found,
        definitions=[DEFINITIONS["published"], DEFINITIONS["visits"], DEFINITIONS["visitors"]],
        source=sources_of(figures),
        notes=notes_of(figures),
        empty="" if figures else _("No figures have been entered yet."),
    )


def others(numbers: Numbers) -> Section:
    """Followers, enrolments, plays and copies."""
    figures = [figure for figure in numbers.figures if figure.unit not in (*REACH, "subscribers")]
    figures.sort(key=lambda figure: (figure.unit, figure.label.split(",")[0], figure.year))
    return Section(
        slug="andre-tal",
        heading=_("Other published figures"),
        sentence=_("Followers, enrolments, plays and printed copies as they were published."),
        table=table_of(figures),
        definitions=[DEFINITIONS["published"]],
        source=sources_of(figures),
        notes=notes_of(figures),
        empty="" if figures else _("No figures have been entered yet."),
    )


def monthly_averages(figures: list[PublishedFigure]) -> list[PublishedFigure]:
    """Averages of a month, oldest first and visits before visitors."""
    averages = [figure for figure in figures if figure.is_monthly_average]
    return sorted(averages, key=lambda figure: (REACH.index(figure.unit), figure.year))


def comparable(figure: PublishedFigure) -> Comparable:
    return Comparable.of_period(
        figure.unit, figure.period_from, figure.period_to, counted_by="published"
    )


def sentence_of(figure: PublishedFigure) -> str:
    """Fra januar til oktober 2017 havde Lederweb i gennemsnit 95.958 besøgende om måneden."""
    values: dict[str, Any] = {
        "value": stated(figure),
        "unit": figure.get_unit_display(),
        "year": figure.year,
    }
    first, last = figure.period_from, figure.period_to
    if first and last:
        values["when"] = capfirst(when_in_words(first, last))
        return _("%(when)s Lederweb had %(value)s %(unit)s a month on average.") % values
    return (
        _(
            "In %(year)s Lederweb had %(value)s %(unit)s a month on average; the source does not "
            "state the period."
        )
        % values
    )


def stated(figure: PublishedFigure) -> str:
    """95.958, ca. 58.500 or mindst 23.000."""
    value = danish.number(figure.value)
    if figure.statement == PublishedFigure.Statement.ABOUT:
        return _("about %(value)s") % {"value": value}
    if figure.statement == PublishedFigure.Statement.AT_LEAST:
        return _("at least %(value)s") % {"value": value}
    return value


def when(figure: PublishedFigure) -> str:
    if figure.period_from and figure.period_to:
        return span_in_words(figure.period_from, figure.period_to)
    if figure.on_date:
        return partial_date(figure.on_date)
    return _("%(year)s, period not stated") % {"year": figure.year}


def table_of(figures: list[PublishedFigure]) -> Table:
    rows: list[list[Cell]] = [
        [
            figure.label,
            figure.value,
            figure.get_unit_display(),
            figure.get_statement_display(),
            when(figure),
            _("average of a month") if figure.is_monthly_average else "",
            figure.source,
        ]
        for figure in figures
    ]
    return Table(
        columns=[
            _("Name"),
            pgettext("a quantity", "Number"),
            pgettext("of a figure", "Kind"),
            _("Stated as"),
            _("Period"),
            _("Counted over"),
            _("Source"),
        ],
        rows=rows,
    )


def sources_of(figures: list[PublishedFigure]) -> str:
    return ", ".join(sorted({figure.source for figure in figures}))


def notes_of(figures: list[PublishedFigure]) -> list[str]:
    return [f"{figure.label}: {figure.note}" for figure in figures if figure.note]


def _reach_chart(averages: list[PublishedFigure]) -> charts.Chart:
    bars = [
        Bar(
            column_name(figure),
            figure.value,
            stated(figure),
            NOW if figure.unit == "visits" else OTHER,
        )
        for figure in averages
    ]
    of_visits = [figure for figure in averages if figure.unit == "visits"]
    breaks = {
        column_name(figure): _("From here on visitors, not visits") for figure in of_visits[-1:]
    }
    return charts.columns(bars, breaks=breaks)


def column_name(figure: PublishedFigure) -> str:
    """The year, the kind and the part of the year, one below the other.

    What two sources say of the same time are two columns.
    """
    shown = "|".join([str(figure.year), figure.get_unit_display(), _part_of_year(figure)])
    return f"{shown}¤{figure.key}"


def _part_of_year(figure: PublishedFigure) -> str:
    if figure.period_from is None or figure.period_to is None:
        return _("period not stated")
    first, last = figure.period_from.month, figure.period_to.month
    return f"{MONTH_NAMES[first - 1][:3]}–{MONTH_NAMES[last - 1][:3]}"
