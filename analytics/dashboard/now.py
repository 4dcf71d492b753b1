"""How are we doing: every number of this month, the last, a year ago and the last twelve months."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from analytics.dashboard.numbers import METRICS, Numbers
from analytics.dashboard.section import Cell, Change, Section, Table
from analytics.definitions import DEFINITIONS
from analytics.querysets import Figure
from lederweb.core.templatetags.lederweb import danish_date
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
        sentence=_("As of %(day)s, whatever period is chosen above.")
        % {"day": danish_date(numbers.today)},
        table=Table(
            [
                pgettext("a quantity", "Number"),
                numbers.name_of(this),
                last.name,
                then.name,
                _("Last twelve full months"),
                _("Counted of them"),
            ],
            rows,
        ),
        definitions=[DEFINITIONS[metric] for metric in (*METRICS, "enrolments", "subscribers")],
        warnings=[
            *numbers.demonstration_warnings,
            *numbers.warn_of_beginning([then, *_twelve(last)]),
            *numbers.warn_of_definitions([then, *_twelve(last), this]),
        ],
        notes=[
            _("Visitors of twelve months are the average of a month: they never add up."),
            _("Subscribers are those at the end of each month; of twelve months, the change."),
            *_partial(rows),
        ],
        source=numbers.source,
    )


def _twelve(last: Month) -> list[Month]:
    return months_between(last.shifted(-11), last)


def _counted_of(year: list[Month], counted: list[Month]) -> str | None:
    """alle, or talt fra august 2026: 3 af 12 måneder."""
    if not counted:
        return None
    if len(counted) == len(year):
        return _("all")
    values = {"month": counted[0].name, "count": len(counted), "all": len(year)}
    if counted == months_between(counted[0], year[-1]):
        return _("counted from %(month)s: %(count)d of %(all)d months") % values
    return _("%(count)d of %(all)d months, the first %(month)s") % values


def _partial(rows: list[list[Cell]]) -> list[str]:
    """One sentence for each number of which not every month was counted, or one for all."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if isinstance(row[-1], str) and row[-1] != _("all"):
            found.setdefault(row[-1], []).append(str(row[0]))
    return [
        _("Last twelve full months, %(names)s: %(counted)s.")
        % {"names": ", ".join(names).lower(), "counted": counted}
        for counted, names in found.items()
    ]


def _of_visits(numbers: Numbers, metric: str, this: Month, last: Month, then: Month) -> list[Cell]:
    figures = numbers.of_months[metric]
    months = [
        month for month in _twelve(last) if month.first_day in figures and numbers.is_whole(month)
    ]
    year = [figures[month.first_day] for month in months]
    total: Cell = None
    if year:
        total = sum(figure.value for figure in year)
        if metric == _AVERAGED:
            total = Figure(round(total / len(year)), any(figure.is_estimate for figure in year))
    cells: list[Cell] = [figures.get(month.first_day) for month in (this, last, then)]
    counted = _counted_of(_twelve(last), months)
    return [str(DEFINITIONS[metric].name), *cells, total, counted]


def _of_months(
    name: str, value: Callable[[Month], int | None], this: Month, last: Month, then: Month
) -> list[Cell]:
    year = {month: found for month in _twelve(last) if (found := value(month)) is not None}
    total = sum(year.values()) if year else None
    counted = _counted_of(_twelve(last), list(year))
    return [name, value(this), value(last), value(then), total, counted]


def _subscribers(numbers: Numbers, this: Month, last: Month, then: Month) -> list[Cell]:
    standing, began = numbers.subscribers, numbers.subscribed_since
    if began is None:
        return [_("Subscribers"), None, None, None, None, None]
    counted = [month for month in _twelve(last) if began < month.ends_at]
    before = standing[then] if began < then.ends_at else None
    return [
        _("Subscribers"),
        standing[this],
        standing[last] if counted else None,
        before,
        Change(standing[last] - (before or 0)) if counted else None,
        _counted_of(_twelve(last), counted),
    ]
