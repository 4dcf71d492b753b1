"""Lines of logs in a table that lives as long as the transaction, and the totals made of them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from analytics.definitions import DOWNLOAD_SILENCE, VERSION, VISIT_SILENCE
from analytics.importing.log_lines import LogHit

_BUFFER = 2_000  # rows that are handed to PostgreSQL at a time

# An earlier import of the same transaction may have left its own.
_TABLE = """
DROP TABLE IF EXISTS log_hit, log_total;
CREATE TEMPORARY TABLE log_hit (
    file smallint, line bigint, at bigint, day date, kind smallint, visitor uuid,
    document bigint, referrer text, device text
) ON COMMIT DROP
"""
# The n-th of equal lines in one file is the n-th in another: files that overlap (a log and its
# rotated copy) hold the same line once each, while one file may hold it more than once.
_TWICE = """
DELETE FROM log_hit USING (
    SELECT row, row_number() OVER (PARTITION BY line, nth ORDER BY file) AS copy FROM (
        SELECT ctid AS row, line, file,
            row_number() OVER (PARTITION BY line, file ORDER BY ctid) AS nth
        FROM log_hit
    ) AS counted
) AS numbered
WHERE log_hit.ctid = numbered.row AND numbered.copy > 1
"""
# A visit ends after the silence or with the month, and belongs to the day it began.
_TOTALS = """
CREATE TEMPORARY TABLE log_total ON COMMIT DROP AS
WITH hits AS (
    SELECT day, date_trunc('month', day)::date AS month, kind, visitor, referrer, device,
        at - lag(at) OVER (
            PARTITION BY date_trunc('month', day), kind, visitor, document ORDER BY at
        ) AS silence
    FROM log_hit
), judged AS (
    SELECT day, month, kind, visitor, referrer, device,
        kind = 0 AND (silence IS NULL OR silence >= %(visit)s) AS begins,
        kind = 1 AND (silence IS NULL OR silence >= %(download)s) AS fetched
    FROM hits
)
SELECT month, day, dimension, key,
    count(*) FILTER (WHERE kind = 0) AS page_views,
    count(*) FILTER (WHERE begins) AS visits,
    count(*) FILTER (WHERE fetched AND dimension = 'site') AS downloads,
    count(DISTINCT visitor) FILTER (WHERE kind = 0 AND dimension = 'site') AS visitors
FROM judged CROSS JOIN LATERAL (
    VALUES ('site', ''), ('referrer', referrer), ('device', device)
) AS part (dimension, key)
WHERE dimension = 'site' OR key <> ''
GROUP BY GROUPING SETS ((month, day, dimension, key), (month, dimension, key))
"""
_WRITE_DAYS = """
INSERT INTO analytics_dailytotal (day, metric, dimension, key, series, value)
SELECT day, metric, dimension, key, %(series)s, value FROM log_total CROSS JOIN LATERAL (
    VALUES ('page_views', page_views), ('visits', visits), ('downloads', downloads),
        ('visitors', visitors)
) AS counted (metric, value)
WHERE value > 0 AND day IS NOT NULL
"""
_WRITE_MONTHS = """
INSERT INTO analytics_monthlytotal
    (month, metric, dimension, key, series, value, definition_version)
SELECT month, metric, dimension, key, %(series)s, value, %(version)s
FROM log_total CROSS JOIN LATERAL (
    VALUES ('page_views', page_views), ('visits', visits), ('downloads', downloads),
        ('visitors', visitors)
) AS counted (metric, value)
WHERE value > 0 AND day IS NULL
"""


class Writer:
    """Takes hits, file by file."""

    def __init__(self, copy: Any, *, with_lines: bool) -> None:
        self._copy = copy
        self._rows: list[str] = []
        self._with_lines = with_lines
        self.file = 0

    def write(self, hit: LogHit, line: bytes) -> None:
        number = 0
        if self._with_lines:
            digest = hashlib.blake2b(line[: hit.length], digest_size=8).digest()
            number = int.from_bytes(digest, signed=True)
        self._rows.append(
            f"{self.file}\t{number}\t{hit.at}\t{hit.day}\t{hit.kind}\t{hit.visitor}\t"
            f"{hit.document}\t{hit.referrer}\t{hit.device}\n"
        )
        if len(self._rows) >= _BUFFER:
            self.flush()

    def flush(self) -> None:
        self._copy.write("".join(self._rows))
        self._rows.clear()


@contextmanager
def staged(*, files: int) -> Iterator[Writer]:
    """A table for the hits of so many files; inside a transaction, at whose end it is gone."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLE)
        with cursor.copy("COPY log_hit FROM STDIN") as copy:
            writer = Writer(copy, with_lines=files > 1)
            yield writer
            writer.flush()


def drop_twice() -> int:
    """Of lines that stand in several files keep one; how many went."""
    with connection.cursor() as cursor:
        cursor.execute(_TWICE)
        return int(cursor.rowcount)


def months_staged() -> list[dt.date]:
    """The first days of the months that the hits lie in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT date_trunc('month', day)::date FROM log_hit ORDER BY 1")
        return [month for (month,) in cursor.fetchall()]


def write_totals(series: str) -> None:
    """Totals by day and month of what is staged. Those that stood there must be gone."""
    with connection.cursor() as cursor:
        silences = {
            "visit": VISIT_SILENCE.total_seconds(),
            "download": DOWNLOAD_SILENCE.total_seconds(),
        }
        cursor.execute(_TOTALS, silences)
        cursor.execute(_WRITE_DAYS, {"series": series})
        cursor.execute(_WRITE_MONTHS, {"series": series, "version": VERSION})
