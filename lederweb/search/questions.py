"""From what a reader typed to a question that the index can answer.

The index holds every word as it stands, its dictionary form, and the parts of compounds
(`BasePage.search_fields`), weighed in that order. A question asks the same way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from wagtail.search.query import And, Or, Phrase, PlainText, SearchQuery

from lederweb.lib import danish

MOST_CHARACTERS = 200
MOST_WORDS = 10
_CONTROL_CHARACTERS = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+"
)


@dataclass(frozen=True)
class Question:
    """What a reader asked: the text to show again, and the words that are looked for."""

    text: str
    all_words: tuple[str, ...]
    words: tuple[str, ...]
    is_cut: bool

    @classmethod
    def read(cls, typed: str) -> Question:
        """Read anything: what is too long is cut, what is no word is passed over."""
        text = " ".join(_CONTROL_CHARACTERS.sub(" ", typed[: MOST_CHARACTERS * 2]).split())
        shown = text[:MOST_CHARACTERS]
        found = list(dict.fromkeys(danish.whole_words(shown)))
        # "Hvad hvis der ingen ledelse var?" asks about ledelse; "til dig" about til and dig.
        subject = [word for word in found if word not in danish.FUNCTION_WORDS] or found
        return cls(
            text=shown,
            all_words=tuple(found[:MOST_WORDS]),
            words=tuple(subject[:MOST_WORDS]),
            is_cut=len(typed) > MOST_CHARACTERS or len(subject) > MOST_WORDS,
        )

    @cached_property
    def forms(self) -> frozenset[str]:
        """Every form in which a word of the question counts as found."""
        return frozenset(form for word in self.words for form in _forms(word))

    @cached_property
    def parts(self) -> frozenset[str]:
        """The parts of the question's compounds."""
        return frozenset(part for word in self.words for part in danish.compound_parts(word))

    def strictly(self) -> SearchQuery:
        """All the words, each in any inflection, also as a part of a compound."""
        return self._with_phrase(And([_word(word) for word in self.words]))

    def widely(self) -> SearchQuery:
        """All the words; for a compound its parts will do: sygefravær, "fravær på grund af …"."""
        return self._with_phrase(And([_word_or_parts(word) for word in self.words]))

    def loosely(self) -> SearchQuery:
        """Any of the words."""
        return self._with_phrase(Or([_word_or_parts(word) for word in self.words]))

    def _with_phrase(self, query: SearchQuery) -> SearchQuery:
        """Lets pages that have the words side by side, function words included, come first."""
        if len(self.all_words) < 2:
            return query
        return Or([query, Phrase(" ".join(self.all_words))])


def _forms(word: str) -> tuple[str, ...]:
    # What has a hyphen stands in the index without it, and in its parts.
    written = () if "-" in word else (word,)
    return tuple(dict.fromkeys([*written, *danish.readings(word)]))


def _word(word: str) -> SearchQuery:
    found = PlainText(" ".join(_forms(word)), operator="or")
    if "-" in word:
        return Or([found, PlainText(" ".join(danish.compound_parts(word)), operator="and")])
    return found


def _word_or_parts(word: str) -> SearchQuery:
    parts = danish.compound_parts(word)
    if not parts or "-" in word:
        return _word(word)
    ways = [_word(word), PlainText(parts[-1])]
    if not danish.FUNCTION_WORDS.intersection(parts):
        ways.append(PlainText(" ".join(parts), operator="and"))
    return Or(ways)
