"""How many subscribed at a moment, counted from the consents that held then."""

from __future__ import annotations

import datetime as dt
from itertools import accumulate

from django.db import connection

# Each person once, whatever consents they have given: what overlaps is one stretch of time. The
# consents are read once, however many moments are asked about.
_CHANGES = """
WITH held AS (
    SELECT unnest(range_agg(tstzrange(confirmed_at, withdrawn_at, '(]'))) AS stretch
    FROM newsletter_consent
    WHERE confirmed_at IS NOT NULL AND (withdrawn_at IS NULL OR withdrawn_at > confirmed_at)
    GROUP BY subscriber_id
)
SELECT width_bucket(change.at, %(moments)s::timestamptz[]), sum(change.step)
FROM held, LATERAL (VALUES (lower(stretch), 1), (upper(stretch), -1)) AS change (at, step)
WHERE change.at IS NOT NULL
GROUP BY 1
"""


def subscribed_at(moments: set[dt.datetime]) -> dict[dt.datetime, int]:
    """How many had confirmed before each moment and not left before it."""
    ordered = sorted(moments)
    with connection.cursor() as cursor:
        cursor.execute(_CHANGES, {"moments": ordered})
        changes = dict(cursor.fetchall())
    sums = accumulate(int(changes.get(number, 0)) for number in range(len(ordered)))
    return dict(zip(ordered, sums, strict=True))
