"""Searches are counted with their number of results; of the words only what is on our pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from analytics.dashboard import breakdowns
from analytics.dashboard.numbers import Numbers
from analytics.models import DailyTotal, MonthlyTotal, PageView
from analytics.services.flush_hits import flush_hits
from analytics.services.roll_up import roll_up
from analytics.tests.readers import FIREFOX, shows
from lederweb.core import page_cache
from lederweb.testing.world import World

pytestmark = pytest.mark.django_db


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
    totals = DailyTotal.objects.filter(metric=metric, dimension__in=("site", "word"))
    return dict(totals.values_list("key", "value"))


def found() -> list[list[str]]:
    """The words, their searches and their results, as the dashboard has them."""
    flush_hits()
    roll_up()
    section = breakdowns.WORDS(Numbers())
    assert section.table.aligned_columns()[2] == ("Resultater", True)
    assert any(str(one.name) == "Resultater" for one in section.definitions)
    return [row[:3] for row in section.table.shown()]


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


def test_each_word_stands_with_how_many_pages_it_found(world: World, article: Any) -> None:
    search("kommunen")
    search("havnebade")
    search("havnebade robotter")
    assert sorted(found()) == [
        ["havnebade", "1", "1"],
        ["havnebade robotter", "1", "0"],
        ["kommunen", "1", "2"],
    ]
    world.article("Skoler i kommunen", lead="Om tillid")
    page_cache.forget_all()
    search("kommunen")
    search("kommunen")
    assert ["kommunen", "3", "2 til 3"] in found()


def test_of_words_counted_before_nobody_knows_how_many_pages_they_found(article: Any) -> None:
    search("havnebade")
    assert found() == [["havnebade", "1", "1"]]
    MonthlyTotal.objects.filter(dimension="word_results").delete()
    assert [row[:3] for row in breakdowns.WORDS(Numbers()).table.shown()] == [
        ["havnebade", "1", "–"]
    ]


def test_words_that_begin_alike_or_hold_a_colon_keep_their_own_results() -> None:
    for key in ("a:2", "ab:3", "a:b:40", "a:5", "100%:6", "1000:7", f"{'x' * 200}:8"):
        MonthlyTotal.objects.create(
            month=dt.date(2026, 10, 1),
            metric="searches",
            dimension="word_results",
            key=key,
            value=1,
            definition_version=1,
        )
    words = ["a", "ab", "a:b", "100%", "x" * 250]
    october = dt.date(2026, 10, 1)
    assert MonthlyTotal.objects.results_of(words, october, october) == {
        "a": (2, 5),
        "ab": (3, 3),
        "a:b": (40, 40),
        "100%": (6, 6),
        "x" * 250: (8, 8),
    }


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
