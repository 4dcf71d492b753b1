"""The screens of the dashboard, the order of their parts, and the address of each part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from analytics.dashboard import (
    averages,
    breakdowns,
    elsewhere,
    left_out,
    now,
    published,
    reach,
    subscribers,
)
from analytics.dashboard.numbers import Numbers
from analytics.dashboard.section import Section

Build = Callable[[Numbers], Section]


@dataclass(frozen=True)
class Screen:
    """`url_name` is where it stands; `headlines` are parts whose sentences stand at the top."""

    url_name: str
    label: str | Promise
    sections: dict[str, Build]
    headlines: tuple[str, ...] = ()


def _by_slug(*breakdown: breakdowns.Breakdown) -> dict[str, Build]:
    return {one.slug: one for one in breakdown}


OVERVIEW = Screen(
    "analytics_dashboard",
    _("Overview"),
    {
        "nu": now.now,
        "gennemsnit": averages.averages,
        "besoegende": reach.visitors,
        "besoeg": reach.visits,
        "abonnenter": subscribers.in_period,
    },
    headlines=("gennemsnit", "besoegende", "besoeg", "abonnenter"),
)
CONTENT = Screen(
    "analytics_content",
    _("What is read"),
    {
        "sidevisninger": reach.page_views,
        **_by_slug(
            breakdowns.TIERS,
            breakdowns.TOPICS,
            breakdowns.PROJECTS,
            breakdowns.KINDS_READ,
            breakdowns.MOST_READ,
        ),
    },
)
READERS = Screen(
    "analytics_readers",
    _("How readers come"),
    {
        **_by_slug(
            breakdowns.CAME_FROM,
            breakdowns.ENGINES,
            breakdowns.SITES,
            breakdowns.CAMPAIGNS,
            breakdowns.ON_DEVICES,
            breakdowns.LANGUAGES,
            breakdowns.WORDS,
            breakdowns.IN_VAIN,
        ),
    },
)
FILES = Screen(
    "analytics_files",
    _("Downloads and plays"),
    {
        "hentninger": reach.downloads,
        **_by_slug(breakdowns.DOCUMENTS),
        "afspilninger": reach.plays,
        **_by_slug(breakdowns.EPISODES, breakdowns.FEEDS),
    },
)
ELSEWHERE = Screen(
    "analytics_elsewhere",
    _("Older and other numbers"),
    {
        "offentliggjort": published.reach,
        "abonnenter-gennem-aarene": subscribers.through_the_years,
        "andre-taellere": elsewhere.imported,
        "foelgere": elsewhere.followers,
        "andre-tal": published.others,
        "ikke-talt": left_out.left_out,
    },
    headlines=("offentliggjort",),
)
SCREENS = (OVERVIEW, CONTENT, READERS, FILES, ELSEWHERE)

# Every part by its address.
SECTIONS: dict[str, Build] = {
    slug: build for screen in SCREENS for slug, build in screen.sections.items()
}
