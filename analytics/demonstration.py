"""Made-up visits with the rhythm of a real site for public leaders.

The readers are made of numbers, not of people. The same day always comes out the same, so that
two runs agree.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, product
from typing import Any

from analytics.definitions import MILLIONTHS
from analytics.ingest.submission import AUDIO, DOWNLOAD, FEED, SEARCH, VIEW, Hit
from lederweb.lib.periods import Month, start_of
from lederweb.lib.working_days import is_working_day, public_holidays

VISITS_ON_A_WORKING_DAY = 1400
# Readers who could come in a month. With the weights below about two thirds of them do.
READERS = 19_000

# Leaders read between meetings and in the evening; hardly anybody at night.
_HOURS = (1, 0.5, 0.3, 0.2, 0.3, 1, 4, 9, 12, 11, 10, 8, 9, 10, 9, 8, 6, 4, 3, 4, 6, 6, 4, 2)
_WEEKDAYS = (1.12, 1.05, 1.0, 0.98, 0.8, 0.24, 0.34)
_HOLIDAY = 0.2
_SUMMER = 0.45
_CHRISTMAS = 0.3
# On Monday mornings the newsletter arrives.
_NEWSLETTER_DAY, _NEWSLETTER_HOURS = 0, (9, 12)

_REFERRERS = (("search", 46), ("direct", 24), ("newsletter", 12), ("social", 10), ("site", 8))
_DEVICES = (("computer", 57), ("phone", 38), ("tablet", 5))
_LANGUAGES = (("da", 93), ("en", 5), ("sv", 1), ("nb", 1))
# Every way to come: where from, on what, in which language; and how likely each is.
_WAYS = tuple(product(_REFERRERS, _DEVICES, _LANGUAGES))
_MANNERS = [(referrer[0], device[0], language[0]) for referrer, device, language in _WAYS]
_MANNER_WEIGHTS = list(
    accumulate(referrer[1] * device[1] * language[1] for referrer, device, language in _WAYS)
)


# The sites behind the groups, the first one more than all others.
_SITES = {
    "search": ("google.com", "bing.com", "duckduckgo.com"),
    "social": ("linkedin.com", "facebook.com"),
    "site": ("kl.dk", "regioner.dk", "forhandlingsfaellesskabet.dk"),
}
# What is searched for, and how many pages it finds.
_WORDS = {
    "trivsel": 18, "sygefravær": 7, "forandring": 23, "frivillige": 5, "målstyring": 6,
    "samskabelse": 11, "konflikt": 9, "ny leder": 14, "feedback": 8, "kerneopgaven": 16,
    "digitalisering": 4,
}  # fmt: skip
_IN_VAIN = ("lønforhandling", "barsel", "parkering", "skabelon til mus")
# How often apps fetch a feed on a day, at least and less than.
_FEEDS = (20, 40)
_SEARCHES, _FOUND_NOTHING, _LISTENS, _DOWNLOADS = 0.06, 0.15, 0.03, 0.04


@dataclass(frozen=True)
class DemoPage:
    """A page or document that can be read, and how much it draws."""

    id: int
    path: str
    weight: float


def visits_on(day: dt.date) -> int:
    """How many visits the day has, give or take."""
    share = _WEEKDAYS[day.weekday()]
    if day in public_holidays(day.year):
        share = _HOLIDAY
    elif day.month == 7 or (day.month == 8 and day.day < 5):
        share *= _SUMMER
    elif (day.month, day.day) > (12, 20):
        share *= _CHRISTMAS
    chance = random.Random(f"visits {day}")  # noqa: S311 (not for secrets)
    return round(VISITS_ON_A_WORKING_DAY * share * chance.uniform(0.92, 1.08))


@cache
def _hash_of(month: Month, reader: int) -> bytes:
    return hashlib.blake2b(f"demo {month} {reader}".encode(), digest_size=16).digest()


@dataclass(frozen=True)
class DemoSite:
    """What there is to read, fetch and hear, and what podcast apps look into."""

    pages: Sequence[DemoPage]
    documents: Sequence[DemoPage] = ()
    episodes: Sequence[DemoPage] = ()
    feeds: Sequence[DemoPage] = ()


def hits_on(day: dt.date, site: DemoSite) -> Iterator[Hit]:
    """The hits of the visits that begin on the day. Times end with the day and the month."""
    chance = random.Random(f"hits {day}")  # noqa: S311 (not for secrets)
    start = start_of(day).astimezone(dt.UTC)
    end = start_of(day + dt.timedelta(days=1)).astimezone(dt.UTC)
    hours = list(accumulate(_hours(day)))
    weights = list(accumulate(page.weight for page in site.pages))
    visits = visits_on(day)
    # Drawn for all visits of the day at once: quicker by far than one by one.
    at_hours = chance.choices(range(24), cum_weights=hours, k=visits)
    manners = chance.choices(_MANNERS, cum_weights=_MANNER_WEIGHTS, k=visits)
    for hour, (referrer, device, language) in zip(at_hours, manners, strict=True):
        if _is_newsletter_time(day, hour) and chance.random() < 0.5:
            referrer = "newsletter"
        # Seconds are added in UTC, so that a day of 23 or 25 hours has its own length.
        at = start + dt.timedelta(seconds=3600 * (hour + chance.random()))
        first = Hit(
            at=at,
            kind=VIEW,
            # Some come often, most once: the square of an even chance.
            visitor=_hash_of(Month.of(day), int(READERS * chance.random() ** 2)),
            path="/",
            object_id=None,
            referrer=referrer,
            campaign="nyhedsbrev" if referrer == "newsletter" else "",
            device=device,
            language=language,
            referrer_site=_site_of(referrer, chance),
        )
        views = min(1 + int(chance.expovariate(0.85)), 12)
        read = chance.choices(site.pages, cum_weights=weights, k=views)
        yield from (hit for hit in _visit(first, read, site, chance) if hit.at < end)
    for feed in site.feeds:
        for _time in range(chance.randrange(*_FEEDS)):
            yield _fetched(feed, start + (end - start) * chance.random())


def _fetched(feed: DemoPage, at: dt.datetime) -> Hit:
    """By an app, which says nothing of where it comes from."""
    return Hit(
        at=at,
        kind=FEED,
        visitor=_hash_of(Month.of(at), READERS),
        path=feed.path,
        object_id=feed.id,
        referrer="direct",
        campaign="",
        device="computer",
        language="",
    )


def _visit(
    hit: Hit, read: Sequence[DemoPage], site: DemoSite, chance: random.Random
) -> Iterator[Hit]:
    """Page after page, perhaps by a search, and perhaps something to fetch or to hear."""
    inside: dict[str, Any] = {"referrer": "internal", "campaign": "", "referrer_site": ""}
    for number, page in enumerate(read):
        if number == 1 and chance.random() < _SEARCHES:
            is_in_vain = chance.random() < _FOUND_NOTHING
            word = chance.choice(_IN_VAIN if is_in_vain else list(_WORDS))
            amount = 0 if is_in_vain else _WORDS[word]
            yield hit._replace(
                **inside, kind=SEARCH, path="/soeg/", object_id=None, word=word, amount=amount
            )
            hit = hit._replace(at=hit.at + dt.timedelta(seconds=8))
        yield hit._replace(path=page.path, object_id=page.id)
        seconds = 20 + chance.expovariate(1 / 110)
        hit = hit._replace(at=hit.at + dt.timedelta(seconds=seconds), **inside)
    for kind, things, share in (
        (DOWNLOAD, site.documents, _DOWNLOADS),
        (AUDIO, site.episodes, _LISTENS),
    ):
        if things and chance.random() < share:
            thing = chance.choice(things)
            heard = MILLIONTHS if kind == AUDIO else None
            yield hit._replace(kind=kind, path=thing.path, object_id=thing.id, amount=heard)


def _site_of(referrer: str, chance: random.Random) -> str:
    names = _SITES.get(referrer)
    return names[int(len(names) * chance.random() ** 3)] if names else ""


def _hours(day: dt.date) -> list[float]:
    if is_working_day(day):
        return list(_HOURS)
    # At weekends people sleep longer and read on the sofa.
    return [share if hour > 9 else share / 3 for hour, share in enumerate(_HOURS)]


def _is_newsletter_time(day: dt.date, hour: int) -> bool:
    first, last = _NEWSLETTER_HOURS
    return day.weekday() == _NEWSLETTER_DAY and first <= hour < last
