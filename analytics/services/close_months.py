"""The end of a month: counted for the last time, frozen, and nobody traceable any more (V4)."""

from __future__ import annotations

import datetime as dt
import logging

import redis
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from analytics.definitions import CLOSES_AFTER, VERSION
from analytics.models import ChangedDay, ClosedMonth, HourlyTotal
from analytics.series import COUNTED
from analytics.services import locks
from analytics.services.bound_keys import mark_bounded_after
from analytics.services.count import count_day, count_month, make_room
from analytics.services.count_visitors import count_day_visitors, count_month_visitors
from analytics.services.flush_hits import flush_hits, oldest_waiting
from analytics.services.partitions import drop_partition, existing_partitions, make_partitions
from analytics.services.visitor_key import destroy_keys_through
from lederweb.lib.periods import Month

logger = logging.getLogger(__name__)

_MONTHS_AHEAD = 2


def close_months(*, now: dt.datetime | None = None) -> list[Month]:
    """Close every month that ended 48 hours ago or more; returns those closed now.

    The visitor keys of these months are destroyed whatever happens. A month is closed only when
    no hit of it waits in the stream; with Redis away it stays open until the next run. Raw rows
    of months closed `VISITS_KEPT_DAYS` ago are deleted. May run twice.
    """
    now = now or timezone.now()
    last_due = Month.of(now - CLOSES_AFTER).shifted(-1)
    destroy_keys_through(month=last_due)
    make_partitions([Month.of(now).shifted(ahead) for ahead in range(_MONTHS_AHEAD + 1)])
    closed = [month for month in _open_months(last_due) if _is_complete(month) and _close(month)]
    _delete_raw_rows(now)
    return closed


def _open_months(last_due: Month) -> list[Month]:
    closed = {Month.of(day) for day in ClosedMonth.objects.values_list("month", flat=True)}
    return [month for month in existing_partitions() if month <= last_due and month not in closed]


def _is_complete(month: Month) -> bool:
    """Whether every hit of the month has been written."""
    try:
        flush_hits()
        waiting = oldest_waiting()
    except redis.RedisError as error:
        logger.warning("%s is not closed yet, the stream is away: %s", month, type(error).__name__)
        return False
    return waiting is None or waiting >= month.ends_at


def _close(month: Month) -> bool:
    with transaction.atomic():
        locks.wait_to_close(month)
        locks.wait_to_count(month)
        if ClosedMonth.objects.filter(month=month.first_day).exists():
            return False
        make_room()
        _count_all(month)
        ChangedDay.objects.filter(day__range=(month.first_day, month.last_day)).delete()
        mark_bounded_after([month.last_day])
        ClosedMonth.objects.create(
            month=month.first_day, closed_at=timezone.now(), definition_version=VERSION
        )
    logger.info("%s is closed.", month)
    return True


def _count_all(month: Month) -> None:
    """From raw rows alone, whatever stood there: what is frozen has been counted, not added up."""
    for number in range((month.last_day - month.first_day).days + 1):
        day = month.first_day + dt.timedelta(days=number)
        count_day(day, everything=True)
        count_day_visitors(day)
    count_month(month)
    count_month_visitors(month)


def _delete_raw_rows(now: dt.datetime) -> None:
    expired = ClosedMonth.objects.filter(
        raw_deleted_at=None, closed_at__lte=now - dt.timedelta(days=settings.VISITS_KEPT_DAYS)
    )
    for closed in expired:
        month = Month.of(closed.month)
        with transaction.atomic():
            drop_partition(month)
            HourlyTotal.objects.filter(
                hour__gte=month.starts_at, hour__lt=month.ends_at, series__in=COUNTED
            ).exclude(dimension="site").delete()
            closed.raw_deleted_at = now
            closed.save(update_fields=["raw_deleted_at"])
        logger.info("The raw rows of %s are deleted.", month)
