"""What a reader's choices do to an issue: which items they get, and in which order.

An edition is the order of items for one profile, that is for everybody who leads the same and
wants to read about the same. The general edition, which the archive shows and which everybody
gets who chose nothing, has all items in the editor's order.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from newsletter.models import IssuePage
from projects.models import Tier
from publications.models import ContentPage, TopicPage

# What is only for others may be left out, but so many stories everybody gets.
FEWEST = 4


@dataclass(frozen=True)
class Profile:
    """What readers told about themselves: `Tier` values, and numbers of topics at the top."""

    tiers: frozenset[str] = frozenset()
    topics: frozenset[int] = frozenset()


GENERAL = Profile()


@dataclass(frozen=True)
class Entry:
    """An item of an issue as far as readers' choices ask about it."""

    page: ContentPage
    is_for_all: bool = False
    topics: frozenset[int] = frozenset()  # at the top level

    def fit(self, profile: Profile) -> int:
        """How well it fits: whom one leads counts more than what one likes to read about."""
        is_for_them = bool(profile.tiers & set(self.page.owners))
        is_about_theirs = bool(profile.topics & self.topics)
        return 2 * is_for_them + is_about_theirs

    def is_for_others(self, profile: Profile) -> bool:
        """Whether it is for other leaders alone, and about nothing that the reader chose."""
        owners = set(self.page.owners)
        if not owners or not profile.tiers or Tier.BOARD in owners or self.is_for_all:
            return False
        return self.fit(profile) == 0


def entries_of(issue: IssuePage) -> list[Entry]:
    """The issue's items that anybody may read, with their topics; three queries."""
    pages = issue.pages()
    topics = top_topics([page.pk for page in pages])
    for_all = issue.numbers_for_all()
    return [Entry(page, page.pk in for_all, topics.get(page.pk, frozenset())) for page in pages]


def edition(entries: Sequence[Entry], profile: Profile) -> list[Entry]:
    """The items for a profile, what fits best first, else in the editor's order.

    What is for everybody keeps its place at the top. Items that are for other leaders alone are
    left out from the end, as long as `FEWEST` remain.
    """
    if profile == GENERAL:
        return list(entries)
    ordered = sorted(entries, key=lambda entry: (not entry.is_for_all, -entry.fit(profile)))
    for entry in reversed(list(ordered)):
        if len(ordered) <= FEWEST:
            break
        if entry.is_for_others(profile):
            ordered.remove(entry)
    return ordered


def top_topics(pages: Collection[int]) -> dict[int, frozenset[int]]:
    """For each content page the topics at the top level that it belongs to; two queries."""
    paths = dict(TopicPage.objects.order_by("path").values_list("path", "pk"))
    if not paths:
        return {}
    top = min(len(path) for path in paths)
    found: dict[int, set[int]] = {}
    through = ContentPage.topics.through.objects.filter(contentpage__in=pages)
    for page, path in through.values_list("contentpage", "topicpage__path"):
        if path[:top] in paths:
            found.setdefault(page, set()).add(paths[path[:top]])
    return {page: frozenset(topics) for page, topics in found.items()}
