"""From raw hits to the totals of a day and of a month, in SQL.

Counting anew replaces what stood there, so it may be done any number of times. The definitions
are those of `definitions.py`; `recount.py` counts the same in another way, to prove it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection

from analytics.definitions import DOWNLOAD_SILENCE, VERSION, VISIT_SILENCE
from analytics.models import DailyTotal, MonthlyTotal
from lederweb.lib.periods import Month, start_of

# A hit begins something new when the same visitor has been silent for long enough before it. The
# silence before a day's first hits is found by reading half an hour back, but never into another
# month: visitors are new there.
_DAY = """
INSERT INTO analytics_dailytotal (day, metric, dimension, key, series, value)
WITH hits AS (
    SELECT day, series, kind, visitor, object_id, at - lag(at) OVER (
        PARTITION BY series, kind, visitor, CASE kind WHEN 'download' THEN object_id END
        ORDER BY at
    ) AS silence
    FROM analytics_pageview
    WHERE day BETWEEN %(first_day)s AND %(day)s AND at >= %(from)s
),
site AS (
    SELECT series,
        count(*) FILTER (
            WHERE kind = 'view' AND (silence IS NULL OR silence >= %(visit_silence)s)
        ) AS visits,
        count(DISTINCT visitor) FILTER (WHERE kind = 'view') AS visitors,
        count(*) FILTER (WHERE kind = 'view') AS page_views,
        count(*) FILTER (
            WHERE kind = 'download' AND (silence IS NULL OR silence >= %(download_silence)s)
        ) AS downloads
    FROM hits WHERE day = %(day)s GROUP BY series
),
objects AS (
    SELECT series, kind, object_id::text AS key, count(*) AS hits,
        count(DISTINCT visitor) AS visitors,
        count(*) FILTER (WHERE silence IS NULL OR silence >= %(download_silence)s) AS downloads
    FROM hits WHERE day = %(day)s AND object_id IS NOT NULL GROUP BY series, kind, object_id
)
SELECT %(day)s, metric, 'site', '', series, value FROM site CROSS JOIN LATERAL (VALUES
    ('visits', visits), ('visitors', visitors), ('page_views', page_views),
    ('downloads', downloads)) AS counted (metric, value)
WHERE value > 0
UNION ALL
SELECT %(day)s, metric, 'page', key, series, value FROM objects CROSS JOIN LATERAL (VALUES
    ('page_views', hits), ('visitors', visitors)) AS counted (metric, value)
WHERE kind = 'view'
UNION ALL
SELECT %(day)s, 'downloads', 'document', key, series, downloads FROM objects
WHERE kind = 'download' AND downloads > 0
"""

# What adds up is added up from the days; visitors of a month are counted from the raw rows.
_MONTH = """
INSERT INTO analytics_monthlytotal
    (month, metric, dimension, key, series, value, definition_version)
SELECT %(first_day)s, metric, dimension, key, series, sum(value), %(version)s
FROM analytics_dailytotal
WHERE day BETWEEN %(first_day)s AND %(last_day)s AND metric <> 'visitors'
GROUP BY metric, dimension, key, series
UNION ALL
SELECT %(first_day)s, 'visitors', 'site', '', series, count(DISTINCT visitor), %(version)s
FROM analytics_pageview
WHERE day BETWEEN %(first_day)s AND %(last_day)s AND kind = 'view'
GROUP BY series
UNION ALL
SELECT %(first_day)s, 'visitors', 'page', object_id::text, series, count(DISTINCT visitor),
    %(version)s
FROM analytics_pageview
WHERE day BETWEEN %(first_day)s AND %(last_day)s AND kind = 'view' AND object_id IS NOT NULL
GROUP BY series, object_id
"""


def count_day(day: dt.date) -> None:
    """Replace the totals of a Danish day. Call it inside a transaction that may count the month."""
    DailyTotal.objects.filter(day=day).delete()
    values: dict[str, Any] = {
        "day": day,
        "first_day": max(Month.of(day).first_day, day - dt.timedelta(days=1)),
        "from": start_of(day) - VISIT_SILENCE,
        "visit_silence": VISIT_SILENCE,
        "download_silence": DOWNLOAD_SILENCE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_DAY, values)


def count_month(month: Month) -> None:
    """Replace the totals of a month whose days are counted. Inside the same transaction."""
    MonthlyTotal.objects.filter(month=month.first_day).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            _MONTH,
            {"first_day": month.first_day, "last_day": month.last_day, "version": VERSION},
        )
