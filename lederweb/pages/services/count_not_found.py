"""From Redis to the database, and what is no longer kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from lederweb.pages import not_found
from lederweb.pages.models import NotFoundDay, NotFoundLeftOut, NotFoundPath

# So many undecided paths are kept in all; those asked for longest ago go first.
MOST_PATHS = 5000


def count_not_found() -> None:
    """Write the counts of today and yesterday. Raises redis.RedisError when Redis is away.

    Redis has the day's count so far, not what has come since; so this may run twice, at once, or
    be killed, and counts nothing twice. A Redis that was emptied costs the day's count so far.
    """
    today = timezone.localdate()
    for day in (today - dt.timedelta(days=1), today):
        counts, written, left_out = (_read(key) for key in not_found.keys_of(day))
        if counts:
            _write(day, counts, written)
        NotFoundLeftOut.objects.bulk_create(
            [
                NotFoundLeftOut(day=day, reason=reason, count=int(count))
                for reason, count in sorted(left_out.items())
                if reason in NotFoundLeftOut.Reason.values
            ],
            update_conflicts=True,
            unique_fields=["day", "reason"],
            update_fields=["count"],
        )


def _read(key: str) -> dict[str, str]:
    found: Any = not_found.client().hgetall(key)
    return {name.decode(): value.decode() for name, value in found.items()}


@transaction.atomic
def _write(day: dt.date, counts: dict[str, str], written: dict[str, str]) -> None:
    # In one order, so that two jobs never wait for each other.
    paths = sorted(counts)
    NotFoundPath.objects.bulk_create(
        [
            NotFoundPath(path=path, example=written.get(path, path), first_seen=day, last_seen=day)
            for path in paths
        ],
        update_conflicts=True,
        unique_fields=["path"],
        update_fields=["example", "last_seen"],
    )
    numbers = dict(NotFoundPath.objects.filter(path__in=paths).values_list("path", "pk"))
    NotFoundDay.objects.bulk_create(
        [NotFoundDay(path_id=numbers[path], day=day, count=int(counts[path])) for path in paths],
        update_conflicts=True,
        unique_fields=["path", "day"],
        update_fields=["count"],
    )


@transaction.atomic
def delete_old_not_found() -> None:
    """Delete counts after `NotFoundDay.KEPT_DAYS`, and undecided paths nobody asks for any more."""
    first = timezone.localdate() - dt.timedelta(days=NotFoundDay.KEPT_DAYS)
    NotFoundDay.objects.filter(day__lt=first).delete()
    NotFoundLeftOut.objects.filter(day__lt=first).delete()
    NotFoundPath.objects.waiting().filter(last_seen__lt=first).delete()
    kept = NotFoundPath.objects.waiting().order_by("-last_seen", "-pk")[:MOST_PATHS]
    NotFoundPath.objects.waiting().exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
