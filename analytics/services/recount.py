"""Prove a month's totals by counting it in another way, or repair them.

Reads every raw row once, in order, and keeps the books in Python: nothing is shared with the SQL
of `count.py`, `count_visitors.py` and `bound_keys.py` but the definitions.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Sum

from analytics.definitions import DOWNLOAD_SILENCE, MILLIONTHS, VERSION, VISIT_SILENCE
from analytics.models import (
    ChangedDay,
    ClosedMonth,
    DailyTotal,
    HourlyTotal,
    MonthlyTotal,
    PageView,
    YearlyTotal,
)
from analytics.series import COUNTED
from analytics.services import bound_keys, locks
from analytics.services.count import count_year
from analytics.services.count_visitors import sketch_month_anew
from lederweb.lib.periods import Month, day_of

_CHUNK = 10_000
# An estimate further off than this is no estimate (promise V4), but one person is never too many.
_WORST_ESTIMATE = 0.03

# The moment an hour begins, a day, None for the month, or "2026" for the year
Period = dt.datetime | dt.date | str | None
# What is counted, without when: metric, dimension, key and series
Name = tuple[str, str, str, str]
Place = tuple[Period, str, str, str, str]


class RawRowsDeleted(Exception):
    """The month cannot be counted again: its raw rows have been deleted on schedule."""


class OtherDefinitions(Exception):
    """The closed month was counted by other definitions than those of today."""


@dataclass(frozen=True)
class Difference:
    place: Place
    stands: int
    counted: int


def recount(
    month: Month, *, repair: bool = False, progress: Callable[[int], None] | None = None
) -> list[Difference]:
    """The differences between a month's totals and its raw rows; with `repair` they are mended.

    Visitors of a month that is not closed are estimates and differ only when they are off by more
    than promised. While it counts, hits of the month wait in the stream. `progress` is told the
    number of rows read so far. The year is held against the sum of its months. Raises
    RawRowsDeleted, OtherDefinitions, and redis.RedisError from a repair.
    """
    closed = ClosedMonth.objects.filter(month=month.first_day).first()
    if closed is not None and closed.raw_deleted_at is not None:
        raise RawRowsDeleted(str(month))
    if closed is not None and closed.definition_version != VERSION:
        raise OtherDefinitions(str(month))
    with transaction.atomic():
        locks.wait_to_close(month)
        locks.wait_to_count(month)
        if repair:
            ChangedDay.objects.filter(day__range=(month.first_day, month.last_day)).delete()
        counted = _count(month, progress or (lambda rows: None))
        standing = _standing(month, counted)
        differences = [
            Difference(place, standing.get(place, 0), counted.get(place, 0))
            for place in sorted(
                counted.keys() | standing.keys(), key=lambda place: (str(place[0]), *place[1:])
            )
            if standing.get(place, 0) != counted.get(place, 0)
        ]
        of_year = _year_differences(month.year)
        if repair and differences:
            _replace(month, counted)
            bound_keys.mark_bounded_after([month.last_day])
        elif repair and of_year:
            count_year(month.year)
    return differences + of_year


def _year_differences(year: int) -> list[Difference]:
    locks.wait_to_count_year(year)
    name = ("metric", "dimension", "key", "series")
    first = Month(year, 1).first_day
    months = MonthlyTotal.objects.filter(month__year=year, series__in=COUNTED)
    sums = {
        tuple(place): value
        for *place, value in months.exclude(metric="visitors")
        .order_by()
        .values_list(*name)
        .annotate(total=Sum("value"))
    }
    totals = YearlyTotal.objects.filter(year=first, series__in=COUNTED)
    stands = {tuple(place): value for *place, value in totals.values_list(*name, "value")}
    return [
        Difference((str(year), *place), stands.get(place, 0), sums.get(place, 0))
        for place in sorted(sums.keys() | stands.keys())
        if stands.get(place, 0) != sums.get(place, 0)
    ]


class _Books:
    """What has been counted so far, and what of each reader must be remembered for it."""

    def __init__(self, known: dict[dt.date, set[bound_keys.Name]]) -> None:
        """`known` are the sites and campaigns of the days before."""
        self.totals: Counter[Place] = Counter()
        self._day: dt.date | None = None
        self._known = known
        self._named = _Named()
        self._of_day: defaultdict[Name, set[bytes]] = defaultdict(set)
        self._of_month: defaultdict[Name, set[bytes]] = defaultdict(set)
        self._last_view: dict[tuple, dt.datetime] = {}
        self._last_download: dict[tuple, dt.datetime] = {}
        # The parts of each episode that a reader was sent on the day.
        self._parts: defaultdict[tuple, list[Any]] = defaultdict(list)
        # The reader's last step among searches and pages: when, and the word of a search.
        self._last_step: dict[tuple, tuple[dt.datetime, str]] = {}

    def add(self, row: Any) -> None:
        day = day_of(row.at)
        if day != self._day:
            self.end_day()
            self._day = day
        reader = (row.series, bytes(row.visitor))
        labels = [tuple(label.split(":", 1)) for label in row.labels]
        if row.kind == "view":
            self._add_view(row, reader, labels)
        elif row.kind == "download":
            before = self._last_download.get((*reader, row.object_id))
            self._last_download[*reader, row.object_id] = row.at
            if before is None or row.at - before >= DOWNLOAD_SILENCE:
                self._note(row, "downloads", [("document", row.object_id), *labels])
        elif row.kind == "audio":
            self._parts[*reader, row.object_id].append(row)
        elif row.kind == "feed":
            self._note(row, "feeds", [("page", row.object_id)])
        elif row.kind == "search":
            self._last_step[reader] = row.at, row.word
            found = f"{row.word[:200]}:{row.amount}" if row.word and row.amount is not None else ""
            self._note(row, "searches", [("word", row.word), ("word_results", found)])
            if row.amount == 0:
                self._note(row, "searches_in_vain", [("word", row.word)])

    def _add_view(self, row: Any, reader: tuple, labels: list[tuple]) -> None:
        manner = [
            ("referrer", row.referrer),
            ("device", row.device),
            ("language", row.language),
        ]
        of_page: list[tuple] = [("page", row.object_id), *labels]
        before = self._last_view.get(reader)
        self._last_view[reader] = row.at
        if before is None or row.at - before >= VISIT_SILENCE:
            self._note(row, "visits", manner)
            self._named.add(row, "visits")
        led_by = []
        if row.object_id is not None:
            led_by.append(("page_referrer", f"{row.object_id}:{row.referrer}"))
            at, word = self._last_step.get(reader, (None, ""))
            self._last_step[reader] = row.at, ""
            if at and word and row.referrer == "internal" and row.at - at < VISIT_SILENCE:
                led_by.append(("page_word", f"{row.object_id}:{word[:200]}"))
        self._note(row, "page_views", [*manner, *of_page, *led_by])
        self._named.add(row, "page_views")
        for dimension, key in [("site", ""), *of_page]:
            if key is not None:
                name = ("visitors", dimension, str(key), row.series)
                self._of_day[name].add(reader[1])
                self._of_month[name].add(reader[1])

    def _note(self, row: Any, metric: str, places: list[tuple]) -> None:
        hour = row.at.replace(minute=0, second=0, microsecond=0)
        for dimension, key in [("site", ""), *places]:
            if dimension == "site" or key not in (None, ""):
                self._add_to(hour, metric, dimension, str(key), row.series, 1)

    def _add_to(
        self, hour: dt.datetime, metric: str, dimension: str, key: str, series: str, hits: int
    ) -> None:
        for period in (hour, self._day, None):
            self.totals[period, metric, dimension, key, series] += hits

    def end_day(self) -> None:
        self._close(self._of_day, self._day)
        for parts in self._parts.values():
            if _heard(parts) >= MILLIONTHS:
                labels = [tuple(label.split(":", 1)) for label in parts[0].labels]
                self._note(parts[0], "plays", [("episode", parts[0].object_id), *labels])
        self._parts.clear()
        if self._day is not None:
            since = self._day - dt.timedelta(days=bound_keys.KNOWN_DAYS)
            known = {name for day in self._known if day >= since for name in self._known[day]}
            kept = self._named.kept(known)
            self._known[self._day] = kept
            for (hour, metric, series, dimension, key), hits in self._named.hits.items():
                name = key if (series, dimension, key) in kept else bound_keys.OTHER
                self._add_to(hour, metric, dimension, name, series, hits)
        self._named = _Named()

    def end_month(self) -> None:
        self.end_day()
        self._close(self._of_month, None)

    def _close(self, seen: defaultdict[Name, set[bytes]], period: Period) -> None:
        for name, visitors in seen.items():
            self.totals[period, *name] = len(visitors)
        seen.clear()


class _Named:
    """The sites and campaigns of one day, each reader's vote, and who has room (`bound_keys.py`)."""

    def __init__(self) -> None:
        # Hour, metric, series, dimension and key
        self.hits: Counter[tuple[dt.datetime, str, str, str, str]] = Counter()
        self._first: dict[bound_keys.Name, dt.datetime] = {}
        self._sent: defaultdict[tuple[str, str, bytes], set[str]] = defaultdict(set)

    def add(self, row: Any, metric: str) -> None:
        hour = row.at.replace(minute=0, second=0, microsecond=0)
        for dimension in bound_keys.FREE:
            if key := getattr(row, dimension):
                self.hits[hour, metric, row.series, dimension, key] += 1
                self._first.setdefault((row.series, dimension, key), row.at)
                self._sent[row.series, dimension, bytes(row.visitor)].add(key)

    def kept(self, known: set[bound_keys.Name]) -> set[bound_keys.Name]:
        votes: Counter[bound_keys.Name] = Counter()
        for (series, dimension, _visitor), keys in self._sent.items():
            new = [key for key in keys if (series, dimension, key) not in known]
            for key in new:
                votes[series, dimension, key] += bound_keys.VOTE // len(new)
        kept = known & self._first.keys()
        best = sorted(votes, key=lambda name: (-votes[name], self._first[name], name[2]))
        room: Counter[tuple[str, str]] = Counter()
        for name in best:
            room[name[:2]] += 1
            if room[name[:2]] <= bound_keys.MOST_NEW:
                kept.add(name)
        return kept


def _heard(parts: list[Any]) -> int:
    """How much of an episode its parts are together: what was sent twice is heard once."""
    heard = sum(part.amount for part in parts if part.began is None)
    reached = 0
    for part in sorted((part for part in parts if part.began is not None), key=lambda p: p.began):
        ends = part.began + part.amount
        heard += max(0, ends - max(part.began, reached))
        reached = max(reached, ends)
    return heard


def _count(month: Month, progress: Callable[[int], None]) -> Counter[Place]:
    books = _Books(bound_keys.known_before(month.first_day))
    rows = PageView.objects.filter(
        day__range=(month.first_day, month.last_day), series__in=COUNTED
    ).order_by("at", "id")
    for number, row in enumerate(rows.iterator(chunk_size=_CHUNK), start=1):
        books.add(row)
        if number % _CHUNK == 0:
            progress(number)
    books.end_month()
    return books.totals


def _rows(month: Month) -> Iterator[tuple[str, Any]]:
    """Each length of period: its name, and the totals of it that lie in the month."""
    own = {"series__in": COUNTED}
    yield (
        "hour",
        HourlyTotal.objects.filter(hour__gte=month.starts_at, hour__lt=month.ends_at, **own),
    )
    yield "day", DailyTotal.objects.filter(day__range=(month.first_day, month.last_day), **own)
    yield "month", MonthlyTotal.objects.filter(month=month.first_day, **own)


def _standing(month: Month, counted: Counter[Place]) -> dict[Place, int]:
    """What stands in the tables; an estimate that is near enough stands for what was counted."""
    standing: dict[Place, int] = {}
    for grain, totals in _rows(month):
        for period, metric, dimension, key, series, value, is_estimate in totals.values_list(
            grain, "metric", "dimension", "key", "series", "value", "is_estimate"
        ):
            place = (None if grain == "month" else period, metric, dimension, key, series)
            exact = counted.get(place, 0)
            is_near = is_estimate and abs(value - exact) <= max(1, _WORST_ESTIMATE * exact)
            standing[place] = exact if is_near else value
    return standing


def has_totals(month: Month) -> bool:
    """Whether this site has counted anything in the month."""
    return any(totals.exists() for _grain, totals in _rows(month))


def _replace(month: Month, counted: Counter[Place]) -> None:
    for _grain, totals in _rows(month):
        totals.delete()
    rows: dict[type, list[Any]] = {HourlyTotal: [], DailyTotal: [], MonthlyTotal: []}
    for (period, metric, dimension, key, series), value in counted.items():
        total = {
            "metric": metric,
            "dimension": dimension,
            "key": key,
            "series": series,
            "value": value,
        }
        if period is None:
            total |= {"month": month.first_day, "definition_version": VERSION}
            rows[MonthlyTotal].append(MonthlyTotal(**total))
        elif isinstance(period, dt.datetime):
            rows[HourlyTotal].append(HourlyTotal(hour=period, **total))
        else:
            rows[DailyTotal].append(DailyTotal(day=period, **total))
    for model, totals in rows.items():
        model.objects.bulk_create(totals, batch_size=1000)  # type: ignore[attr-defined]
    count_year(month.year)
    if not ClosedMonth.objects.filter(month=month.first_day).exists():
        sketch_month_anew(month)
