"""Prove a month's totals by counting it in another way, or repair them.

Reads every raw row once, in order, and keeps the books in Python: nothing is shared with the SQL
of `count.py` but the definitions.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from analytics.definitions import DOWNLOAD_SILENCE, VERSION, VISIT_SILENCE
from analytics.models import ChangedDay, ClosedMonth, DailyTotal, MonthlyTotal, PageView
from analytics.services import locks
from lederweb.lib.periods import Month, day_of

_CHUNK = 10_000

# (day, or None for the month; metric; dimension; key; series)
Place = tuple[dt.date | None, str, str, str, str]


class RawRowsDeleted(Exception):
    """The month cannot be counted again: its raw rows have been deleted on schedule."""


@dataclass(frozen=True)
class Difference:
    place: Place
    stands: int
    counted: int


def recount(
    month: Month, *, repair: bool = False, progress: Callable[[int], None] | None = None
) -> list[Difference]:
    """The differences between a month's totals and its raw rows; with `repair` they are mended.

    `progress` is told the number of rows read so far. Raises RawRowsDeleted.
    """
    if ClosedMonth.objects.filter(month=month.first_day, raw_deleted_at__isnull=False).exists():
        raise RawRowsDeleted(str(month))
    with transaction.atomic():
        locks.wait_to_count(month)
        if repair:
            ChangedDay.objects.filter(day__range=(month.first_day, month.last_day)).delete()
        counted = _count(month, progress or (lambda rows: None))
        standing = _standing(month)
        differences = [
            Difference(place, standing.get(place, 0), counted.get(place, 0))
            for place in sorted(
                counted.keys() | standing.keys(), key=lambda place: (str(place[0]), *place[1:])
            )
            if standing.get(place, 0) != counted.get(place, 0)
        ]
        if repair and differences:
            _replace(month, counted)
    return differences


def _count(month: Month, progress: Callable[[int], None]) -> Counter[Place]:
    totals: Counter[Place] = Counter()
    seen: set[tuple] = set()
    last_view: dict[tuple[str, bytes], dt.datetime] = {}
    last_download: dict[tuple[str, bytes, int | None], dt.datetime] = {}

    def once(place: Place, visitor: bytes) -> None:
        if (place, visitor) not in seen:
            seen.add((place, visitor))
            totals[place] += 1

    rows = (
        PageView.objects.filter(day__range=(month.first_day, month.last_day))
        .order_by("at")
        .values_list("at", "series", "kind", "visitor", "object_id")
    )
    for number, (at, series, kind, raw_visitor, object_id) in enumerate(
        rows.iterator(chunk_size=_CHUNK), start=1
    ):
        day, visitor = day_of(at), bytes(raw_visitor)
        key = "" if object_id is None else str(object_id)
        if kind == "download":
            before = last_download.get((series, visitor, object_id))
            last_download[series, visitor, object_id] = at
            if before is None or at - before >= DOWNLOAD_SILENCE:
                for when in (day, None):
                    totals[when, "downloads", "site", "", series] += 1
                    if key:
                        totals[when, "downloads", "document", key, series] += 1
        else:
            before = last_view.get((series, visitor))
            last_view[series, visitor] = at
            for when in (day, None):
                totals[when, "page_views", "site", "", series] += 1
                once((when, "visitors", "site", "", series), visitor)
                if before is None or at - before >= VISIT_SILENCE:
                    totals[when, "visits", "site", "", series] += 1
                if key:
                    totals[when, "page_views", "page", key, series] += 1
                    once((when, "visitors", "page", key, series), visitor)
        if number % _CHUNK == 0:
            progress(number)
    return totals


def _standing(month: Month) -> dict[Place, int]:
    fields = ("metric", "dimension", "key", "series", "value")
    standing: dict[Place, int] = {}
    daily = DailyTotal.objects.filter(day__range=(month.first_day, month.last_day))
    for day, metric, dimension, key, series, value in daily.values_list("day", *fields):
        standing[day, metric, dimension, key, series] = value
    monthly = MonthlyTotal.objects.filter(month=month.first_day)
    for metric, dimension, key, series, value in monthly.values_list(*fields):
        standing[None, metric, dimension, key, series] = value
    return standing


def _replace(month: Month, counted: Counter[Place]) -> None:
    DailyTotal.objects.filter(day__range=(month.first_day, month.last_day)).delete()
    MonthlyTotal.objects.filter(month=month.first_day).delete()
    daily, monthly = [], []
    for (day, metric, dimension, key, series), value in counted.items():
        total = {
            "metric": metric,
            "dimension": dimension,
            "key": key,
            "series": series,
            "value": value,
        }
        if day is None:
            monthly.append(MonthlyTotal(month=month.first_day, definition_version=VERSION, **total))
        else:
            daily.append(DailyTotal(day=day, **total))
    DailyTotal.objects.bulk_create(daily, batch_size=1000)
    MonthlyTotal.objects.bulk_create(monthly, batch_size=1000)
