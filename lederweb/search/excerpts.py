"""Showing a reader why a page was found: the words of the question, marked."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from lederweb.lib import danish

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+")
# About three lines beside a title.
CHARACTERS_BEFORE, CHARACTERS_AFTER = 60, 200
# A word further down than this is not looked for: the page shows its lead instead.
CHARACTERS_READ = 60_000

Wanted = Callable[[str], bool]


def wanted_words(forms: frozenset[str]) -> Wanted:
    """Whether a word of a text is one of these forms, is inflected from one or contains one."""

    # A text says most of its words more than once.
    @cache
    def is_wanted(word: str) -> bool:
        word = word.lower()
        return (
            word in forms
            or not forms.isdisjoint(danish.readings(word))
            or not forms.isdisjoint(danish.words_within(word))
        )

    return is_wanted


def marked(text: str, is_wanted: Wanted) -> tuple[SafeString, bool]:
    """The text as HTML with the wanted words in <mark>, and whether there are any."""
    pieces, end = [], 0
    for match in _WORD.finditer(text):
        if len(match[0]) <= danish.LONGEST_WORD and is_wanted(match[0]):
            pieces.append(escape(text[end : match.start()]))
            pieces.append(format_html("<mark>{}</mark>", match[0]))
            end = match.end()
    pieces.append(escape(text[end:]))
    return mark_safe("".join(pieces)), len(pieces) > 1  # noqa: S308 (each piece is escaped)


def excerpt(text: str, is_wanted: Wanted) -> SafeString:
    """The text around its first wanted word, marked; nothing when there is none."""
    for line in text[:CHARACTERS_READ].split("\n"):
        for match in _WORD.finditer(line):
            if len(match[0]) <= danish.LONGEST_WORD and is_wanted(match[0]):
                return marked(_around(line, match.start()), is_wanted)[0]
    return SafeString("")


def _around(text: str, position: int) -> str:
    """Whole words around the position, with … where something was left out."""
    start = max(0, position - CHARACTERS_BEFORE)
    end = min(len(text), position + CHARACTERS_AFTER)
    if start:
        start = text.find(" ", start, position) + 1 or position
    if end < len(text):
        end = max(text.rfind(" ", position, end), position + 1)
    cut = " ".join(text[start:end].split())
    return f"{'… ' if start else ''}{cut}{' …' if end < len(text) else ''}"
