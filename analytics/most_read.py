"""What the others read."""

from __future__ import annotations

import datetime as dt

from django.db.models import F
from django.utils import timezone

from analytics.models import DailyTotal
from lederweb.core.page_cache import remembered
from lederweb.lib.periods import day_of
from publications.models import ContentPage, TopicPage

DAYS = 30


def since() -> dt.date:
    """The first of the last 30 days, today included."""
    return day_of(timezone.now()) - dt.timedelta(days=DAYS - 1)


def most_read(count: int, *, topic: TopicPage | None = None) -> list[ContentPage]:
    """Public content by page views of the last 30 days, most first; `views` on each.

    With a topic, only what has it or a topic below it. Read once for each hour, and anew when
    something is published.
    """
    name = f"most read:{count}:{topic.pk if topic else ''}:{timezone.now():%Y%m%d%H}"
    return remembered(name, lambda: _read(count, topic))


def _read(count: int, topic: TopicPage | None) -> list[ContentPage]:
    """One query."""
    pages = ContentPage.objects.cards()
    if topic is not None:
        topics = TopicPage.objects.descendant_of(topic, inclusive=True)
        about = ContentPage.topics.through.objects.filter(topicpage__in=topics)
        pages = pages.filter(pk__in=about.values("contentpage"))
    views = DailyTotal.objects.views_of_outer_page(since())
    return list(
        pages.annotate(views=views)
        .filter(views__isnull=False)
        .order_by(F("views").desc(), "pk")[:count]
    )
