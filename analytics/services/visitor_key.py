"""The month's visitor key: made when first needed, kept by each process for the month."""

from __future__ import annotations

import logging
import secrets
from functools import lru_cache

from django.db import connection

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
    """Destroy the keys of the month and of those before it; returns how many there were."""
    deleted, _ = VisitorKey.objects.filter(month__lte=month.first_day).delete()
    if deleted:
        logger.info("Destroyed the visitor keys through %s.", month)
        if not connection.in_atomic_block:
            # A deleted row stays readable in the table's file until this.
            with connection.cursor() as cursor:
                cursor.execute(f"VACUUM FULL {VisitorKey._meta.db_table}")
    return deleted
