"""A reader who misspelled a word is asked what they meant."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from lederweb.core.page_cache import forget_all

BODY = [("text", "<p>Det handler om hverdagen og tillid.</p>")]


def meant(client: Client, question: str) -> str:
    return str(client.get("/soeg/", {"q": question}).context["meant"])


@pytest.fixture
def pages(world: Any) -> None:
    world.article("Trivsel i hverdagen", lead="Tre greb om arbejdsmiljø.", body=BODY)
    world.article("Hold talenterne varme", lead="Fire råd om trivsel.", body=BODY)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("trivsl", "trivsel"),
        ("tirvsel", "trivsel"),
        ("trivsell", "trivsel"),
        ("arbejdsmijø", "arbejdsmiljø"),  # of the lead
        ("Hvad er trivsl?", "hvad er trivsel"),
        ("talentrene", "talenterne"),
        ("tilid", "tillid"),  # of the text
        ("rumfart", ""),
        ("agil", ""),  # rare, and in the dictionary
        # Cut before the word that may be misspelled: the rest of it would be no question.
        ("hvad er det der gør at vi ikke kan få tilid", ""),
        ("trvsl", ""),  # two letters of five
        ("tre", ""),
        ("", ""),
    ],
)
def test_a_misspelled_word_is_proposed_as_our_pages_spell_it(
    pages: None, client: Client, written: str, said: str
) -> None:
    assert meant(client, written) == said


def test_what_is_proposed_is_a_link_that_finds_something(pages: None, client: Client) -> None:
    html = client.get("/soeg/", {"q": "arbejdsmijø"}).content.decode()
    assert 'Mente du <a href="/soeg/?q=arbejdsmilj%C3%B8">arbejdsmiljø</a>?' in html
    found = client.get("/soeg/?q=arbejdsmilj%C3%B8")
    assert found.context["results"].total == 1
    assert "Mente du" not in found.content.decode()


def test_a_word_that_danes_write_is_taken_as_it_is(world: Any, client: Client) -> None:
    world.article("Hvad er en god sag?", lead="Tre sager.", body=BODY)
    assert meant(client, "sagen") == ""
    assert meant(client, "sange") == ""  # songs: no page has them, and cases were not meant


def test_where_some_words_were_found_only_those_are_mended_that_no_page_has(
    pages: None, world: Any, client: Client
) -> None:
    world.article("En navngiven", lead="Fire.", body=[("text", "<p>Af Trivsle Hansen.</p>")])
    assert meant(client, "trivsl talenter") == "trivsel talenter"
    assert meant(client, "trivsle talenter") == ""  # a name, and a page has it


def test_nothing_of_a_private_page_is_proposed(pages: None, world: Any, client: Client) -> None:
    world.article("Fyringsrunden", lead="Tre greb.", body=BODY)
    assert meant(client, "fyringsrundn") == "fyringsrunden"
    page = Page.objects.get(title="Fyringsrunden")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    forget_all()
    assert meant(client, "fyringsrundn") == ""


def test_it_takes_one_query_more_until_something_is_published(
    pages: None, client: Client, django_assert_num_queries: Any
) -> None:
    client.get("/soeg/", {"q": "rumfarts"})
    meant(client, "trivsl")
    # One count and the topics, and nothing for the words.
    with django_assert_num_queries(2):
        assert meant(client, "tirvsel") == "trivsel"


def test_several_misspelled_words_stay_within_the_queries_of_a_page(
    pages: None, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.get("/soeg/", {"q": "hverdag"})
    with django_assert_max_num_queries(12):
        assert meant(client, "trivsl tilid talentrene") == "trivsel tillid talenterne"
    with django_assert_max_num_queries(12):
        assert meant(client, "talent tilid arbejdsmijø") == "talent tillid arbejdsmiljø"
