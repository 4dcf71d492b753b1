"""Who counts a month counts it alone. Locks of PostgreSQL, gone with their transaction."""

from __future__ import annotations

from django.db import connection

from lederweb.lib.periods import Month

_COUNTING = 7301
_CLOSING = 7302
_YEAR = 7303


def _number(month: Month) -> int:
    return month.year * 12 + month.number


def try_to_count(month: Month) -> bool:
    """Whether this transaction may count the month; False while another one does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_COUNTING, _number(month)])
        return bool(cursor.fetchone()[0])


def wait_to_count(month: Month) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_COUNTING, _number(month)])


def wait_to_count_year(year: int) -> None:
    """Months of one year may be counted at once; its sums are made one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_YEAR, year])


def keep_open(month: Month) -> None:
    """While this transaction writes hits of the month, nobody closes it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, %s)", [_CLOSING, _number(month)])


def wait_to_close(month: Month) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_CLOSING, _number(month)])
