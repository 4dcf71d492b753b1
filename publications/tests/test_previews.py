"""How an editor looks at a page before it is out."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from lederweb.testing.world import World

pytestmark = pytest.mark.django_db


def preview(world: World, page, mode: str) -> str:
    """The newest draft, as the editor's frame gets it."""
    client = Client()
    client.force_login(world.ellen_the_editor, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    answer = client.get(address, {"mode": mode})
    assert answer.status_code == 200
    return answer.content.decode()


def draft(world: World, **fields):
    page = world.article(picture=world.picture)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(user=world.ellen_the_editor)
    return page


def test_a_search_result_shows_what_search_engines_take(world: World) -> None:
    page = draft(world, seo_title="Ledere af frivillige", search_description="Tre greb. " * 20)
    html = preview(world, page, "search")
    assert "Ledere af frivillige – Lederweb" in html
    assert "/artikler/frivillige-skal-ogsaa-ledes/" in html
    assert "…" in html
    page = draft(world, seo_title="")
    assert page.lead in preview(world, page, "search")


def test_a_shared_link_shows_the_card_of_the_draft(world: World) -> None:
    html = preview(world, draft(world, title="En ny titel"), "share")
    assert "En ny titel" in html
    assert 'src="data:image/jpeg;base64,' in html


def test_a_picture_of_the_editors_choice_is_shared_instead(world: World) -> None:
    html = preview(world, draft(world, share_image=world.picture), "share")
    assert re.search(r'src="/media/images/[0-9a-f]{20}-driv', html)


def test_the_page_itself_comes_first_and_the_choices_are_danish(world: World) -> None:
    page = draft(world, title="Som siden ser ud")
    assert "Som siden ser ud</h1>" in preview(world, page, "")
    assert [str(label) for _mode, label in page.preview_modes] == [
        "Siden",
        "I søgeresultater",
        "Når den deles",
    ]
    sizes = [(size["device_width"], str(size["label"])) for size in page.preview_sizes]
    assert sizes == [
        (375, "Vis som på telefon"),
        (768, "Vis som på tablet"),
        (1280, "Vis som på computer"),
    ]
