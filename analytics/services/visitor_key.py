"""The month's visitor key: made when first needed, kept by each process for the month."""

from __future__ import annotations

import logging
import secrets
from functools import lru_cache

from django.db import connection, transaction

from analytics.models import VisitorKey
from lederweb.lib.periods import Month

logger = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def key_of(month: Month) -> bytes:
    """The key of the month (32 bytes), made at random if there is none yet.

    Only the latest month asked for is remembered. Raises django.db.DatabaseError.
    """
    VisitorKey.objects.bulk_create(
        [VisitorKey(month=month.first_day, key=secrets.token_bytes(32))], ignore_conflicts=True
    )
    return bytes(VisitorKey.objects.get(month=month.first_day).key)


def destroy_keys_through(*, month: Month) -> int:
    """Destroy the keys of the month and of those before it; returns how many there were.

    A deleted row would stay readable in the table's file for as long as any transaction of the
    server is older. So the whole table is thrown away with its file, and the keys that are
    still needed are written to a new one.
    """
    key_of.cache_clear()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE analytics_visitorkey IN ACCESS EXCLUSIVE MODE")
        keys = list(VisitorKey.objects.all())
        needed = [key for key in keys if key.month > month.first_day]
        destroyed = len(keys) - len(needed)
        if destroyed:
            cursor.execute("TRUNCATE analytics_visitorkey")
            VisitorKey.objects.bulk_create(needed)
            logger.info("Destroyed the visitor keys through %s.", month)
    return destroyed
