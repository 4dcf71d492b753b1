"""The search page."""

from __future__ import annotations

from functools import lru_cache

from django.core.paginator import Page
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lederweb.core.page_cache import present_generation
from lederweb.core.querysets import BasePageQuerySet
from lederweb.core.signals import searched
from lederweb.lib.bots import is_bot
from lederweb.search import asked
from lederweb.search.promotions import promoted
from lederweb.search.questions import MOST_CHARACTERS, MOST_WORDS, Question
from lederweb.search.results import Reach, Results
from lederweb.search.spelling import meant_by
from publications.models import TopicPage
from publications.pagination import PARAMETER, page_numbered

PER_PAGE = 10
TOPICS = 8
# So many answers each process keeps, about ten kilobytes each.
MOST_ANSWERS = 300
# A question of more words that finds nothing is counted without them.
MOST_WORDS_ASKED_ALONE = 4


# Not kept by us nor by a proxy: ten thousand different questions must not fill anybody's cache.
@require_safe
@cache_control(private=True, max_age=0)
def search(request: HttpRequest) -> HttpResponse:
    """`/soeg/?q=…&art=…&side=…`: any values are taken; nonsense finds nothing.

    Up to three counts until there is an answer, one page of results or the topics that help, and
    the words of our pages where a word may be misspelled. What is private, what editors put first,
    what a result shows of a page and the latest answers are kept in memory until anything is
    published.
    """
    question = Question.read(request.GET.get("q", ""))
    results, page, meant = _answer_to(question, request)
    context = {
        "question": question,
        "search_query": question.text,
        "most_characters": MOST_CHARACTERS,
        "most_words": MOST_WORDS,
        "promotions": promoted(question) if results else [],
        "meant": meant,
    }
    if results and _is_first(request):
        _tell(request, results)
    if results and results.total:
        context |= {
            "results": results,
            "page_of_results": page,
            "kinds": results.choices(),
            "base_query": results.address_query(),
        }
        if _is_worth_counting(request, results):
            asked.note(question)
    else:
        context["topics"] = _popular_topics()
    return render(request, "search/search.html", context)


def _answer_to(question: Question, request: HttpRequest) -> tuple[Results | None, Page | None, str]:
    """What was found, the page of it that is asked for, and what may have been meant instead."""
    if not question.words:
        return None, None, ""
    generation = present_generation()
    find = _found if generation else _found.__wrapped__
    return find(
        generation,
        get_language(),
        question,
        request.GET.get("art", ""),
        request.GET.get(PARAMETER, ""),
    )


# Readers ask much the same. Few enough that made-up questions fill nothing.
@lru_cache(maxsize=MOST_ANSWERS)
def _found(
    generation: str | None, language: str, question: Question, kind: str, number: str
) -> tuple[Results, Page, str]:
    results = Results(question, kind)
    return results, page_numbered(results, number, PER_PAGE), meant_by(results)


def _is_first(request: HttpRequest) -> bool:
    """Whether it is asked, and not leafed through."""
    return not request.GET.get("art") and not request.GET.get("side")


def _tell(request: HttpRequest, results: Results) -> None:
    """Tell whoever counts. The words go along only if each stands on a public page."""
    in_vain = not results.total or results.reach is Reach.LOOSE
    may_be_kept = not results.question.is_cut and (
        _is_answered(results) or _stands_on_pages(results.question)
    )
    searched.send(
        sender=Question,
        request=request,
        word=results.question.text if may_be_kept else "",
        results=results.total,
        in_vain=in_vain,
    )


def _is_answered(results: Results) -> bool:
    """Whether some page has every word of the question."""
    return results.reach is Reach.STRICT and results.total > 0


def _stands_on_pages(question: Question) -> bool:
    """Whether each word, asked alone, finds a page. One count for each word."""
    return 1 < len(question.words) <= MOST_WORDS_ASKED_ALONE and all(
        _is_answered(Results(Question.read(word), "")) for word in question.words
    )


def _is_worth_counting(request: HttpRequest, results: Results) -> bool:
    """Asked by a reader, once, in words that all stand on our pages."""
    return (
        _is_first(request)
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
