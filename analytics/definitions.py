"""What each number means. One place, versioned, shown beside every number (promise V4).

Change a definition only together with VERSION, and say in docs/decisions.md what changed: closed
months keep the version they were counted under.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERSION = 1

# Silence that ends a visit: the common measure of web statistics, also that of the old figures.
VISIT_SILENCE = dt.timedelta(minutes=30)
# A second click on the same document counts again only after this long (COUNTER, section 7).
DOWNLOAD_SILENCE = dt.timedelta(seconds=30)
# A play is a minute of sound sent to one person on one day, or all of what is shorter (IAB Podcast
# Measurement Technical Guidelines 2.1). Sound goes out in parts, whose shares of a play are added;
# what is sent again counts once.
PLAY_SECONDS = 60.0
MILLIONTHS = 1_000_000
# A month takes late hits for so long after its end; then it is counted for the last time.
CLOSES_AFTER = dt.timedelta(hours=48)


def seconds_of_a_play(duration: float) -> float:
    """How much of an episode (seconds) must be sent before somebody has played it."""
    return min(PLAY_SECONDS, duration)


@dataclass(frozen=True)
class Definition:
    name: str | Promise
    text: str | Promise


DEFINITIONS = {
    "visits": Definition(
        _("Visits"),
        _(
            "A visit is one reader's page views in a row. It ends after 30 minutes without a new "
            "page view, or with the month, and belongs to the day it began."
        ),
    ),
    "visitors": Definition(
        _("Visitors"),
        _(
            "A visitor is one browser at one internet address within a calendar month. The same "
            "person on phone and computer counts as two; colleagues with the same browser behind "
            "one address count as one. Visitors of several months are never added up."
        ),
    ),
    "page_views": Definition(
        _("Page views"),
        _(
            "A page view is a page shown to a person. Search engines and other programs, pages "
            "fetched in advance, logged-in colleagues and readers who ask not to be counted are "
            "left out."
        ),
    ),
    "downloads": Definition(
        _("Downloads"),
        _(
            "A download is a document fetched by a person. The same person fetching the same "
            "document again within 30 seconds counts once."
        ),
    ),
    "plays": Definition(
        _("Plays"),
        _(
            "A play is at least a minute of an episode sent to one person on one day, however "
            "often and in however many parts. Programs that listen for nobody are left out."
        ),
    ),
    "feeds": Definition(
        _("Fetched feeds"),
        _(
            "How often apps and services have fetched a feed in which something was new. Many fetch "
            "for thousands of people at once, so it says nothing of how many there are."
        ),
    ),
    "searches": Definition(
        _("Searches"),
        _(
            "A search is one question asked of the site's own search. The words are kept only if "
            "each of them stands on a public page, and never with who asked."
        ),
    ),
    "searches_in_vain": Definition(
        _("Searches in vain"),
        _("A search is in vain when no page has all that was asked for."),
    ),
    "results": Definition(
        _("Results"),
        _(
            "Results are as many pages as a search found when it was asked; a search in vain found "
            "none. Where that changed within the period, the fewest and the most stand here."
        ),
    ),
    "subscribers": Definition(
        _("Subscribers"),
        _(
            "A subscriber is an e-mail address that has confirmed that it wants the newsletter and "
            "has not left it."
        ),
    ),
    "enrolments": Definition(
        _("Enrolments"),
        _("An enrolment is a learner who has confirmed the sign-up for an e-course."),
    ),
    "followers": Definition(
        _("Followers"),
        _(
            "Followers are as many as the channel itself says. Each channel counts in its own way, "
            "and one person may follow several, so they are never added up."
        ),
    ),
    "published": Definition(
        _("Published figures"),
        _(
            "Published figures stand as their source states them. They were counted with other "
            "tools than this site's, so they show a level and cannot be subtracted from one "
            "another."
        ),
    ),
}
