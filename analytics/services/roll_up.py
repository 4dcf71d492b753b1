"""Bring the totals up to what the raw hits say (promise V2)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from analytics.models import ChangedDay
from analytics.services import locks
from analytics.services.bound_keys import mark_bounded_after
from analytics.services.count import count_day, count_month, make_room
from analytics.services.count_visitors import count_day_visitors, sketch_month_visitors
from lederweb.lib.periods import Month


def roll_up() -> list[dt.date]:
    """Count the days that changed, their months and years anew; returns the days.

    Each month is one transaction: stopped half-way, its days stay marked and its totals as they
    were. A month that another process is counting is left to that one. Raises redis.RedisError
    when the cache, which estimates the running month's visitors, is away: all else is counted
    then, and the days stay marked.
    """
    counted: dict[Month, dict[dt.date, int]] = {}
    months = {Month.of(day) for day in ChangedDay.objects.values_list("day", flat=True)}
    for month in sorted(months):
        with transaction.atomic():
            if locks.try_to_count(month):
                make_room()
                counted[month] = _count_changed_days(month)
    for month, versions in counted.items():
        with transaction.atomic():
            if locks.try_to_count(month):
                make_room()
                _estimate_visitors(month, versions)
    return [day for versions in counted.values() for day in versions]


def _marked(month: Month) -> dict[dt.date, int]:
    marked = ChangedDay.objects.filter(day__range=(month.first_day, month.last_day))
    return dict(marked.order_by("day").values_list("day", "version"))


def _count_changed_days(month: Month) -> dict[dt.date, int]:
    """Returns the days with what marked them, as it was before they were counted."""
    if marked := _marked(month):
        mark_bounded_after(marked)
    versions = _marked(month)
    for day in versions:
        count_day(day)
        count_day_visitors(day)
    if versions:
        count_month(month)
    return versions


def _estimate_visitors(month: Month, counted: dict[dt.date, int]) -> None:
    """The marks go last, and only if nobody has marked the day anew meanwhile: a hit that arrived
    while its day was being counted makes it count once more. Days without a mark were counted by
    somebody else, perhaps for the last time.
    """
    days = [day for day in _marked(month) if day in counted]
    if days:
        sketch_month_visitors(month, days)
    for day in days:
        ChangedDay.objects.filter(day=day, version=counted[day]).delete()
