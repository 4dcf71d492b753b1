"""What an editor began and did not fill in is named, with where it stands."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.rich_text import RichText

from newsletter.models import IssueItem
from newsletter.services.approve import approve_issue
from newsletter.services.check import findings_of, problems_of

pytestmark = pytest.mark.django_db

QUOTE = {"text": "Vi ringer først.", "role": "Leder"}
BUTTON = {"text": "Tilmeld dig", "page": None, "link": "https://example.org/"}


@pytest.fixture
def reader(world):
    return world.subscriber("Karen")


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("heading", "", "Mangler: Overskrift."),
        ("text", RichText('<p data-block-key="x"></p>'), "Mangler: Tekst."),
        ("picture", {"image": None, "description": "", "caption": ""}, "Mangler: Billede."),
        ("button", BUTTON | {"text": ""}, "Mangler: Hvad der sker."),
        ("button", BUTTON | {"link": ""}, "Vælg en side, eller skriv en adresse"),
        ("button", BUTTON | {"link": "ingen adresse"}, "gyldig URL"),
        ("heading", "Nyt " * 99, "højst"),
        ("quote", QUOTE | {"text": "", "role": ""}, "Mangler: Citat, Rolle."),
        ("figure", {"number": "4", "text": "Fire.", "source": ""}, "Mangler: Kilde."),
    ],
    ids=[
        *("heading", "text", "picture", "button-words", "button-target", "no-address", "too-long"),
        *("quote", "figure"),
    ],
)
def test_an_unfinished_block_stands_in_the_way(world, reader, kind, value, words):
    finished = ("quote", QUOTE)
    issue = world.issue(after=[finished, (kind, value)])
    [problem] = problems_of(issue)
    assert problem.startswith("Efter indslagene: Blok 2 (")
    assert words in problem
    assert "slet blokken" in problem


def test_finished_blocks_are_left_alone(world, reader):
    text = RichText('<p><embed embedtype="figure" key="nyhedsbrev"/></p>')
    whole = [("heading", "Nyt"), ("quote", QUOTE), ("button", BUTTON), ("text", text)]
    issue = world.issue(before=whole)
    assert not any("blokken" in problem for problem in problems_of(issue))


def test_an_item_without_a_page_is_told_by_its_number(world, reader):
    issue = world.issue(pages=[world.article()])
    issue.items = [*issue.items.all(), IssueItem(page=None, sort_order=1)]
    assert [problem[:9] for problem in problems_of(issue)] == ["Indslag 2"]


def test_a_button_may_wait_for_its_target_in_a_draft(world):
    blocks = world.issue(before=[("button", BUTTON | {"link": ""})]).before
    assert len(blocks.stream_block.clean_deferred(blocks)) == 1
    blocks[0].value["page"] = Page.objects.first()
    blocks[0].value["link"] = "https://example.org/"
    with pytest.raises(Exception, match="Validation error"):
        blocks.stream_block.clean_deferred(blocks)


def told(client: Any, issue: Any) -> str:
    return client.get(reverse("content_checks", args=[issue.pk])).content.decode()


def test_the_panel_beside_the_issue_says_it(world, reader, client):
    client.force_login(
        world.anna_the_administrator, backend="django.contrib.auth.backends.ModelBackend"
    )
    issue = world.issue(before=[("heading", "")], preview_text="")
    beside = told(client, issue)
    for finding in findings_of(issue):
        assert finding.sentence in beside
    assert beside.index("Før nyhedsbrevet kan sendes") < beside.index("Værd at se på")


def test_the_panel_says_what_it_is_about_and_counts_nothing_that_stands_above(
    world, reader, client
):
    client.force_login(
        world.anna_the_administrator, backend="django.contrib.auth.backends.ModelBackend"
    )
    issue = world.issue(before=[("heading", "")])
    page = client.get(reverse("wagtailadmin_pages:edit", args=[issue.pk])).content.decode()
    assert "Tjekket gælder siden, som den sidst blev gemt." in page
    # The number beside it is that of Wagtail's own checker, which knows nothing of ours.
    assert "Problemer fundet" not in page
    assert "Problemer med tilgængelighed" in page


def test_the_panel_is_quiet_once_the_issue_is_approved(world, reader, client):
    client.force_login(
        world.anna_the_administrator, backend="django.contrib.auth.backends.ModelBackend"
    )
    issue = world.issue(preview_text="")
    approve_issue(issue_id=issue.pk, approved_by=world.anna_the_administrator)
    assert "Værd at se på" not in told(client, issue)
