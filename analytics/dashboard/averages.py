"""The average month of the period and of the other one, from wherever there are numbers.

What this site counted comes first; where it counted nothing, what was published then. Figures of
different kinds or parts of the year stand side by side only with a warning (promise V8).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from analytics import charts
from analytics.charts import Bar
from analytics.comparison import Comparable, parting, warnings
from analytics.dashboard import published
from analytics.dashboard.numbers import Numbers
from analytics.dashboard.period import Period
from analytics.dashboard.section import Section, Table, about
from analytics.definitions import DEFINITIONS
from analytics.models import MonthlyTotal, PublishedFigure
from analytics.querysets import Figure
from lederweb.lib.periods import Month


@dataclass(frozen=True)
class Average:
    """A number for a month on average, ready to be shown."""

    asked: str
    first: dt.date
    column: str
    value: int | Figure
    label: str
    stated: str
    unit: str
    unit_name: str
    when: str
    sentence: str
    source: str
    comparable: Comparable
    note: str = ""


def averages(numbers: Numbers) -> Section:
    asked = _of(numbers, numbers.period)
    found = [one for one in (asked, _of(numbers, numbers.compared)) if one is not None]
    if len(found) == 2 and found[0].column == found[1].column:
        found.pop()
    # What was asked for leads; what it is compared with never stands in its place.
    missing = (
        [_("There is no number of an average month %(when)s.") % {"when": numbers.period.when}]
        if found and not asked
        else []
    )
    cautions = warnings(average.comparable for average in found)
    if any(average.source == numbers.source for average in found):
        cautions = [*numbers.demonstration_warnings, *cautions]
    return Section(
        slug="gennemsnit",
        heading=_("An average month"),
        sentence=" ".join([*missing, *(average.sentence for average in found)]),
        headline=f"{asked.sentence} ({asked.source})" if asked else " ".join(missing),
        is_stated=asked is not None and asked.source != numbers.source,
        table=Table(
            [
                _("Asked for"),
                pgettext("a quantity", "Number"),
                pgettext("of a figure", "Kind"),
                _("Stated as"),
                _("Period"),
                _("Source"),
            ],
            [
                [
                    average.asked,
                    average.value,
                    average.unit_name,
                    average.stated,
                    average.when,
                    average.source,
                ]
                for average in found
            ],
        ),
        drawing=_chart(numbers, found) if found else None,
        description=_("The averages of a month side by side."),
        definitions=[DEFINITIONS[unit] for unit in _units(found)]
        + ([DEFINITIONS["published"]] if any(a.source != numbers.source for a in found) else []),
        warnings=cautions,
        notes=[average.note for average in found if average.note],
        source=", ".join(dict.fromkeys(average.source for average in found)),
        empty=""
        if found
        else _("There are no numbers of an average month %(first)s or %(second)s.")
        % {"first": numbers.period.when, "second": numbers.compared.when},
        is_beside_the_point=not found and not numbers.period.is_months,
    )


def _units(found: list[Average]) -> list[str]:
    return list(dict.fromkeys(average.unit for average in found)) or ["visitors"]


def _of(numbers: Numbers, period: Period) -> Average | None:
    return _counted(numbers, period) or _published(numbers, period)


def _counted(numbers: Numbers, period: Period) -> Average | None:
    """From the full months of the period that this site counted visitors of.

    Of the year before, from no month whose counterpart is still to end.
    """
    if not period.is_months:
        return None
    last = numbers.this_month.shifted(-1)
    if period == numbers.compared == numbers.period.a_year_before():
        last = last.shifted(-12)
    counted = {
        step: figure
        for step, figure in _visitors(numbers, period).items()
        if Month.of(step) <= last and numbers.is_whole(Month.of(step))
    }
    if not counted:
        return None
    average = Figure(
        round(sum(figure.value for figure in counted.values()) / len(counted)),
        any(figure.is_estimate for figure in counted.values()),
    )
    months = [Month.of(step) for step in counted]
    span = Period.of_months(min(months), max(months))
    words = {
        "when": capfirst(span.when),
        "value": about(average),
        "unit": _("visitors"),
    }
    if len(months) == 1:
        sentence = _("%(when)s Lederweb had %(value)s %(unit)s.") % words
    else:
        sentence = _("%(when)s Lederweb had %(value)s %(unit)s a month on average.") % words
    return Average(
        asked=period.name,
        first=span.first,
        column="|".join([span.name, _("visitors")]),
        value=average,
        label=about(average) or "",
        stated=_("about") if average.is_estimate else _("exact"),
        unit="visitors",
        unit_name=_("visitors"),
        when=span.name,
        sentence=sentence,
        source=numbers.source,
        comparable=Comparable.of_period(
            "visitors", span.first, span.last, numbers.counted_by(months)
        ),
    )


def _visitors(numbers: Numbers, period: Period) -> dict[dt.date, Figure]:
    """By month, also where the period itself is shown by its days."""
    if numbers.period.grain == "month":
        figures = numbers.of_period if period == numbers.period else numbers.of_compared
        return figures["visitors"]
    first, last = period.months[0].first_day, period.months[-1].first_day
    return MonthlyTotal.objects.over_time("visitors", first, last, series=numbers.series)


def _published(numbers: Numbers, period: Period) -> Average | None:
    figures = [
        figure
        for figure in numbers.figures
        if figure.unit in published.REACH and figure.is_monthly_average and _fits(figure, period)
    ]
    if not figures:
        return None
    # The very period first; visitors before visits, as the house counts now.
    best = min(
        figures,
        key=lambda figure: (
            (figure.period_from, figure.period_to) != (period.first, period.last),
            figure.unit != PublishedFigure.Unit.VISITORS,
        ),
    )
    return Average(
        asked=period.name,
        first=best.period_from or dt.date(best.year, 1, 1),
        column=published.column_name(best),
        value=best.value,
        label=published.stated(best),
        stated=best.get_statement_display(),
        unit=best.unit,
        unit_name=best.get_unit_display(),
        when=published.when(best),
        sentence=published.sentence_of(best),
        source=best.source,
        comparable=published.comparable(best),
        note=f"{best.label}: {best.note}" if best.note else "",
    )


def _fits(figure: PublishedFigure, period: Period) -> bool:
    """Whether the figure tells of the period: in it, around it, or at least of its year."""
    if figure.period_from is None or figure.period_to is None:
        return period.first.year <= figure.year <= period.last.year
    return figure.period_from <= period.last and figure.period_to >= period.first


def _chart(numbers: Numbers, found: list[Average]) -> charts.Chart:
    # The older one to the left, as time runs; what was asked for may be either.
    ordered = sorted(found, key=lambda average: average.first)
    bars = [
        Bar(
            average.column,
            average.value.value if isinstance(average.value, Figure) else average.value,
            # In two lines at most: the words above, the number below.
            "|".join(average.label.rsplit(" ", 1)),
            charts.colour_of(unit=average.unit, is_now=average is found[0], units=_units(found)),
        )
        for average in ordered
    ]
    breaks = {
        before.column: said
        for before, now in pairwise(ordered)
        if (said := parting(before.comparable, now.comparable, began=numbers.began_within))
    }
    return charts.columns(bars, breaks=breaks)
