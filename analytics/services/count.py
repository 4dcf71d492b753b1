"""From raw hits to the totals of an hour, a day, a month and a year, in SQL.

Counting anew replaces what stood there, so it may be done any number of times. The definitions
are those of `definitions.py`; `recount.py` counts the same in another way, to prove it. Only the
series that are counted from raw rows are touched (`COUNTED`).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection

from analytics.definitions import DOWNLOAD_SILENCE, MILLIONTHS, VERSION, VISIT_SILENCE
from analytics.models import DailyTotal, HourlyTotal, MonthlyTotal, YearlyTotal
from analytics.series import COUNTED
from analytics.services import bound_keys, locks
from lederweb.lib.periods import Month, start_of

# A hit begins something new when the same visitor has been silent for long enough before it. The
# silence before a day's first hits is found by reading half an hour back, but never into another
# month: visitors are new there.
# A page was led to by a search when nothing but the search's own answer was looked at between.
# Page views by everything else are added to the hours as they are written (`write_hits.py`); here
# they are counted only where `everything` is asked for.
# Sites and campaigns that have no room of their own stand together (`bound_keys.py`).
_HOURS = """
INSERT INTO analytics_hourlytotal (hour, metric, dimension, key, series, value)
WITH hits AS (
    SELECT day, series, kind, object_id::text AS object, word, amount, referrer, referrer_site,
        campaign, device, language, labels, date_trunc('hour', at, 'UTC') AS hour,
        at - lag(at) OVER (
            PARTITION BY series, kind, visitor, CASE kind WHEN 'download' THEN object_id END
            ORDER BY at, id
        ) AS silence,
        CASE WHEN kind = 'view' AND referrer = 'internal' AND object_id IS NOT NULL THEN
            CASE WHEN at - lag(at) OVER steps < %(visit_silence)s THEN lag(word) OVER steps END
        END AS led_by
    FROM analytics_pageview
    WHERE day BETWEEN %(first_day)s AND %(day)s AND at >= %(from)s AND series = ANY(%(series)s)
    WINDOW steps AS (
        PARTITION BY series, visitor,
            kind = 'search' OR (kind = 'view' AND object_id IS NOT NULL)
        ORDER BY at, id
    )
),
events AS (
    SELECT *, CASE kind
        WHEN 'view' THEN ARRAY['page_views'] || CASE
            WHEN silence IS NULL OR silence >= %(visit_silence)s THEN ARRAY['visits'] END
        WHEN 'download' THEN CASE
            WHEN silence IS NULL OR silence >= %(download_silence)s THEN ARRAY['downloads'] END
        WHEN 'feed' THEN ARRAY['feeds']
        WHEN 'search' THEN ARRAY['searches'] || CASE
            WHEN amount = 0 THEN ARRAY['searches_in_vain'] END
        END AS metrics
    FROM hits WHERE day = %(day)s
)
SELECT hour, metric, dimension,
    CASE WHEN dimension = ANY(%(free)s) AND kept.key IS NULL THEN %(other)s ELSE key END,
    series, sum(hits)
FROM (
SELECT hour, metric, dimension, key, series, count(*) AS hits
FROM events
CROSS JOIN LATERAL unnest(metrics) AS metric
CROSS JOIN LATERAL (
    SELECT 'site' AS dimension, '' AS key WHERE %(everything)s OR metric <> 'page_views'
    UNION ALL
    SELECT dimension, key FROM (VALUES ('referrer', referrer), ('device', device),
        ('language', language)
    ) AS manner (dimension, key)
    WHERE key <> '' AND (metric = 'visits' OR (metric = 'page_views' AND %(everything)s))
    UNION ALL
    SELECT dimension, key FROM (VALUES ('referrer_site', referrer_site), ('campaign', campaign)
    ) AS manner (dimension, key)
    WHERE key <> '' AND metric IN ('visits', 'page_views')
    UNION ALL
    SELECT CASE metric WHEN 'downloads' THEN 'document' ELSE 'page' END, object
    WHERE object IS NOT NULL AND (
        metric IN ('downloads', 'feeds') OR (metric = 'page_views' AND %(everything)s)
    )
    UNION ALL
    SELECT 'page_referrer', object || ':' || referrer
    WHERE object IS NOT NULL AND metric = 'page_views' AND %(everything)s
    UNION ALL
    SELECT split_part(label, ':', 1), split_part(label, ':', 2) FROM unnest(labels) AS label
    WHERE metric = 'downloads' OR (metric = 'page_views' AND %(everything)s)
    UNION ALL
    SELECT 'word', word WHERE kind = 'search' AND word <> ''
    UNION ALL
    SELECT 'word_results', left(word, 200) || ':' || amount
    WHERE metric = 'searches' AND word <> '' AND amount IS NOT NULL
    UNION ALL
    SELECT 'page_word', object || ':' || left(led_by, 200)
    WHERE metric = 'page_views' AND led_by <> ''
) AS places
GROUP BY hour, metric, dimension, key, series
) AS counted
LEFT JOIN unnest(%(kept_series)s::text[], %(kept_dimensions)s::text[], %(kept_keys)s::text[])
    AS kept (series, dimension, key) USING (series, dimension, key)
GROUP BY 1, 2, 3, 4, 5
"""

# Parts of an episode that one person was sent on the day, laid beside each other so that what was
# sent twice counts once. A play belongs to the hour of its first part.
_PLAYS = """
INSERT INTO analytics_hourlytotal (hour, metric, dimension, key, series, value)
WITH parts AS (
    SELECT series, visitor, object_id, at, id, labels,
        CASE WHEN began IS NULL THEN amount ELSE
            greatest(0, began + amount - greatest(began, max(began + amount) OVER (
                PARTITION BY series, visitor, object_id ORDER BY began, id
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            )))
        END AS fresh
    FROM analytics_pageview
    WHERE kind = 'audio' AND day = %(day)s AND series = ANY(%(series)s)
),
listeners AS (
    SELECT series, object_id::text AS object, labels, date_trunc('hour', at, 'UTC') AS hour,
        row_number() OVER (PARTITION BY series, visitor, object_id ORDER BY at, id) AS number,
        sum(fresh) OVER (PARTITION BY series, visitor, object_id) AS heard
    FROM parts
)
SELECT hour, 'plays', dimension, key, series, count(*)
FROM listeners
CROSS JOIN LATERAL (
    SELECT 'site' AS dimension, '' AS key
    UNION ALL
    SELECT 'episode', object WHERE object IS NOT NULL
    UNION ALL
    SELECT split_part(label, ':', 1), split_part(label, ':', 2) FROM unnest(labels) AS label
) AS places
WHERE number = 1 AND heard >= %(play)s
GROUP BY hour, dimension, key, series
"""

_DAY = """
INSERT INTO analytics_dailytotal (day, metric, dimension, key, series, value)
SELECT %(day)s, metric, dimension, key, series, sum(value) FROM analytics_hourlytotal
WHERE hour >= %(begins)s AND hour < %(ends)s AND series = ANY(%(series)s)
GROUP BY metric, dimension, key, series
"""

_MONTH = """
INSERT INTO analytics_monthlytotal
    (month, metric, dimension, key, series, value, definition_version)
SELECT %(month)s, metric, dimension, key, series, sum(value), %(version)s
FROM analytics_dailytotal
WHERE day BETWEEN %(month)s AND %(last_day)s AND series = ANY(%(series)s)
    AND metric <> 'visitors'
GROUP BY metric, dimension, key, series
"""

_YEAR = """
INSERT INTO analytics_yearlytotal (year, metric, dimension, key, series, value)
SELECT %(year)s, metric, dimension, key, series, sum(value) FROM analytics_monthlytotal
WHERE month BETWEEN %(year)s AND %(last_month)s AND series = ANY(%(series)s)
    AND metric <> 'visitors'
GROUP BY metric, dimension, key, series
"""


def make_room() -> None:
    """Let this transaction sort a day of a busy site in memory: PostgreSQL's own 4 MB are for
    queries of pages, of which many run at once.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'")


def count_day(day: dt.date, *, everything: bool = False) -> None:
    """Replace the totals of a Danish day, and those of its hours that cannot just be added up.

    The days before it must have been counted. With `everything` all its hours are counted from the
    raw rows; then nobody may be writing any.
    Visitors are `count_visitors.py`'s. Inside a transaction that may count the month.
    """
    begins, ends = start_of(day), start_of(day + dt.timedelta(days=1))
    hours = HourlyTotal.objects.filter(hour__gte=begins, hour__lt=ends, series__in=COUNTED)
    if not everything:
        counted_here = hours.filter(dimension__in=("page_word", *bound_keys.FREE))
        hours = hours.exclude(metric="page_views") | counted_here
    hours.delete()
    kept = bound_keys.kept_on(day)
    _execute(
        _HOURS,
        day=day,
        first_day=max(Month.of(day).first_day, day - dt.timedelta(days=1)),
        visit_silence=VISIT_SILENCE,
        download_silence=DOWNLOAD_SILENCE,
        everything=everything,
        free=list(bound_keys.FREE),
        other=bound_keys.OTHER,
        kept_series=[series for series, _dimension, _key in kept],
        kept_dimensions=[dimension for _series, dimension, _key in kept],
        kept_keys=[key for _series, _dimension, key in kept],
        **{"from": begins - VISIT_SILENCE},
    )
    _execute(_PLAYS, day=day, play=MILLIONTHS)
    DailyTotal.objects.filter(day=day, series__in=COUNTED).exclude(metric="visitors").delete()
    _execute(_DAY, day=day, begins=begins, ends=ends)


def count_month(month: Month) -> None:
    """Replace the totals of a month whose days are counted, and those of its year.

    Visitors are `count_visitors.py`'s. Inside the same transaction.
    """
    MonthlyTotal.objects.filter(month=month.first_day, series__in=COUNTED).exclude(
        metric="visitors"
    ).delete()
    _execute(_MONTH, month=month.first_day, last_day=month.last_day, version=VERSION)
    count_year(month.year)


def count_year(year: int) -> None:
    """Replace the totals of a year whose months are counted. Inside a transaction."""
    locks.wait_to_count_year(year)
    first, last = Month(year, 1).first_day, Month(year, 12).first_day
    YearlyTotal.objects.filter(year=first, series__in=COUNTED).delete()
    _execute(_YEAR, year=first, last_month=last)


def _execute(sql: str, **values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"series": list(COUNTED), **values})
