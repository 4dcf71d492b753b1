"""From the stream to the database, exactly once (promise V1)."""

from __future__ import annotations

import datetime as dt
import gc
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from analytics.ingest import stream
from analytics.ingest.submission import Hit, Reason
from analytics.models import ClosedMonth, Series, StreamPosition
from analytics.services import locks
from analytics.services.bound_keys import only_real_pages
from analytics.services.partitions import make_partitions
from analytics.services.write_hits import add_drops, copy_hits
from lederweb.lib.periods import Month, day_of

logger = logging.getLogger(__name__)

BATCH = 20_000


def flush_hits(*, batch: int = BATCH) -> int:
    """Write all waiting hits; returns how many entries were read.

    Rows and position are one transaction; the stream is trimmed after it. Killed before the
    commit, nothing has happened; killed after it, the position says what was written. Who comes
    second while another is writing yields. Raises redis.RedisError when Redis is away.
    """
    StreamPosition.objects.get_or_create(stream=stream.NAME)
    read = 0
    while True:
        with transaction.atomic():
            position = (
                StreamPosition.objects.select_for_update(skip_locked=True)
                .filter(stream=stream.NAME)
                .first()
            )
            if position is None:
                return read
            identity = stream.identity()
            with _uncollected():
                entries = stream.read(position.after(identity), batch)
                if not entries:
                    return read
                _write_what_can_be([entry for _, entry in entries])
            position.last_id, position.identity = entries[-1][0], identity
            position.save(update_fields=["last_id", "identity"])
        stream.trim(position.last_id)
        read += len(entries)
        if len(entries) < batch:
            # What has come meanwhile is for the next run: readers never stop coming.
            return read


def oldest_waiting() -> dt.datetime | None:
    """When the next hit to be written was made; None when all is written.

    Raises redis.RedisError.
    """
    position = StreamPosition.objects.filter(stream=stream.NAME).first()
    waiting = stream.read(position.after(stream.identity()) if position else "0-0", 1)
    return waiting[0][1].at if waiting else None


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector: ten thousand new entries would make it walk through all of
    Django again and again, which takes half as long as writing them.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _write_what_can_be(entries: list[Hit | stream.Drop]) -> None:
    """All but those that the database refuses: one must not hold up the others for ever."""
    try:
        with transaction.atomic():
            _write(entries)
    except (DataError, IntegrityError) as error:
        if len(entries) == 1:
            logger.warning("A hit cannot be written: %s", type(error).__name__)
            add_drops(Counter({(day_of(timezone.now()), Reason.MALFORMED.value): 1}))
            return
        half = len(entries) // 2
        _write_what_can_be(entries[:half])
        _write_what_can_be(entries[half:])


def _write(entries: list[Hit | stream.Drop]) -> None:
    drops: Counter[tuple[dt.date, str]] = Counter()
    by_month: dict[Month, list[Hit]] = {}
    for entry in entries:
        if isinstance(entry, Hit):
            by_month.setdefault(Month.of(entry.at), []).append(entry)
        else:
            drops[day_of(entry.at), entry.reason] += entry.hits
    for month in sorted(by_month):
        hits = by_month[month]
        locks.keep_open(month)
        if ClosedMonth.objects.filter(month=month.first_day).exists():
            drops.update((day_of(hit.at), Reason.LATE.value) for hit in hits)
        else:
            make_partitions([month])
            copy_hits(only_real_pages(hits), series=Series.OWN)
    add_drops(drops)
