"""What anybody can make up does not become totals without end.

The beacon takes a page's id, a site that led here, a campaign and a language from whoever sends
them, and each of their values is a row of totals in every hour, day, month and year.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence

from analytics.ingest.submission import VIEW, Hit
from analytics.models import HourlyTotal, Series
from analytics.services.labels import labels_of
from lederweb.lib.periods import day_of, start_of

logger = logging.getLogger(__name__)

# Of each so many different ones count on a day, about: each process that writes keeps its own
# books. A busy day of a site like ours has some dozens.
MOST_A_DAY = 300
_FREE = ("referrer_site", "campaign", "language")

# Those that counted already, by dimension, of the day written last.
_counted: dict[str, set[str]] = {}
_day = dt.date.min


def bounded(hits: Sequence[Hit]) -> list[Hit]:
    """The hits without page ids that are no page's, and without more new names than a day has."""
    pages = {(VIEW, hit.object_id) for hit in hits if hit.kind == VIEW and hit.object_id}
    known = labels_of(pages)
    unknown: set[int | None] = {pk for kind, pk in pages if not known[kind, pk]}
    return [_bounded(hit, unknown) if _is_odd(hit, unknown) else hit for hit in hits]


def forget_counted() -> None:
    """As a process that has just started."""
    global _day
    _counted.clear()
    _day = dt.date.min


def _is_odd(hit: Hit, unknown: set[int | None]) -> bool:
    """Whether to look at it more closely, which takes longer: mostly there is no need."""
    return hit.kind == VIEW and (
        hit.referrer_site != ""
        or hit.campaign != ""
        or hit.language not in _counted.get("language", ())
        or hit.object_id in unknown
    )


def _bounded(hit: Hit, unknown: set[int | None]) -> Hit:
    _begin(day_of(hit.at))
    changed: dict[str, str | None] = {
        name: "" for name in _FREE if (key := getattr(hit, name)) and not _may_count(name, key)
    }
    if hit.object_id in unknown:
        changed["object_id"] = None
    return hit._replace(**changed) if changed else hit  # type: ignore[arg-type]


def _may_count(dimension: str, key: str) -> bool:
    counted = _counted[dimension]
    if key in counted:
        return True
    if len(counted) >= MOST_A_DAY:
        return False
    counted.add(key)
    if len(counted) == MOST_A_DAY:
        logger.warning("More than %d of %s on one day; no others count.", MOST_A_DAY, dimension)
    return True


def _begin(day: dt.date) -> None:
    """Read what counted on the day, once for each day and process."""
    global _day
    if day == _day:
        return
    _day = day
    _counted.update({dimension: set() for dimension in _FREE})
    there = HourlyTotal.objects.filter(
        hour__gte=start_of(day),
        hour__lt=start_of(day + dt.timedelta(days=1)),
        metric="page_views",
        dimension__in=_FREE,
        series=Series.OWN,
    )
    for dimension, key in there.order_by().values_list("dimension", "key").distinct():
        _counted[dimension].add(key)
