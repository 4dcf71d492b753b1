"""What was most in any stretch of days, added up from as few totals as can be.

Twelve months of a busy site are hundreds of thousands of rows of search words. What adds up has been
added up already: a year that lies in the stretch is one row for each word, not twelve; and of a year
in which a month is missing, that month is taken away again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import connection

from lederweb.lib.periods import Month

_DAY = dt.timedelta(days=1)


@dataclass
class Pieces:
    """Years, months (their first days) and days to be added up, and to be taken away."""

    added: dict[str, list[dt.date]] = field(
        default_factory=lambda: {"year": [], "month": [], "day": []}
    )
    taken: dict[str, list[dt.date]] = field(default_factory=lambda: {"month": [], "day": []})


def pieces(first: dt.date, last: dt.date, *, today: dt.date) -> Pieces:
    """What together is the days from `first` to `last`; after `today` nothing has been counted."""
    found = Pieces()
    last = min(last, today)
    months: list[Month] = []
    month = Month.of(first)
    while month.first_day <= last:
        begins, ends = month.first_day, min(month.last_day, today)
        is_inside = first <= begins and ends <= last
        if is_inside or _put(
            found, "day", _days(begins, ends), _days(max(begins, first), min(ends, last))
        ):
            months.append(month)
        month = month.shifted(1)
    starts = {month.first_day for month in months}
    for year in sorted({month.year for month in months}):
        whole = [
            Month(year, number).first_day
            for number in range(1, 13)
            if Month(year, number).first_day <= today
        ]
        if _put(found, "month", whole, starts):
            found.added["year"].append(dt.date(year, 1, 1))
    return found


def _put(
    found: Pieces, grain: str, whole: Collection[dt.date], wanted: Collection[dt.date]
) -> bool:
    """Whether to read the whole and take away what is not wanted; else what is wanted is read."""
    inside = [one for one in whole if one in wanted]
    outside = [one for one in whole if one not in wanted]
    takes_away = 1 + len(outside) < len(inside)
    if takes_away:
        found.taken[grain] += outside
    else:
        found.added[grain] += inside
    return takes_away


def _days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + number * _DAY for number in range((last - first).days + 1)]


_READ = """
SELECT key, {sign}value AS value FROM analytics_{table}total
WHERE metric = %(metric)s AND dimension = %(dimension)s AND series = %(series)s
    AND {grain} = ANY(%({name})s)
"""
_TABLES = {"year": "yearly", "month": "monthly", "day": "daily"}


def most_in(
    metric: str,
    dimension: str,
    first: dt.date,
    last: dt.date,
    *,
    today: dt.date,
    series: str,
    foremost: str = "",
    count: int | None = None,
) -> list[tuple[str, int]]:
    """The dimension's keys with their sums over the days, most first. One query.

    `foremost` is a key that comes first whatever it has. Raises ValueError for visitors, who do
    not add up.
    """
    if metric == "visitors":
        raise ValueError("Visitors of several periods are never added up.")
    found = pieces(first, last, today=today)
    reads, values = [], {}
    for sign, by_grain in (("", found.added), ("-", found.taken)):
        for grain, periods in by_grain.items():
            if periods:
                name = f"{grain}s{'_taken' if sign else ''}"
                reads.append(_READ.format(sign=sign, table=_TABLES[grain], grain=grain, name=name))
                values[name] = periods
    if not reads:
        return []
    statement = (
        f"SELECT key, sum(value) AS total FROM ({' UNION ALL '.join(reads)}) AS read "  # noqa: S608
        "GROUP BY key HAVING sum(value) > 0 "
        "ORDER BY key = %(foremost)s DESC, total DESC, key LIMIT %(count)s"
    )
    asked = {"metric": metric, "dimension": dimension, "series": str(series)}
    with connection.cursor() as cursor:
        cursor.execute(statement, {**asked, **values, "foremost": foremost, "count": count})
        return [(key, int(total)) for key, total in cursor.fetchall()]
