"""Hits into the table of raw rows, and the marks that make the roll-up count their days."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from django.db import connection

from analytics.definitions import VISIT_SILENCE
from analytics.ingest.submission import Hit
from analytics.models import Series
from lederweb.lib.periods import Month, day_of, start_of

_LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)
_COLUMNS = "at, day, series, kind, visitor, path, object_id, referrer, campaign, device, language"


def copy_hits(hits: Iterable[Hit], *, series: Series) -> None:
    """COPY the hits into the table and mark their days. The months' partitions must exist.

    Takes any number of hits in little memory. Call it inside a transaction.
    """
    changed: set[dt.date] = set()
    day, begins, ends = dt.date.min, _LONG_AGO, _LONG_AGO
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY analytics_pageview ({_COLUMNS}) FROM STDIN (FORMAT TEXT)") as copy:
            for hit in hits:
                if not begins <= hit.at < ends:
                    day = day_of(hit.at)
                    begins = start_of(day).astimezone(dt.UTC)
                    ends = start_of(day + dt.timedelta(days=1)).astimezone(dt.UTC)
                    changed.add(day)
                if hit.at + VISIT_SILENCE >= ends and Month.of(ends) == Month.of(day):
                    # A visit that goes on past midnight begins nothing on the next day.
                    changed.add(day_of(ends))
                copy.write_row(
                    (
                        hit.at,
                        day,
                        series.value,
                        hit.kind,
                        hit.visitor,
                        hit.path,
                        hit.object_id,
                        hit.referrer,
                        hit.campaign,
                        hit.device,
                        hit.language,
                    )
                )
    mark_changed(changed)


def mark_changed(days: Iterable[dt.date]) -> None:
    """Make the next roll-up count these days. In order, so that two writers cannot block."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO analytics_changedday AS marked (day, version) VALUES (%s, 1) "
            "ON CONFLICT (day) DO UPDATE SET version = marked.version + 1",
            [(day,) for day in sorted(days)],
        )


def add_drops(drops: Counter[tuple[dt.date, str]]) -> None:
    """Add to the numbers of hits left out, by day and reason."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO analytics_droppedhits AS dropped (day, reason, hits) "
            "VALUES (%s, %s, %s) ON CONFLICT (day, reason) "
            "DO UPDATE SET hits = dropped.hits + excluded.hits",
            [(day, reason, hits) for (day, reason), hits in sorted(drops.items())],
        )
