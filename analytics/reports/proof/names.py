"""Names: those of the headline stand below, too; nothing has two names that are nearly the same."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from analytics.figures.counted import events_within, mentions_within
from analytics.reports.proof.passages import Proof, Told
from projects.models import Partner, Person, ProjectPage

_NAME = re.compile(
    r"[A-ZÆØÅ][\wæøåÆØÅé]*(?:[-/.'’][\wæøåÆØÅé]+)*(?:\s+[A-ZÆØÅ][\wæøåÆØÅé]*(?:[-/.'’][\wæøåÆØÅé]+)*)*"
)
# Behind these a sentence begins, and with it a capital letter that makes no name.
_BEGINS = re.compile(r"(?:^|[.!?:…]\s+|\n\s*|[»“\"]\s*)$")
_GENITIVES = ("", "s", "'s", "’s")
# From 0 to 1: "Innovations glimt" and "Innovative glimt" are 0.85 alike, other titles below 0.8.
_ALIKE = 0.82
_SHORTEST = 10  # letters; shorter names are alike by accident


def headline_names_stand_below(proof: Proof) -> Iterator[Told]:
    """Every name in the headline stands in the body or in the registers of the period."""
    registers = _registers(proof)
    for passage in proof.headline:
        for name in dict.fromkeys(_names_in(passage.words)):
            if not _stands(name, proof.body_words) and not _stands(name, registers):
                yield Told(
                    "name",
                    _(
                        "“%(name)s” is named in the main results only: neither the report nor the "
                        "lists of media, events, projects and people know of it in the period."
                    )
                    % {"name": name},
                    passage.place,
                )


def _names_in(words: str) -> Iterator[str]:
    for match in _NAME.finditer(words):
        if not _BEGINS.search(words[: match.start()]):
            yield match[0]
            continue
        # The word that begins the sentence may go on as a name: "Formand Allan Søgaard".
        _first, _blank, rest = match[0].partition(" ")
        if rest:
            yield rest


def _registers(proof: Proof) -> str:
    span = proof.scope.span
    found = ["Lederweb", "Lederweb.dk", "Væksthus for Ledelse", "Væksthuset", "Væksthuse"]
    found += [
        text for row in mentions_within(span) for text in (row.outlet, row.title, row.note, row.by)
    ]
    found += [
        text for row in events_within(span) for text in (row.title, row.place, row.theme, row.text)
    ]
    found += _titles(ProjectPage.objects.live().public().values_list("title", "also_called"))
    found += Partner.objects.values_list("name", flat=True)
    found += Person.objects.values_list("name", flat=True)
    return "\n".join(found).lower()


def _titles(rows: object) -> list[str]:
    return [text for row in rows for text in row if text]  # type: ignore[attr-defined]


def _stands(name: str, words: str) -> bool:
    """The name as a whole, or each of its words, ending of the genitive or not."""
    return _found(name.lower(), words) or all(_found(word, words) for word in name.lower().split())


def _found(name: str, words: str) -> bool:
    stems = [name.removesuffix(ending) for ending in _GENITIVES if name.endswith(ending)]
    return any(
        len(stem) > 1 and re.search(rf"\b{re.escape(stem)}(?:['’]?s)?\b", words) for stem in stems
    )


def names_are_not_nearly_the_same(proof: Proof) -> Iterator[Told]:
    """ "Innovations glimt" in a text while the project is called "Innovative glimt"."""
    titles = list(ProjectPage.objects.live().public().values_list("title", flat=True))
    known = {title.lower() for title in titles}
    for number, title in enumerate(titles):
        for other in titles[number + 1 :]:
            if _alike(title, other):
                yield Told(
                    "alike",
                    _(
                        "Two projects are nearly called the same: “%(one)s” and “%(other)s”. Make "
                        "one of them, or name them so that they can be told apart."
                    )
                    % {"one": title, "other": other},
                )
    for passage in proof.passages:
        for title in titles:
            for phrase in _phrases(passage.words, len(title.split())):
                if phrase.lower() not in known and _alike(phrase, title):
                    yield Told(
                        "alike",
                        _(
                            "“%(phrase)s” is nearly the name of the project “%(title)s”. Write it "
                            "as the project is called."
                        )
                        % {"phrase": phrase, "title": title},
                        passage.place,
                    )


def _phrases(words: str, length: int) -> Iterator[str]:
    """As many words as the title has, from each word that begins with a capital letter."""
    for line in words.split("\n"):
        parts = [part.strip("»«“”\"'(),.;:!?") for part in line.split()]
        for index, part in enumerate(parts[: len(parts) - length + 1]):
            if part[:1].isupper():
                yield " ".join(parts[index : index + length])


def _alike(one: str, other: str) -> bool:
    first, second = one.lower(), other.lower()
    if first == second or min(len(first), len(second)) < _SHORTEST:
        return False
    if first[:2] != second[:2]:
        return False  # cheap, and names that are mixed up begin alike
    if re.sub(r"\W*\b(?:[ivx]+|\d+)\b\W*$", "", first) == re.sub(
        r"\W*\b(?:[ivx]+|\d+)\b\W*$", "", second
    ):
        return False  # Relationel koordinering, and its second part
    if first.rstrip("s") == second.rstrip("s"):
        return False  # the genitive
    matcher = difflib.SequenceMatcher(None, first, second)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
