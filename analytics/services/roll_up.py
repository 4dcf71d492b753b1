"""Bring the totals up to what the raw hits say (promise V2)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from analytics.models import ChangedDay
from analytics.services import locks
from analytics.services.count import count_day, count_month, make_room
from analytics.services.count_visitors import count_day_visitors, sketch_month_visitors
from lederweb.lib.periods import Month


def roll_up() -> list[dt.date]:
    """Count the days that changed, their months and years anew; returns the days.

    Each month is one transaction: stopped half-way, its days stay marked and its totals as they
    were. A month that another process is counting is left to that one. Raises redis.RedisError
    when the cache, which estimates the running month's visitors, is away.
    """
    counted: list[dt.date] = []
    months = {Month.of(day) for day in ChangedDay.objects.values_list("day", flat=True)}
    for month in sorted(months):
        with transaction.atomic():
            if locks.try_to_count(month):
                make_room()
                counted += _count_changed_days(month)
    return counted


def _count_changed_days(month: Month) -> list[dt.date]:
    """The marks are read first and deleted last, and only if nobody has marked the day anew
    meanwhile: a hit that arrives while its day is being counted makes it count once more.
    """
    marked = ChangedDay.objects.filter(day__range=(month.first_day, month.last_day))
    versions = dict(marked.order_by("day").values_list("day", "version"))
    for day in versions:
        count_day(day)
        count_day_visitors(day)
    if versions:
        count_month(month)
        sketch_month_visitors(month, list(versions))
    for day, version in versions.items():
        ChangedDay.objects.filter(day=day, version=version).delete()
    return list(versions)
