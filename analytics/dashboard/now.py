"""How are we doing: every number of this month, the last, a year ago and the last twelve months."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from analytics.dashboard.numbers import METRICS, Numbers
from analytics.dashboard.section import Cell, Section, Table
from analytics.definitions import DEFINITIONS
from analytics.querysets import Figure
from lederweb.lib import danish
from lederweb.lib.periods import Month, months_between

_AVERAGED = "visitors"


def now(numbers: Numbers) -> Section:
    """One row a number. Visitors of twelve months are an average: they never add up."""
    this, last = numbers.this_month, numbers.this_month.shifted(-1)
    then = last.shifted(-12)
    rows = [_of_visits(numbers, metric, this, last, then) for metric in METRICS]
    rows.append(_of_months(_("Enrolments in e-courses"), numbers.enrolments.get, this, last, then))
    rows.append(_subscribers(numbers, this, last, then))
    return Section(
        slug="nu",
        heading=_("How are we doing"),
        sentence="",
        table=Table(
            [
                pgettext("a quantity", "Number"),
                _("%(month)s until now") % {"month": this.name},
                last.name,
                then.name,
                _("Last twelve full months"),
            ],
            rows,
        ),
        definitions=[DEFINITIONS[metric] for metric in (*METRICS, "enrolments", "subscribers")],
        warnings=[*numbers.demonstration_warnings, *numbers.warn_of_beginning([last, then])],
        notes=[
            _("Visitors of twelve months are the average of a month: they never add up."),
            _("Subscribers are those at the end of each month; of twelve months, the change."),
        ],
        source=_("Counted by this site, without cookies."),
    )


def _twelve(last: Month) -> list[Month]:
    return months_between(last.shifted(-11), last)


def _of_visits(numbers: Numbers, metric: str, this: Month, last: Month, then: Month) -> list[Cell]:
    figures = numbers.of_months[metric]
    months = [month for month in _twelve(last) if month.first_day in figures]
    if metric == _AVERAGED:
        months = [month for month in months if numbers.is_whole(month)]
    year = [figures[month.first_day] for month in months]
    total: Cell = None
    if year:
        total = sum(figure.value for figure in year)
        if metric == _AVERAGED:
            total = Figure(round(total / len(year)), any(figure.is_estimate for figure in year))
    cells: list[Cell] = [figures.get(month.first_day) for month in (this, last, then)]
    return [str(DEFINITIONS[metric].name), *cells, total]


def _of_months(
    name: str, value: Callable[[Month], int | None], this: Month, last: Month, then: Month
) -> list[Cell]:
    year = [found for month in _twelve(last) if (found := value(month)) is not None]
    return [name, value(this), value(last), value(then), sum(year) if year else None]


def _subscribers(numbers: Numbers, this: Month, last: Month, then: Month) -> list[Cell]:
    standing = numbers.subscribers
    if not any(standing.values()):
        return [_("Subscribers"), None, None, None, None]
    change = standing[last] - standing[then]
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return [
        _("Subscribers"),
        standing[this],
        standing[last],
        standing[then] or None,
        f"{sign}{danish.number(abs(change))}",
    ]
