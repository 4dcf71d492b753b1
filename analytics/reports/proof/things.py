"""Counted words: "tre publikationer", "ni projektartikler", and what they must equal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from analytics.figures.counted import released_within
from analytics.figures.registry import value_of
from analytics.reports.scope import Scope
from newsletter.models import IssuePage
from publications.models import CoursePage, ToolPage

_WORDS = (
    "nul en to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten "
    "atten nitten tyve"
).split()
NUMBERS = {word: number for number, word in enumerate(_WORDS)} | {"et": 1, "én": 1, "ét": 1}


@dataclass(frozen=True)
class Thing:
    """`one` and `more` are patterns of the Danish noun; the count is of what the report lists."""

    one: str
    more: str
    count: Callable[[Scope], int]


def _of(key: str) -> Callable[[Scope], int]:
    return lambda scope: value_of(key, scope.span).value


def _projects(scope: Scope) -> int:
    from analytics.figures.counted import projects_under_way

    return len(projects_under_way(scope.projects_on))


def _mobile_sites(scope: Scope) -> int:
    """Tools that are decks of cards: what was called a mobile site in 2013."""
    return released_within(ToolPage, scope.span).filter(cards__isnull=False).distinct().count()


def _tools(scope: Scope) -> int:
    return released_within(ToolPage, scope.span).filter(cards__isnull=True).distinct().count()


def _courses(scope: Scope) -> int:
    return CoursePage.objects.live().public().count()


def _special_issues(scope: Scope) -> int:
    issues = IssuePage.objects.live().public().filter(kind=IssuePage.Kind.SPECIAL)
    return issues.filter(
        first_published_at__date__range=(scope.span.first, scope.span.last)
    ).count()


THINGS = (
    Thing("publikation", "publikationer", _of("publications")),
    Thing(
        r"projektartikel|artikel\s+fra\s+projekter",
        r"projektartikler|artikler\s+fra\s+projekter",
        _of("project-articles"),
    ),
    Thing(r"artikel(?!\s+fra\s+proj)", r"artikler(?!\s+fra\s+proj)", _of("articles")),
    Thing("podcast", "podcasts?|podcastafsnit", _of("episodes")),
    Thing("mobilsite", "mobilsites?", _mobile_sites),
    Thing("(?:online-?)?værktøj", "(?:online-?)?værktøjer", _tools),
    Thing("e-kursus", "e-kurser", _courses),
    Thing("særnummer", "særnumre", _special_issues),
    Thing("arrangement", "arrangementer", _of("events")),
    Thing("projekt", "projekter", _projects),
)
# At most one word between number and noun: "to nye publikationer", "et online værktøj".
_BETWEEN = r"(?:\s+[\wæøåé-]+)?"


@dataclass(frozen=True)
class Counted:
    words: str
    start: int
    said: int
    listed: int


def counted_words(text: str, scope: Scope, *, is_headline: bool) -> Iterator[Counted]:
    """ "en publikation" counts in the headline only: below, it tells of one of them."""
    several = [word for word, number in NUMBERS.items() if number != 1]
    ones = [word for word, number in NUMBERS.items() if number == 1]
    for thing in THINGS:
        patterns = [rf"\b({'|'.join(several)}|\d{{1,3}})({_BETWEEN})\s+({thing.more})\b"]
        if is_headline:
            patterns.append(rf"\b({'|'.join(ones)}|1)({_BETWEEN})\s+({thing.one})\b")
        for pattern in patterns:
            for match in re.finditer(pattern, text, re.IGNORECASE):
                if _is_other_number(match[2]):
                    continue
                word = match[1].lower()
                said = NUMBERS[word] if word in NUMBERS else int(word)
                yield Counted(" ".join(match[0].split()), match.start(), said, thing.count(scope))


def _is_other_number(between: str) -> bool:
    """ "august 2017 to projekter" and "i 3 af 5 projekter" are no counts of ours."""
    return between.strip().lower() in {*NUMBERS, "af", "ud", "eller", "og", "til", "nr"}
