"""What anybody can make up does not become totals without end, and hides nothing that is real.

The beacon takes a page's id, a site that led here and a campaign from whoever sends them, and each
of their values would be a row of totals in every hour, day, month and year. (A language is one of a
list, `ingest/normalise.py`.) A page's id counts if there is such a page. Sites and campaigns stay
in the raw rows as they came, and when a day is counted it is decided which of them are kept apart:

1. those that were kept apart on any of the `KNOWN_DAYS` days before: they need no room;
2. of the day's new ones the `MOST_NEW` with the most visitors. A visitor has one vote, shared among
   the new values they came with, so that whoever sends a thousand says next to nothing for each.

All others are counted together under the key `OTHER`, so that sums stay whole. Nothing is kept in
memory from one batch to the next, and counting again comes to the same: it depends on nothing but
the raw rows and the totals of the days before (`mark_bounded_after`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from django.db import connection

from analytics.ingest.submission import VIEW, Hit
from analytics.models import ClosedMonth, DailyTotal
from analytics.series import COUNTED
from analytics.services.labels import labels_of
from analytics.services.write_hits import mark_changed
from lederweb.lib.periods import Month

# A busy day of a site like ours has some dozens of both kinds together.
MOST_NEW = 100
KNOWN_DAYS = 30
FREE = ("referrer_site", "campaign")
# No value can be called this: `normalise.py` leaves no asterisk in one.
OTHER = "*"
# A vote, in parts of which as many can be made as anybody sends values.
VOTE = 1_000_000

# Series, dimension and key
Name = tuple[str, str, str]

_KEPT = """
WITH named AS (
    SELECT series, dimension, key, visitor, min(at) AS at
    FROM analytics_pageview CROSS JOIN LATERAL (
        VALUES ('referrer_site', referrer_site), ('campaign', campaign)
    ) AS manner (dimension, key)
    WHERE day = %(day)s AND kind = 'view' AND series = ANY(%(series)s) AND key <> ''
    GROUP BY series, dimension, key, visitor
),
known AS (
    SELECT DISTINCT series, dimension, key FROM analytics_dailytotal
    WHERE metric = 'page_views' AND dimension = ANY(%(free)s) AND series = ANY(%(series)s)
        AND day BETWEEN %(first_day)s AND %(last_day)s AND key <> %(other)s
),
votes AS (
    SELECT series, dimension, key, at,
        %(vote)s / count(*) OVER (PARTITION BY series, dimension, visitor) AS share
    FROM named LEFT JOIN known USING (series, dimension, key) WHERE known.key IS NULL
),
ranked AS (
    SELECT series, dimension, key, row_number() OVER (
        PARTITION BY series, dimension ORDER BY sum(share) DESC, min(at), key COLLATE "C"
    ) AS place
    FROM votes GROUP BY series, dimension, key
)
SELECT series, dimension, key FROM ranked WHERE place <= %(most)s
UNION ALL
SELECT DISTINCT series, dimension, key FROM named JOIN known USING (series, dimension, key)
"""


def only_real_pages(hits: Sequence[Hit]) -> list[Hit]:
    """The hits without page ids that are no page's."""
    pages = {(VIEW, hit.object_id) for hit in hits if hit.kind == VIEW and hit.object_id}
    known = labels_of(pages)
    unknown = {pk for kind, pk in pages if not known[kind, pk]}
    if not unknown:
        return list(hits)
    return [
        hit._replace(object_id=None) if hit.kind == VIEW and hit.object_id in unknown else hit
        for hit in hits
    ]


def kept_on(day: dt.date) -> list[Name]:
    """The sites and campaigns of the day that are counted by name.

    The days before must be counted. Inside a transaction that may count the month.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _KEPT,
            {
                "day": day,
                "series": list(COUNTED),
                "free": list(FREE),
                "first_day": day - dt.timedelta(days=KNOWN_DAYS),
                "last_day": day - dt.timedelta(days=1),
                "other": OTHER,
                "vote": VOTE,
                "most": MOST_NEW,
            },
        )
        return cursor.fetchall()


def known_before(day: dt.date) -> dict[dt.date, set[Name]]:
    """What was kept apart on each of the days that the day's own known ones are taken from."""
    kept: dict[dt.date, set[Name]] = {}
    rows = DailyTotal.objects.filter(
        metric="page_views",
        dimension__in=FREE,
        series__in=COUNTED,
        day__gte=day - dt.timedelta(days=KNOWN_DAYS),
        day__lt=day,
    ).exclude(key=OTHER)
    for one, *name in rows.order_by().values_list("day", "series", "dimension", "key"):
        kept.setdefault(one, set()).add((name[0], name[1], name[2]))
    return kept


def mark_bounded_after(changed: Collection[dt.date]) -> None:
    """Make the roll-up count the days anew on which not all values had room and whose known ones
    depend on the changed days, or on days that depend on them. Mostly there are none.
    """
    bounded = DailyTotal.objects.filter(
        metric="page_views",
        dimension__in=FREE,
        series__in=COUNTED,
        key=OTHER,
        day__gt=min(changed),
    )
    days = sorted(set(bounded.order_by().values_list("day", flat=True).distinct()))
    closed = set(ClosedMonth.objects.values_list("month", flat=True)) if days else set()
    known = dt.timedelta(days=KNOWN_DAYS)
    marked: list[dt.date] = []
    for day in days:
        if Month.of(day).first_day in closed:
            continue  # it is frozen, and nothing changes by it
        if any(one < day <= one + known for one in (*changed, *marked)):
            marked.append(day)
    if marked:
        mark_changed(marked)
