"""What editors have put first for a question (Wagtail's search promotions)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from wagtail.contrib.search_promotions.models import SearchPromotion

from lederweb.core.models.pages import address_of
from lederweb.core.page_cache import remembered
from lederweb.core.querysets import restricted
from lederweb.lib import danish
from lederweb.search.questions import Question


@dataclass(frozen=True)
class Promotion:
    title: str
    url: str
    text: str


def promoted(question: Question) -> list[Promotion]:
    """The promotions for these words in any order and inflection.

    They are a few dozen, so all are kept in memory: no index knows that "netværkene" is
    "netværk". What is unpublished or private is left out.
    """
    wanted = _as_asked(question.words)
    return [promotion for words, promotion in remembered("promotions", _read) if words == wanted]


def _read() -> list[tuple[frozenset[str], Promotion]]:
    rows = (
        SearchPromotion.objects.filter(Q(page=None) | Q(page__live=True))
        .exclude(restricted(below="page__"))
        .select_related("query", "page")
        .only(
            *("description", "external_link_url", "external_link_text", "sort_order"),
            *("query__query_string", "page__title", "page__url_path"),
        )
    )
    return [
        (
            _as_asked(Question.read(row.query.query_string).words),
            Promotion(
                title=row.title or row.external_link_url,
                url=address_of(row.page) if row.page else row.external_link_url,
                text=row.description,
            ),
        )
        for row in rows
    ]


def _as_asked(words: Iterable[str]) -> frozenset[str]:
    return frozenset(danish.lemma(word) for word in words)
