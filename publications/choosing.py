"""Choosing in the catalogue: four questions, each with how many releases its answers would show.

The answers stand in the address (?art=podcast&vaeksthus=2&emne=styring/strategi&aar=2017).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.models import Tier
from publications.releases import KINDS, Release, Shelf

Label = str | Promise
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)


@dataclass(frozen=True)
class Option:
    value: str
    label: Label
    count: int
    is_chosen: bool
    depth: int = 0


@dataclass(frozen=True)
class Facet:
    name: str
    label: Label
    everything: Label  # what it says when nothing is chosen
    options: list[Option]


@dataclass(frozen=True)
class Chosen:
    """One answer, and the address of the catalogue without it."""

    label: Label
    query: str


# Each question, in the order of the address, and the answers a release gives to it.
_ANSWERS: dict[str, Callable[[Release], Iterable[str]]] = {
    "art": lambda release: (release.kind,),
    "vaeksthus": lambda release: release.owners,
    "emne": lambda release: release.topics,
    "aar": lambda release: (release.year,) if release.year else (),
}
_QUESTIONS: dict[str, tuple[Label, Label]] = {
    "art": (_("Kind"), _("All kinds")),
    "vaeksthus": (_("Væksthus"), _("All")),
    "emne": (_("Topic"), _("All topics")),
    "aar": (_("Year"), _("All years")),
}


class Choice:
    """What an address chooses. An answer that nothing has is left out, as if it were not there."""

    def __init__(self, shelf: Shelf, query: QueryDict) -> None:
        self.shelf = shelf
        self._labels: dict[str, dict[str, Label]] = {
            "art": {kind: label for kind, (_model, label) in KINDS.items()},
            "vaeksthus": dict(Tier.choices),
            "emne": {topic.place: topic.title for topic in shelf.topics},
            "aar": {
                year: year
                for year in sorted({r.year for r in shelf.releases if r.year}, reverse=True)
            },
        }
        asked = {name: query.get(name, "") for name in _ANSWERS}
        if _YEAR.fullmatch(asked["aar"]):  # a year without a release is a fair question
            self._labels["aar"].setdefault(asked["aar"], asked["aar"])
        self.values = {name: value for name, value in asked.items() if value in self._labels[name]}

    def releases(self) -> list[Release]:
        return [release for release in self.shelf.releases if self._fits(release)]

    def query(self, without: str = "") -> str:
        """The one way to write this choice in an address."""
        kept = {name: value for name, value in self.values.items() if name != without}
        return urlencode(kept, safe="/")

    def chosen(self) -> list[Chosen]:
        return [
            Chosen(self._labels[name][value], self.query(without=name))
            for name, value in self.values.items()
        ]

    def facets(self) -> list[Facet]:
        return [
            Facet(name, label, everything, self._options(name))
            for name, (label, everything) in _QUESTIONS.items()
        ]

    def _fits(self, release: Release, but: str = "") -> bool:
        return all(
            value in _ANSWERS[name](release) for name, value in self.values.items() if name != but
        )

    def _options(self, name: str) -> list[Option]:
        """The answers that would show something, given the other answers."""
        counts = Counter(
            answer
            for release in self.shelf.releases
            if self._fits(release, but=name)
            for answer in _ANSWERS[name](release)
        )
        chosen = self.values.get(name)
        return [
            Option(value, label, counts[value], value == chosen, value.count("/"))
            for value, label in self._labels[name].items()
            if counts[value] or value == chosen
        ]
