"""What was most in any stretch of days, added up from as few totals as can be.

Twelve months of a busy site are hundreds of thousands of rows of search words. What adds up has been
added up already: a year that lies in the stretch is one row for each word, not twelve.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db import connection

from lederweb.lib.periods import Month, months_between

_DAY = dt.timedelta(days=1)


@dataclass
class Pieces:
    """Years and months, by their first days, and days."""

    year: list[dt.date] = field(default_factory=list)
    month: list[dt.date] = field(default_factory=list)
    day: list[dt.date] = field(default_factory=list)


def pieces(first: dt.date, last: dt.date, *, today: dt.date) -> Pieces:
    """What together is the days from `first` to `last`; after `today` nothing has been counted."""
    found = Pieces()
    last = min(last, today)
    whole = []
    for month in months_between(Month.of(first), Month.of(last)):
        begins, ends = max(month.first_day, first), min(month.last_day, last)
        if (begins, ends) == (month.first_day, min(month.last_day, today)):
            whole.append(month)
        else:
            found.day += [begins + number * _DAY for number in range((ends - begins).days + 1)]
    for year in dict.fromkeys(month.year for month in whole):
        months = [month.first_day for month in whole if month.year == year]
        if months[0].month == 1 and (len(months) == 12 or months[-1] == Month.of(today).first_day):
            found.year.append(months[0])
        else:
            found.month += months
    return found


_READ = """
SELECT key, value FROM analytics_{table}total
WHERE metric = %(metric)s AND dimension = %(dimension)s AND series = %(series)s
    AND {grain} = ANY(%({grain})s)
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
    periods = {
        grain: days for grain, days in vars(pieces(first, last, today=today)).items() if days
    }
    reads = [_READ.format(table=_TABLES[grain], grain=grain) for grain in periods]
    if not reads:
        return []
    statement = (
        f"SELECT key, sum(value) AS total FROM ({' UNION ALL '.join(reads)}) AS read "  # noqa: S608
        "GROUP BY key ORDER BY key = %(foremost)s DESC, total DESC, key LIMIT %(count)s"
    )
    asked = {"metric": metric, "dimension": dimension, "series": str(series)}
    with connection.cursor() as cursor:
        cursor.execute(statement, {**asked, **periods, "foremost": foremost, "count": count})
        return [(key, int(total)) for key, total in cursor.fetchall()]
