"""What editors put first, and what is counted of what readers ask."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import redis
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits, SearchPromotion
from wagtail.models import PageViewRestriction

from lederweb.lib.redis import client as redis_client
from lederweb.search import asked
from lederweb.search.promotions import Promotion

READER = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"


def ask(client: Client, question: str, *, agent: str = READER, **more: str) -> Any:
    return client.get("/soeg/", {"q": question, **more}, headers={"User-Agent": agent})


def promote(question: str, **fields: Any) -> SearchPromotion:
    return SearchPromotion.objects.create(query=Query.get(question), **fields)


def suggested(client: Client, question: str) -> list[Promotion]:
    return ask(client, question).context["promotions"]


# --- What editors put first -----------------------------------------------------------------------
def test_the_page_an_editor_chose_stands_first_with_the_editors_words(
    world: Any, client: Client
) -> None:
    world.article("Om netværk og meget andet")
    chosen = world.article("Få mere ud af dit ledernetværk")
    promote("netværk", page=chosen, description="Begynd her.")
    html = ask(client, "netværk").content.decode()
    assert "Redaktionen foreslår" in html
    assert html.index("Begynd her.") < html.index("resultater")
    assert f'href="{chosen.url}"' in html


@pytest.mark.parametrize("question", ["netværk", "NETVÆRKENE", "mit netværk", "netvaerk"])
def test_it_stands_there_for_the_word_in_any_inflection(
    world: Any, client: Client, question: str
) -> None:
    promote("netværk", page=world.article("Få mere ud af det"))
    assert [found.title for found in suggested(client, question)] == ["Få mere ud af det"]


@pytest.mark.parametrize("question", ["netværk og samtale", "samtale", "", "!?"])
def test_it_stands_there_for_no_other_question(world: Any, client: Client, question: str) -> None:
    promote("netværk", page=world.article("Få mere ud af det"))
    assert suggested(client, question) == []


def test_it_stands_there_also_where_nothing_is_found(world: Any, client: Client) -> None:
    promote("løn", external_link_url="https://www.kl.dk/", external_link_text="KL om løn")
    assert world.home
    assert suggested(client, "løn") == [Promotion("KL om løn", "https://www.kl.dk/", "")]
    assert "https://www.kl.dk/" in ask(client, "løn").content.decode()


def test_what_is_private_or_unpublished_is_not_suggested(world: Any, client: Client) -> None:
    hidden, private = world.article("Ikke mere"), world.article("Kun for os")
    promote("netværk", page=hidden)
    promote("netværk", page=private)
    hidden.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert suggested(client, "netværk") == []


# --- What is counted ------------------------------------------------------------------------------
def counted() -> dict[str, int]:
    asked.write_questions()
    rows = QueryDailyHits.objects.select_related("query")
    return {row.query.query_string: row.hits for row in rows}


def test_a_question_is_counted_by_day_however_often_the_job_runs(
    world: Any, client: Client
) -> None:
    world.article("Hold talenterne varme")
    ask(client, "Talent")
    ask(client, " talent ")
    assert counted() == {"talent": 2}
    ask(client, "talent")
    assert counted() == counted() == {"talent": 3}


def test_words_that_stand_on_no_page_are_not_counted(world: Any, client: Client) -> None:
    world.article("Hold talenterne varme")
    for question in ("Karen Jensen 010203-1234", "talent hos Karen", "", "rumfart"):
        ask(client, question)
    assert counted() == {}


def test_leafing_choosing_a_kind_and_robots_do_not_count(world: Any, client: Client) -> None:
    world.article("Hold talenterne varme")
    ask(client, "talent", side="2")
    ask(client, "talent", art="artikel")
    ask(client, "talent", agent="Googlebot/2.1 (+http://www.google.com/bot.html)")
    assert counted() == {}


def test_ten_thousand_different_questions_fill_nothing(world: Any) -> None:
    from lederweb.search.questions import Question

    for number in range(asked.MOST_A_DAY + 20):
        asked.note(Question.read(f"talent{number}"))
    assert len(counted()) == asked.MOST_A_DAY


def test_nothing_of_who_asked_is_kept(world: Any, client: Client) -> None:
    world.article("Hold talenterne varme")
    ask(client, "talent")
    (key,) = redis_client().keys("search:*")
    assert redis_client().hgetall(key) == {b"talent": b"1"}
    assert cache.client.get_client().keys("*talent*") == []


def test_counts_go_after_ninety_days_and_promoted_questions_stay(world: Any) -> None:
    old = timezone.now().date() - dt.timedelta(days=91)
    Query.get("glemt").add_hit(date=old)
    Query.get("valgt").add_hit(date=old)
    Query.get("ny").add_hit()
    promote("valgt", external_link_url="https://example.org/", external_link_text="x")
    asked.forget_questions()
    assert sorted(Query.objects.values_list("query_string", flat=True)) == ["ny", "valgt"]


def test_the_search_page_answers_while_redis_is_away(
    world: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.article("Hold talenterne varme")
    away = redis.Redis.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=0.25)
    monkeypatch.setattr(asked, "client", lambda: away)
    assert ask(client, "talent").status_code == 200
