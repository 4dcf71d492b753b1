"""Searches are counted with their number of results; of the words only what is on our pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from analytics.models import DailyTotal, PageView
from analytics.services.flush_hits import flush_hits
from analytics.services.roll_up import roll_up
from analytics.tests.readers import FIREFOX, shows
from lederweb.testing.world import World


@pytest.fixture
def article(world: World) -> Any:
    world.article("Robotter i kommunen", lead="Om tillid")
    world.article("Havnebade i kommunen", lead="Om tillid")
    return world.article("Frivillige skal også ledes", lead="Om at lede dem, der ikke skal")


def search(question: str, agent: str = FIREFOX, **more: str) -> None:
    answer = Client().get(
        "/soeg/", {"q": question} | more, headers={"user-agent": agent}, REMOTE_ADDR="192.0.2.7"
    )
    assert answer.status_code == 200


def totals(metric: str) -> dict[str, int]:
    flush_hits()
    roll_up()
    words = DailyTotal.objects.filter(metric=metric).values_list("key", "value")
    return dict(words)


def test_a_word_on_our_pages_is_kept_in_lower_case(article: Any) -> None:
    search("  Frivillige ")
    search("frivillige", side="2")
    assert totals("searches") == {"": 1, "frivillige": 1}
    assert totals("searches_in_vain") == {}
    assert PageView.objects.get(kind="search").amount


def test_a_name_that_stands_nowhere_is_counted_and_not_kept(article: Any) -> None:
    search("Birgitte Hansen Nygaard")
    search("frivillige Birgitte")
    assert totals("searches") == {"": 2}
    assert totals("searches_in_vain") == {"": 2}
    assert "irgitte" not in str(list(PageView.objects.values()))


def test_words_of_ours_that_stand_together_nowhere_are_in_vain(article: Any) -> None:
    search("havnebade robotter")
    assert totals("searches_in_vain") == {"": 1, "havnebade robotter": 1}


def test_programs_do_not_search(article: Any) -> None:
    search("frivillige", agent="curl/8.5.0")
    assert totals("searches") == {}


def test_the_page_that_a_search_led_to_knows_the_word(article: Any) -> None:
    search("frivillige")
    shows("/soeg/", referrer="http://testserver/")
    shows(article.url, page=article.pk, referrer="http://testserver/soeg/?q=frivillige")
    flush_hits()
    roll_up()
    led = DailyTotal.objects.get(metric="page_views", dimension="page_word")
    assert (led.key, led.value) == (f"{article.pk}:frivillige", 1)
    words = DailyTotal.objects.of_page("page_word", article.pk, led.day, led.day)
    assert words == [("frivillige", 1)]
