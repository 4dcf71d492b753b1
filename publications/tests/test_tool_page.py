"""Tools: steps with their time, and decks of cards that are drawn, shuffled, chosen and printed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from publications.models.idea_cards import Deck, IdeaCard
from publications.models.tools import StepBlock

TITLES = ("Den tomme stol", "Stopklodsen", "Møde på fødderne", "Halv tid", "Fejlfesten")


@pytest.fixture
def deck(world) -> Any:
    cards = [
        IdeaCard(
            sort_order=order,
            title=title,
            theme="Mødet" if "ø" in title else "Vanerne",
            text=f"Om {title.lower()}.",
            try_it="Prøv det på torsdag.",
            picture=world.picture,
        )
        for order, title in enumerate(TITLES)
    ]
    for card in cards:
        card.clean()
    return world.tool("Innovative gaver", cards=cards)


def titles(page: str) -> list[str]:
    return re.findall(r'<h3 class="idea__title"><a [^>]*>(.*?)</a>', page)


# --- Steps -------------------------------------------------------------------------------------
def test_a_tool_shows_its_steps_with_time_group_and_worksheets(world, client: Client):
    tool = world.tool(
        "Ledere der lærer sammen",
        group_size="4–12 ledere",
        steps=[
            ("step", {"title": "Runden", "minutes": 10, "group": "Alle", "content": []}),
            (
                "step",
                {
                    "title": "Opgaven",
                    "minutes": 25,
                    "group": "To og to",
                    "content": [("documents", {"title": "Hent", "documents": [world.pdf]})],
                },
            ),
        ],
    )
    page = client.get(tool.url).content.decode()
    assert page.index("Runden") < page.index("Opgaven")
    assert "25 minutter" in page
    assert "To og to" in page
    assert world.pdf.url in page
    assert "4–12 ledere" in page


def test_the_time_of_a_tool_is_that_of_its_steps(world):
    steps: list[Any] = [
        ("step", {"title": "Trin", "minutes": minutes, "content": []}) for minutes in (15, 45)
    ]
    assert world.tool(steps=steps).reading_minutes == 60
    assert world.tool("Et andet værktøj").reading_minutes == 1


def test_a_step_without_time_is_refused(world):
    with pytest.raises(ValidationError):
        StepBlock().clean({"title": "Trin", "minutes": 0, "group": "", "content": []})


# --- The deck ----------------------------------------------------------------------------------
def test_the_deck_shows_its_cards_in_order(client: Client, deck):
    page = client.get(deck.url).content.decode()
    assert titles(page) == list(TITLES)
    assert "Prøv det på torsdag." in page


def test_every_card_has_an_address_and_leads_on(client: Client, deck):
    page = client.get(f"{deck.url}kort/moede-paa-foedderne/").content.decode()
    assert '<h1 class="idea__title">Møde på fødderne</h1>' in page
    assert '<a href="/vaerktoejer/innovative-gaver/kort/stopklodsen/" rel="prev">' in page
    assert '<a href="/vaerktoejer/innovative-gaver/kort/halv-tid/" rel="next">' in page
    assert "<title>Møde på fødderne – Innovative gaver – Lederweb</title>" in page
    assert 'rel="canonical" href="http://testserver/vaerktoejer/innovative-gaver/kort/' in page
    last = client.get(f"{deck.url}kort/fejlfesten/").content.decode()
    assert 'kort/den-tomme-stol/" rel="next">' in last


def test_a_card_that_is_not_in_the_deck_is_not_found(client: Client, deck, world):
    assert client.get(f"{deck.url}kort/noget-andet/").status_code == 404
    assert client.get(f"{deck.url}noget/").status_code == 404


def test_a_cards_address_stays_when_its_title_changes():
    card = IdeaCard(title="Den tomme stol", text="Om stolen.")
    card.clean()
    card.title = "Stolen"
    card.clean()
    assert card.slug == "den-tomme-stol"


def test_two_cards_of_one_name_have_two_addresses():
    cards = [IdeaCard(title="Pausen", text="Hold pause.") for _ in range(2)]
    assert [card.url for card in Deck(cards, "/x/").cards] == [
        "/x/kort/pausen/",
        "/x/kort/pausen-2/",
    ]


def test_a_theme_chooses_cards(client: Client, deck):
    page = client.get(f"{deck.url}?tema=Mødet").content.decode()
    assert titles(page) == ["Møde på fødderne"]
    assert titles(client.get(f"{deck.url}?tema=xyz").content.decode()) == list(TITLES)


def test_shuffling_leads_to_an_order_that_can_be_shared(client: Client, deck):
    answer = client.get(f"{deck.url}bland/")
    assert answer.status_code == 302
    assert answer.headers["Cache-Control"] == "no-store"
    first, again = (client.get(answer.url).content.decode() for _ in range(2))
    assert titles(first) == titles(again)
    assert sorted(titles(first)) == sorted(TITLES)
    orders = {tuple(titles(client.get(f"{deck.url}?bland={n}").content.decode())) for n in (1, 2)}
    assert len(orders) == 2


@pytest.mark.parametrize("seed", ["0", "100", "-1", "²", "01", "x"])
def test_an_order_that_does_not_exist_is_the_usual_one(client: Client, deck, seed):
    page = client.get(deck.url, {"bland": seed}).content.decode()
    assert titles(page) == list(TITLES)


def test_drawing_leads_to_one_card_after_another(client: Client, deck):
    drawn = {client.get(f"{deck.url}traek/").url for _ in range(60)}
    assert len(drawn) > 1
    for address in drawn:
        assert client.get(address).status_code == 200


def test_a_tool_without_cards_has_nothing_to_draw(world, client: Client):
    tool = world.tool()
    assert client.get(f"{tool.url}traek/").status_code == 404
    assert client.get(f"{tool.url}bland/").status_code == 404
    assert 'id="kort"' not in client.get(tool.url).content.decode()


def test_the_page_cache_keeps_deck_and_cards_but_not_the_draw(client: Client, deck):
    assert client.get(deck.url).page_cache
    assert client.get(f"{deck.url}kort/halv-tid/").page_cache
    assert not getattr(client.get(f"{deck.url}traek/"), "page_cache", False)


def test_cards_are_found_by_search(deck):
    assert "Om halv tid. Prøv det på torsdag." in deck.searchable_text()


@pytest.mark.parametrize("address", ["", "kort/halv-tid/"])
def test_the_pages_keep_to_twelve_queries(
    client: Client, deck, address, django_assert_max_num_queries, settings
):
    settings.PAGE_CACHE_SECONDS = 0
    client.get(deck.url + address)
    with django_assert_max_num_queries(12):
        client.get(deck.url + address)


def test_an_editor_makes_a_deck_in_the_admin(world, deck):
    client = Client()
    client.force_login(world.ellen_the_editor, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/admin/pages/{deck.pk}/edit/")
    assert page.status_code == 200
    assert 'name="cards-4-title"' in page.content.decode()
