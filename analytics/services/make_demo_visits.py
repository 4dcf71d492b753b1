"""Three months of made-up visits, marked as such, so that a new site has numbers to look at."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from analytics.demonstration import DemoPage, DemoSite, hits_on
from analytics.ingest.submission import Hit
from analytics.models import ClosedMonth, DailyTotal, PageView, Series
from analytics.services import locks
from analytics.services.partitions import make_partitions
from analytics.services.roll_up import roll_up
from analytics.services.write_hits import copy_hits
from lederweb.core.models import CustomDocument
from lederweb.lib.periods import Month, day_of, months_between
from publications.models import PodcastEpisodePage, PodcastSeriesPage

MONTHS = 3
_DOCUMENTS = 40


def make_demo_visits(*, today: dt.date | None = None) -> int:
    """Make visits for the three months before this one and for this one until yesterday.

    Days that have some already, and closed months, are left as they are: running it again
    doubles nothing and continues where it ended. Returns the number of days made. There must be
    published pages to visit.
    """
    today = today or day_of(timezone.now())
    this_month = Month.of(today)
    first = this_month.shifted(-MONTHS)
    site = DemoSite(_pages(), _documents(), _episodes(), _feeds())
    if not site.pages:
        return 0
    make_partitions(months_between(first, this_month))
    with transaction.atomic():
        for month in months_between(first, this_month):
            locks.keep_open(month)
        days = _missing_days(first.first_day, today)

        def hits() -> Iterator[Hit]:
            for day in days:
                yield from hits_on(day, site)

        copy_hits(hits(), series=Series.DEMO)
    roll_up()
    return len(days)


def _missing_days(first: dt.date, today: dt.date) -> list[dt.date]:
    made = set(
        DailyTotal.objects.filter(
            series=Series.DEMO, metric="visits", dimension="site", day__gte=first
        ).values_list("day", flat=True)
    )
    # Killed between the hits and their totals, it must count those days and not make them twice.
    made.update(
        PageView.objects.filter(series=Series.DEMO, day__gte=first)
        .values_list("day", flat=True)
        .distinct()
    )
    closed = {Month.of(month) for month in ClosedMonth.objects.values_list("month", flat=True)}
    days = (first + dt.timedelta(days=number) for number in range((today - first).days))
    return [day for day in days if day not in made and Month.of(day) not in closed]


def _pages() -> list[DemoPage]:
    """All public pages. A few draw most readers, the front page more than any other."""
    rows = list(
        Page.objects.live()
        .public()
        .filter(depth__gt=1)
        .order_by("pk")
        .values_list("pk", "depth", "url_path")
    )
    chance = random.Random("popularity")  # noqa: S311 (not for secrets)
    ranks = list(range(1, len(rows) + 1))
    chance.shuffle(ranks)
    return [
        DemoPage(
            id=pk,
            # Below the root page and the front page, which is the address "/".
            path=f"/{below}/" if (below := url_path.strip("/").partition("/")[2]) else "/",
            weight=0.6 if depth == 2 else 1 / rank**0.8,
        )
        for rank, (pk, depth, url_path) in zip(ranks, rows, strict=True)
    ]


def _documents() -> list[DemoPage]:
    documents = CustomDocument.objects.order_by("pk")[:_DOCUMENTS]
    return [DemoPage(id=document.pk, path=document.url, weight=1) for document in documents]


def _episodes() -> list[DemoPage]:
    episodes = PodcastEpisodePage.objects.live().public().order_by("pk")
    return [
        DemoPage(id=pk, path="/podcast/", weight=1) for pk in episodes.values_list("pk", flat=True)
    ]


def _feeds() -> list[DemoPage]:
    series = PodcastSeriesPage.objects.live().public().order_by("pk")
    return [
        DemoPage(id=pk, path="/podcast/", weight=1) for pk in series.values_list("pk", flat=True)
    ]
