"""Events, media mentions, seats and cards of the demonstration: as the sources have them."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image

from lederweb.content.drawing.ideas import IDEAS
from lederweb.content.reading.library import Library
from lederweb.content.services.add_vaeksthus import COMING
from lederweb.content.typesetting import press
from lederweb.testing.tagged_pdf import faults_against_ua
from projects.models import Event, MediaMention, Membership


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


def test_every_event_and_mention_could_be_typed_in(library):
    for model, entries in ((Event, library.events), (MediaMention, library.media)):
        for entry in entries:
            fields = {key: value for key, value in entry.items() if key != "project"}
            model(**fields).full_clean(exclude=["over_on"])


def test_the_events_of_the_status_documents_are_there(library):
    dates = {(entry["title"], entry["starts_on"]) for entry in library.events}
    assert dates >= {
        ("Erfaringsdag", "2013-06-12"),
        ("Væksthusdagen", "2013-09-27"),
        ("Væksthusdagen", "2017-10"),
        ("Projektlederdag", "2017-08"),
        ("DSR's fagkongres", "2017"),
    }
    meetings = next(entry for entry in library.events if entry["title"].startswith("Dialogmøder"))
    assert (meetings["participants"], meetings["participants_about"]) == (120, True)


def test_the_debate_pieces_have_their_dates(library):
    pieces = {e["title"]: e["published_on"] for e in library.media if e["kind"] == "debate"}
    assert pieces == {
        "Det afgørende samspil med din chef": "2017-02-23",
        "Ledelseskommission – lær af praksis": "2017-05-02",
        "Når jorden brænder under lederen": "2017-10-25",
    }


def test_nobody_real_sits_on_the_board_of_the_demonstration(library):
    seats = library.members["seats"]
    assert {entry["body"] for entry in seats} == set(Membership.Body.values)
    assert all(entry["name"].endswith(" Eksempel") for entry in seats)
    assert "Eksempel" in str(COMING["title"])


def test_there_are_25_cards_each_with_a_drawing_of_its_own(library):
    cards = library.decks["innovative-gaver"]
    assert len(cards) == 25
    assert [card["title"] for card in cards] == list(IDEAS)
    assert all(2 <= card["text"].count(". ") + card["text"].count("? ") + 1 <= 5 for card in cards)
    assert all(card["try_it"] for card in cards)
    with Image.open(io.BytesIO(press.idea("Halv tid"))) as picture:
        assert picture.size == (640, 640)


def test_every_worksheet_fits_on_one_page(library):
    tool = next(text for text in library["tools"] if text.slug == "ledere-der-laerer-sammen")
    sheets = [step for step in tool.data["steps"] if "worksheet" in step]
    assert len(sheets) == 3
    for step in sheets:
        pdf = press.worksheet(tool.title, step)
        assert faults_against_ua(pdf) == []
        with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
            assert len(document) == 1
            assert step["tasks"][0] in document[0].get_textpage().get_text_range()
    assert sum(step["minutes"] for step in tool.data["steps"]) == 60
