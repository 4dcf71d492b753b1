"""Hits into the table of raw rows, what adds up at once into the hours, and the marks that make
the roll-up count the rest."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from django.db import connection

from analytics.definitions import VISIT_SILENCE
from analytics.ingest.submission import VIEW, Hit
from analytics.models import Series
from analytics.services.labels import Labels, labels_of
from lederweb.lib.periods import Month, day_of, start_of

_HOUR = dt.timedelta(hours=1)
_COLUMNS = (
    "at, day, series, kind, visitor, path, object_id, referrer, campaign, device, language, "
    "referrer_site, labels, word, amount, began"
)
# Hits are written so many at a time: little memory, and few questions for labels.
_CHUNK = 20_000

# (hour, dimension, key) and how many page views
Hours = Counter[tuple[dt.datetime, str, str]]


def copy_hits(hits: Iterable[Hit], *, series: str = Series.OWN) -> None:
    """COPY the hits into the table, add their page views to the hours, and mark their days.

    The months' partitions must exist. Takes any number of hits in little memory. Call it inside a
    transaction that keeps the months open. Raises django.db.DataError or IntegrityError where one
    does not fit the table.
    """
    chunk: list[Hit] = []
    for hit in hits:
        chunk.append(hit)
        if len(chunk) == _CHUNK:
            _write_chunk(chunk, series)
            chunk = []
    if chunk:
        _write_chunk(chunk, series)


def _write_chunk(hits: list[Hit], series: str) -> None:
    objects = {(hit.kind, hit.object_id) for hit in hits if hit.object_id is not None}
    labels = labels_of(objects)
    hours: Hours = Counter()
    changed: set[dt.date] = set()
    calendar = _Calendar()
    series = str(series)
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,  # Django's own do not reach into a COPY
        cursor.copy(f"COPY analytics_pageview ({_COLUMNS}) FROM STDIN (FORMAT TEXT)") as copy,
    ):
        for hit in hits:
            at, kind, visitor, path, object_id, referrer, campaign, device, language = hit[:9]
            hour, day, next_day = calendar.place(at)
            changed.add(day)
            if next_day:
                changed.add(next_day)
            of_object: Labels = labels.get((kind, object_id or 0), ())
            if kind == VIEW:
                _add(hours, hour, hit, of_object)
            copy.write_row(
                (
                    at,
                    day,
                    series,
                    kind,
                    visitor,
                    path,
                    object_id,
                    referrer,
                    campaign,
                    device,
                    language,
                    hit.referrer_site,
                    "{" + ",".join(of_object) + "}",
                    hit.word,
                    hit.amount,
                    hit.began,
                )
            )
    _add_to_hours(hours, series)
    mark_changed(changed)


class _Calendar:
    """Hour and day of moments, worked out once for each hour: moments come in order, or nearly."""

    def __init__(self) -> None:
        self._begins = self._ends = self._last_half = dt.datetime.min.replace(tzinfo=dt.UTC)
        self._day = dt.date.min
        self._next: dt.date | None = None

    def place(self, at: dt.datetime) -> tuple[dt.datetime, dt.date, dt.date | None]:
        """The hour, the day, and the next one if a visit may go on past midnight into it."""
        if not self._begins <= at < self._ends:
            self._begins = at.astimezone(dt.UTC).replace(minute=0, second=0, microsecond=0)
            self._ends = self._begins + _HOUR
            self._day = day_of(at)
            midnight = start_of(self._day + dt.timedelta(days=1)).astimezone(dt.UTC)
            ends_day = midnight == self._ends and Month.of(midnight) == Month.of(self._day)
            self._next = day_of(midnight) if ends_day else None
            self._last_half = self._ends - VISIT_SILENCE
        return self._begins, self._day, self._next if at >= self._last_half else None


def _add(hours: Hours, hour: dt.datetime, hit: Hit, labels: Labels) -> None:
    """What of a page view adds up; the same as `count.py` counts from raw rows.

    Sites and campaigns wait for the roll-up, which knows which of them have room.
    """
    hours[hour, "site", ""] += 1
    hours[hour, "referrer", hit.referrer] += 1
    hours[hour, "device", hit.device] += 1
    if hit.language:
        hours[hour, "language", hit.language] += 1
    if hit.object_id is not None:
        hours[hour, "page", str(hit.object_id)] += 1
        hours[hour, "page_referrer", f"{hit.object_id}:{hit.referrer}"] += 1
    for label in labels:
        dimension, _colon, key = label.partition(":")
        hours[hour, dimension, key] += 1


def _add_to_hours(hours: Hours, series: str) -> None:
    """One statement, in order, so that two writers cannot block each other for ever."""
    if not hours:
        return
    places = sorted(hours)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO analytics_hourlytotal AS standing "
            "(hour, metric, dimension, key, series, value) "
            "SELECT hour, 'page_views', dimension, key, %s, value "
            "FROM unnest(%s::timestamptz[], %s::text[], %s::text[], %s::bigint[]) "
            "AS added (hour, dimension, key, value) "
            "ON CONFLICT (hour, metric, dimension, key, series) "
            "DO UPDATE SET value = standing.value + excluded.value",
            [
                series,
                [hour for hour, _dimension, _key in places],
                [dimension for _hour, dimension, _key in places],
                [key for _hour, _dimension, key in places],
                [hours[place] for place in places],
            ],
        )


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
