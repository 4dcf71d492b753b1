"""The best figure there is: what this site counted, else what was published of that time."""

from __future__ import annotations

import datetime as dt

from analytics.figures.registry import STATED, NoValue, Span, Value, value_of
from analytics.models import PublishedFigure

REACH = (PublishedFigure.Unit.VISITORS, PublishedFigure.Unit.VISITS)


def counted(key: str, span: Span) -> Value | None:
    """What the site counted; None for nothing at all."""
    try:
        value = value_of(key, span)
    except NoValue:
        return None
    return value if value.value else None


def stated_on(unit: str, day: dt.date, *, begins: str = "") -> Value | None:
    """The published figure of this kind that is nearest to the day, within its year."""
    rows = PublishedFigure.objects.filter(unit=unit, year=day.year, key__startswith=begins)
    best = min(rows, key=lambda row: _distance(row, day), default=None)
    return value_of(STATED + best.key, None) if best else None


def _distance(row: PublishedFigure, day: dt.date) -> tuple[bool, bool, str]:
    """The very day before the month before the year; exact before rounded."""
    wanted = day.isoformat()
    return (
        not (row.on_date and wanted.startswith(row.on_date) and len(row.on_date) > len("2017")),
        row.statement != PublishedFigure.Statement.EXACT,
        row.key,
    )


def reach(span: Span) -> list[Value]:
    """Averages of a month before totals, visitors before visits."""
    own = [counted(key, span) for key in ("visitors-a-month", "visits-a-month", "visits")]
    if any(own):
        return [value for value in own if value]
    rows = PublishedFigure.objects.filter(unit__in=REACH, year=span.last.year)
    fitting = [row for row in rows if _fits(row, span)]
    fitting.sort(key=lambda row: (not row.is_monthly_average, REACH.index(row.unit), row.key))
    return [value_of(STATED + row.key, None) for row in fitting]


def _fits(row: PublishedFigure, span: Span) -> bool:
    if row.period_from is None or row.period_to is None:
        return True
    return row.period_from <= span.last and row.period_to >= span.first


def is_average(value: Value) -> bool:
    """Whether it is of a month on average, by what it is or by what its source says."""
    if not value.key.startswith(STATED):
        return value.key.endswith("-a-month")
    key = value.key.removeprefix(STATED)
    return PublishedFigure.objects.filter(key=key, is_monthly_average=True).exists()


def average_of_total(value: Value) -> int | None:
    """What a total of visits over whole months comes to for a month; None where it is none."""
    row = PublishedFigure.objects.filter(key=value.key.removeprefix(STATED)).first()
    if row is None or row.is_monthly_average or row.unit != PublishedFigure.Unit.VISITS:
        return None
    if row.period_from is None or row.period_to is None:
        return None
    months = (
        (row.period_to.year - row.period_from.year) * 12
        + row.period_to.month
        - row.period_from.month
        + 1
    )
    return round(row.value / months)
