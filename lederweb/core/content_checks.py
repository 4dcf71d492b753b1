"""What a text should have before it is published, each check a small function.

A check yields sentences that say what to do. Nothing here stops anybody: what must not be
published without is asked for by the form. Floors above add their own with `check`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from lederweb.core.blocks import words_in

MOST_LEAD_CHARACTERS, MOST_LEAD_SENTENCES = 300, 2
# Search engines show so much; the page itself sends no more (components/head_meta.html).
MOST_DESCRIPTION_CHARACTERS = 160
WORDS_WITHOUT_HEADING = 800

Sentences = Iterator[str]


@dataclass(frozen=True)
class Check:
    code: str
    label: str | Promise  # what is missing, in two or three words
    find: Callable[[Any], Sentences]
    of_public: bool = True  # whether a page that is out can have it


@dataclass(frozen=True)
class Finding:
    check: Check
    sentence: str


CHECKS: dict[str, Check] = {}


def check(
    code: str, label: str | Promise, *, of_public: bool = True
) -> Callable[[Callable[[Any], Sentences]], Any]:
    """Decorator: the function is asked about every page, of whatever kind."""

    def register(find: Callable[[Any], Sentences]) -> Callable[[Any], Sentences]:
        CHECKS[code] = Check(code, label, find, of_public)
        return find

    return register


def findings(page: Page) -> list[Finding]:
    """What the page, which must be of its own type, should have; best first to mend."""
    return [Finding(check, sentence) for check in CHECKS.values() for sentence in check.find(page)]


# --- The checks that hold for every page -----------------------------------------------------
# Their stop ends no sentence.
_ABBREVIATIONS = re.compile(
    r"\b(f\.?eks|bl\.a|ca|nr|dvs|mv|m\.fl|m\.m|kl|pct|jf|inkl|evt|kap|red|s|p)\.", re.IGNORECASE
)
_SENTENCE_ENDS = re.compile(r"[.!?…]+(?=\s+[A-ZÆØÅ»“\"]|\s*$)")
_LINK = re.compile(r"<a\b[^>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)
_VAGUE = frozenset(
    (
        *("her", "klik her", "tryk her", "læs her", "se her", "læs mere", "læs mere her", "mere"),
        *("se mere", "se mere her", "link", "dette link", "linket", "hent", "hent her", "download"),
        *("læs videre", "find den her", "find det her", "denne side", "siden", "here", "read more"),
    )
)


@check("lead", gettext_lazy("Long lead"))
def lead_is_short(page: Any) -> Sentences:
    lead = getattr(page, "lead", "") or ""
    if len(lead) > MOST_LEAD_CHARACTERS:
        yield _(
            "The lead has %(count)d characters. Cut it to %(most)d at most: what is it, and what "
            "can I use it for tomorrow?"
        ) % {"count": len(lead), "most": MOST_LEAD_CHARACTERS}
    elif sentences_in(lead) > MOST_LEAD_SENTENCES:
        yield _("The lead has %(count)d sentences. Keep the first two, move the rest down.") % {
            "count": sentences_in(lead)
        }


def sentences_in(text: str) -> int:
    """How many sentences a reader would count, Danish abbreviations aside."""
    text = _ABBREVIATIONS.sub(lambda found: found[0].replace(".", ""), text.strip())
    count = len(_SENTENCE_ENDS.findall(text))
    ends_open = bool(text) and not re.search(r"[.!?…]\s*$", text)
    return count + ends_open


@check("picture", gettext_lazy("No picture"))
def has_a_picture(page: Any) -> Sentences:
    if any(field.name == "picture" for field in page._meta.fields) and page.picture is None:
        yield _("Choose a picture. Lists and shared links show it.")


@check("alternative", gettext_lazy("Picture without alternative text"))
def pictures_have_words(page: Any) -> Sentences:
    pictures = [getattr(page, "picture", None)]
    pictures += [block.value["image"] for block in _blocks(page, "picture")]
    for picture in dict.fromkeys(pictures):
        if picture is not None and not picture.description.strip():
            yield _(
                "The picture “%(title)s” has no alternative text. Open it under Pictures and write "
                "what it shows."
            ) % {"title": picture.title}


@check("links", gettext_lazy("Vague link text"))
def links_say_where_they_lead(page: Any) -> Sentences:
    for source in _rich_texts(page):
        for inside in _LINK.findall(source):
            text = " ".join(strip_tags(inside).split())
            if text.strip(" .:…»›>").lower() in _VAGUE:
                yield _(
                    "A link is called “%(text)s”. Write what is at the other end: links are read "
                    "aloud by themselves."
                ) % {"text": text}


@check("headings", gettext_lazy("Order of headings"))
def headings_have_an_order(page: Any) -> Sentences:
    for block in _blocks(page, "heading"):
        if block.value["level"] == "2":
            return
        yield _(
            "“%(text)s” is part of a section, but no section begins before it. Make it a section."
        ) % {"text": block.value["text"]}
        return


@check("long", gettext_lazy("Long text without headings"))
def long_texts_have_headings(page: Any) -> Sentences:
    body = getattr(page, "body", None)
    if not body or any(True for _block in _blocks(page, "heading")):
        return
    words = words_in(body)
    if words > WORDS_WITHOUT_HEADING:
        yield _("The text has %(count)d words and no heading. Put one in for every new point.") % {
            "count": words
        }


@check("description", gettext_lazy("No description for search engines"))
def has_a_description(page: Any) -> Sentences:
    if not hasattr(page, "lead"):  # it is written elsewhere, as an issue of the newsletter is
        return
    lead = page.lead or ""
    if page.search_description:
        if len(page.search_description) > MOST_DESCRIPTION_CHARACTERS:
            yield _(
                "The description for search engines has %(count)d characters; they show %(most)d."
            ) % {"count": len(page.search_description), "most": MOST_DESCRIPTION_CHARACTERS}
    elif not lead or len(lead) > MOST_DESCRIPTION_CHARACTERS:
        yield _(
            "Write a description for search engines, on the tab “Promote”. Otherwise they cut off "
            "the lead after %(most)d characters."
        ) % {"most": MOST_DESCRIPTION_CHARACTERS}


def _blocks(page: Any, kind: str) -> Iterable[Any]:
    body = getattr(page, "body", None)
    return (block for block in body or () if block.block_type == kind)


def _rich_texts(page: Any) -> Iterator[str]:
    """The HTML of all running text in the body."""
    for block in _blocks(page, "text"):
        yield block.value.source
    for block in _blocks(page, "fact_box"):
        yield block.value["text"].source
