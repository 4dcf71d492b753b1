"""The parts of the table of raw hits, one a month."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db import connection, transaction

from analytics.models import PageView
from lederweb.lib.periods import Month

TABLE = PageView._meta.db_table
_NAME = re.compile(rf"{TABLE}_(\d{{4}})_(\d{{2}})")
# Any number of our own; keeps two processes from making the same part at once.
_LOCK = 7_301_000


def partition_of(month: Month) -> str:
    return f"{TABLE}_{month.year:04d}_{month.number:02d}"


def existing_partitions() -> list[Month]:
    """The months that have a part, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT child.relname FROM pg_inherits "
            "JOIN pg_class child ON child.oid = inhrelid "
            "WHERE inhparent = %s::regclass ORDER BY child.relname",
            [TABLE],
        )
        names = [name for (name,) in cursor.fetchall()]
    matches = [_NAME.fullmatch(name) for name in names]
    return [Month(int(match[1]), int(match[2])) for match in matches if match]


def make_partitions(months: Iterable[Month]) -> None:
    """Make what is missing of the months' parts."""
    missing = set(months) - set(existing_partitions())
    if not missing:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        for month in sorted(missing):
            cursor.execute(
                f"CREATE TABLE IF NOT EXISTS {partition_of(month)} PARTITION OF {TABLE} "
                f"FOR VALUES FROM ('{month.first_day}') TO ('{month.shifted(1).first_day}')"
            )


def drop_partition(month: Month) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {partition_of(month)}")
