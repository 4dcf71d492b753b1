"""The search page."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lederweb.core.querysets import BasePageQuerySet
from lederweb.lib.bots import is_bot
from lederweb.search import asked
from lederweb.search.promotions import promoted
from lederweb.search.questions import MOST_CHARACTERS, MOST_WORDS, Question
from lederweb.search.results import Reach, Results
from publications.models import TopicPage
from publications.pagination import page_of

PER_PAGE = 10
TOPICS = 8


# Not kept by us nor by a proxy: ten thousand different questions must not fill anybody's cache.
@require_safe
@cache_control(private=True, max_age=0)
def search(request: HttpRequest) -> HttpResponse:
    """`/soeg/?q=…&art=…&side=…`: any values are taken; nonsense finds nothing.

    Seven queries at most (promise S7 is about everything else): what is private, up to three
    counts until there is an answer, what editors put first, and one page of results, once kept
    in memory and once not, or the topics that help.
    """
    question = Question.read(request.GET.get("q", ""))
    results = Results(question, request.GET.get("art", "")) if question.words else None
    context = {
        "question": question,
        "search_query": question.text,
        "most_characters": MOST_CHARACTERS,
        "most_words": MOST_WORDS,
        "promotions": promoted(question) if results else [],
    }
    if results and results.total:
        context |= {
            "results": results,
            "page_of_results": page_of(results, request, PER_PAGE),
            "kinds": results.choices(),
            "base_query": results.address_query(),
        }
        if _is_worth_counting(request, results):
            asked.note(question)
    else:
        context["topics"] = _popular_topics()
    return render(request, "search/search.html", context)


def _is_worth_counting(request: HttpRequest, results: Results) -> bool:
    """Asked by a reader, once, in words that all stand on our pages."""
    is_first = not request.GET.get("art") and not request.GET.get("side")
    return (
        is_first
        and results.reach is Reach.STRICT
        and not results.question.is_cut
        and not is_bot(request.headers.get("User-Agent", ""))
    )


def _popular_topics() -> QuerySet:
    """Topics with the most content, for a reader who does not know what to search for."""
    return (
        BasePageQuerySet(TopicPage)
        .live()
        .public()
        .annotate(pages=Count("content", filter=Q(content__live=True)))
        .filter(pages__gt=0)
        .order_by("-pages", "title")[:TOPICS]
    )
