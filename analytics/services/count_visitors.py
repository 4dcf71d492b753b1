"""Visitors: of a day and of a closed month exactly, of the month that runs by sketch (promise V4).

A sketch is a HyperLogLog of Redis (standard error 0.81 %, 12 KB at most). It is kept in PostgreSQL;
the cache's Redis works on it for a moment and forgets it. A visitor added twice changes nothing,
so a day may be added any number of times, and memory does not grow with visitors.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection
from django_redis import get_redis_connection

from analytics.definitions import VERSION
from analytics.models import DailyTotal, MonthlyTotal, VisitorSketch
from analytics.series import COUNTED
from lederweb.lib.periods import Month

# Dimension, key and series
Place = tuple[str, str, str]

# So many sketches are worked on at once, and so many visitors are added with one command.
_AT_ONCE = 200
_VISITORS_AT_ONCE = 2000
# Mostly it is today and perhaps yesterday; where it is more, the sketches are written less often.
_DAYS_AT_ONCE = 7

# Who saw what: each visitor once for each thing.
_SEEN = """
WITH seen AS (
    SELECT DISTINCT dimension, key, series, visitor
    FROM analytics_pageview
    CROSS JOIN LATERAL (
        SELECT 'site' AS dimension, '' AS key
        UNION ALL
        SELECT 'page', object_id::text WHERE object_id IS NOT NULL
        UNION ALL
        SELECT split_part(label, ':', 1), split_part(label, ':', 2) FROM unnest(labels) AS label
    ) AS places
    WHERE kind = 'view' AND day = ANY(%(days)s) AND series = ANY(%(series)s)
)
"""
_INTO_DAY = """
INSERT INTO analytics_dailytotal (day, metric, dimension, key, series, value)
SELECT %(day)s, 'visitors', dimension, key, series, count(*) FROM seen
GROUP BY dimension, key, series
"""
_INTO_MONTH = """
INSERT INTO analytics_monthlytotal
    (month, metric, dimension, key, series, value, definition_version)
SELECT %(month)s, 'visitors', dimension, key, series, count(*), %(version)s FROM seen
GROUP BY dimension, key, series
"""
_TOGETHER = """
SELECT dimension, key, series, array_agg(visitor) FROM seen GROUP BY dimension, key, series
"""


def count_day_visitors(day: dt.date) -> None:
    """Replace the visitors of a day. Inside a transaction that may count the month."""
    DailyTotal.objects.filter(day=day, metric="visitors", series__in=COUNTED).delete()
    _execute(_SEEN + _INTO_DAY, day=day, days=[day])


def count_month_visitors(month: Month) -> None:
    """Replace the visitors of a month by exact numbers; its sketches have done their work."""
    _totals(month).delete()
    _execute(_SEEN + _INTO_MONTH, month=month.first_day, days=_days(month), version=VERSION)
    VisitorSketch.objects.filter(month=month.first_day).delete()


def sketch_month_visitors(month: Month, days: Sequence[dt.date]) -> None:
    """Add the visitors of these days to the month's sketches, and show what they say.

    Inside a transaction that may count the month. Raises redis.RedisError.
    """
    with connection.cursor() as cursor:
        for start in range(0, len(days), _DAYS_AT_ONCE):
            some = list(days[start : start + _DAYS_AT_ONCE])
            cursor.execute(_SEEN + _TOGETHER, {"days": some, "series": list(COUNTED)})
            while rows := cursor.fetchmany(_AT_ONCE):
                _add(month, {(row[0], row[1], row[2]): row[3] for row in rows})


def sketch_month_anew(month: Month) -> None:
    """As `sketch_month_visitors` for all days, forgetting what stood there."""
    VisitorSketch.objects.filter(month=month.first_day).delete()
    _totals(month).delete()
    sketch_month_visitors(month, _days(month))


def _days(month: Month) -> list[dt.date]:
    return [month.first_day + dt.timedelta(days=number) for number in range(month.last_day.day)]


def _totals(month: Month) -> Any:
    return MonthlyTotal.objects.filter(month=month.first_day, metric="visitors", series__in=COUNTED)


def _add(month: Month, visitors: dict[Place, list[bytes]]) -> None:
    of_month = VisitorSketch.objects.filter(
        month=month.first_day, key__in={key for _dimension, key, _series in visitors}
    )
    standing: dict[Place, bytes] = {
        (sketch.dimension, sketch.key, sketch.series): bytes(sketch.registers)
        for sketch in of_month
    }
    sketches, totals = [], []
    for (dimension, key, series), (value, registers) in _worked_on(standing, visitors):
        place = {"month": month.first_day, "dimension": dimension, "key": key, "series": series}
        sketches.append(VisitorSketch(registers=registers, **place))
        totals.append(
            MonthlyTotal(
                metric="visitors",
                value=value,
                is_estimate=True,
                definition_version=VERSION,
                **place,
            )
        )
    VisitorSketch.objects.bulk_create(
        sketches,
        update_conflicts=True,
        unique_fields=["month", "dimension", "key", "series"],
        update_fields=["registers"],
    )
    MonthlyTotal.objects.bulk_create(
        totals,
        update_conflicts=True,
        unique_fields=["month", "metric", "dimension", "key", "series"],
        update_fields=["value", "is_estimate", "definition_version"],
    )


def _worked_on(
    standing: dict[Place, bytes], visitors: dict[Place, list[bytes]]
) -> Iterator[tuple[Place, tuple[int, bytes]]]:
    """Each place with its number and its sketch after the visitors were added.

    One transaction of Redis: nobody else sees the sketches, and nothing is left of them.
    """
    scratch = f"analytics:sketch:{secrets.token_hex(8)}"
    names = {place: f"{scratch}:{number}" for number, place in enumerate(visitors)}
    pipeline = get_redis_connection("default").pipeline(transaction=True)
    for place, hashes in visitors.items():
        if place in standing:
            pipeline.set(names[place], standing[place])
        for start in range(0, len(hashes), _VISITORS_AT_ONCE):
            pipeline.pfadd(names[place], *map(bytes, hashes[start : start + _VISITORS_AT_ONCE]))
    for name in names.values():
        pipeline.pfcount(name)
        pipeline.get(name)
    pipeline.delete(*names.values())
    answers = pipeline.execute()[-2 * len(names) - 1 : -1]
    yield from zip(names, zip(answers[::2], answers[1::2], strict=True), strict=True)


def _execute(sql: str, **values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"series": list(COUNTED), **values})
