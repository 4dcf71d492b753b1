"""Issues that draft themselves: the weekly one, and a special issue on a theme."""

from __future__ import annotations

import datetime as dt
import logging
import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Left, Length
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lederweb.core.templatetags.lederweb import danish_date
from lederweb.lib.periods import day_of
from newsletter.editions import top_topics
from newsletter.models import IssueItem, IssuePage, NewsletterIndexPage, QuietWeek
from newsletter.services.tell_editors import tell_of_quiet_week
from newsletter.topics import topics_on_offer
from newsletter.widgets import LONGEST_SHOWN_PREVIEW, LONGEST_SUBJECT
from projects.models import Tier
from publications.models import ContentPage

logger = logging.getLogger(__name__)

# What was published longer ago than this is no news, whether it was featured or not.
LOOK_BACK = dt.timedelta(days=28)
# So many fit in the five minutes that the sign-up form promises.
MOST = 8
_CUT = " …"


@dataclass(frozen=True)
class Pick:
    page: ContentPage
    reason: str


def week_of(now: dt.datetime) -> str:
    """The ISO week by our clock, as an issue has it: 2026-W12."""
    year, number, _day = day_of(now).isocalendar()
    return f"{year}-W{number:02d}"


def draft_weekly_issue(*, now: dt.datetime | None = None, by: Any = None) -> IssuePage | None:
    """Draft the issue of this ISO week (Danish time); None when there is no need.

    There is none when the week has its draft already, when nothing new was published since the
    last issue (the editors are told, once, unless somebody asked), or when the site has no
    newsletter. May run any number of times, also at once.
    """
    now = now or timezone.now()
    year, number, _day = day_of(now).isocalendar()
    week = week_of(now)
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        # Two beats wait for each other here, and the second finds the draft of the first.
        index = NewsletterIndexPage.objects.select_for_update(of=("self",)).first()
        if index is None or IssuePage.objects.filter(week=week).exists():
            return None
        picks = pick_content(now)
        if not picks:
            if by is None:
                _tell_of_quiet(week, number)
            return None
        return add_draft(
            index=index,
            title=_("Newsletter, week %(week)s, %(year)s") % {"week": number, "year": year},
            picks=picks,
            week=week,
            **({"owner": by} if by is not None else {}),
        )


def _tell_of_quiet(week: str, number: int) -> None:
    _quiet, is_news = QuietWeek.objects.get_or_create(week=week)
    if is_news:
        tell_of_quiet_week(number=number)
        logger.info("No issue was drafted for %s: nothing new was published.", week)


def add_draft(
    *,
    index: NewsletterIndexPage,
    title: str,
    picks: Sequence[Pick],
    subject: str = "",
    **fields: Any,
) -> IssuePage:
    """An issue with the picks as its items; subject and preview text say what is in it.

    Both are as short as the check before sending asks for. subject: else the first pick's title.
    """
    first, *others = [pick.page.title for pick in picks]
    issue = IssuePage(
        title=title,
        subject=_shortened(subject or first, LONGEST_SUBJECT),
        preview_text=_preview_of(others),
        live=False,
        has_unpublished_changes=True,
        **fields,
    )
    issue.items = [
        IssueItem(page=pick.page, reason=pick.reason, sort_order=order)
        for order, pick in enumerate(picks)
    ]
    index.add_child(instance=issue)
    issue.save_revision(user=fields.get("owner"))
    return issue


def pick_content(now: dt.datetime) -> list[Pick]:
    """What is new and was in no issue yet, at most eight, with the reason for each.

    The newest first, then the newest for each Væksthus that has nothing yet; after that always
    the newest of those whose Væksthus and topic have the least so far. So every reader finds
    something, as long as something was published for them.
    """
    new = list(_new_content(now))
    if not new:
        return []
    topics = top_topics([page.pk for page in new])
    names = topics_on_offer()
    picks: list[Pick] = []
    tiers_so_far: Counter[str] = Counter()
    topics_so_far: Counter[int] = Counter()

    def take(page: ContentPage, reason: str) -> None:
        new.remove(page)
        picks.append(Pick(page, reason))
        tiers_so_far.update(page.owners)
        topics_so_far.update(topics.get(page.pk, ()))

    def so_far(page: ContentPage) -> tuple[int, int]:
        return (
            min((topics_so_far[topic] for topic in topics.get(page.pk, ())), default=0),
            min((tiers_so_far[tier] for tier in page.owners), default=0),
        )

    take(new[0], _("The newest of all, published %(date)s.") % {"date": _date(new[0])})
    for tier in (Tier.TOP, Tier.MIDDLE, Tier.INSTITUTION):
        page = next((page for page in new if tier in page.owners), None)
        if page is not None and not tiers_so_far[tier]:
            take(page, _("The newest for %(audience)s.") % {"audience": tier.audience})
    while new and len(picks) < MOST:
        page = min(new, key=so_far)  # the first of the least, and they stand newest first
        fresh = [
            names[topic]
            for topic in topics.get(page.pk, ())
            if topic in names and not topics_so_far[topic]
        ]
        if fresh:
            reason = _("The newest about “%(topic)s”, published %(date)s.")
        else:
            reason = _("New, published %(date)s.")
        take(page, reason % {"topic": fresh[0] if fresh else "", "date": _date(page)})
    return picks


def _new_content(now: dt.datetime):  # type: ignore[no-untyped-def]
    since = now - LOOK_BACK
    # What was stopped did not reach its readers: its items wait for the next issue.
    featured = IssueItem.objects.exclude(page=None).filter(
        issue__in=IssuePage.objects.filter(sending__isnull=False).exclude(sending__state="stopped")
    )
    return (
        ContentPage.objects.live()
        .public()
        .defer_streamfields()
        .filter(first_published_at__gte=since)
        # An old text that was put on the site lately says so by its date, which may be only a
        # year: it is compared as far as it goes.
        .annotate(edge=Left(Value(day_of(since).isoformat()), Length("published_on")))
        .filter(Q(published_on="") | Q(published_on__gte=F("edge")))
        .exclude(pk__in=featured.values("page"))
        .order_by("-first_published_at", "-pk")
    )


def _preview_of(titles: list[str]) -> str:
    """What else is in the issue, as many whole titles as an inbox shows, at least a part of one."""
    if not titles:
        return ""
    for count in range(len(titles), 0, -1):
        text = _("Also: %(titles)s") % {"titles": " · ".join(titles[:count])}
        if len(text) <= LONGEST_SHOWN_PREVIEW:
            return text
    return _shortened(text, LONGEST_SHOWN_PREVIEW)


def _shortened(text: str, most: int) -> str:
    """At most so many characters, cut between words, never behind a dash or a comma."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    cut = textwrap.shorten(text, most, placeholder=_CUT, break_on_hyphens=False)
    return cut.removesuffix(_CUT).rstrip(" ,;:·–-") + _CUT


def _date(page: ContentPage) -> str:
    return danish_date(page.first_published_at)
