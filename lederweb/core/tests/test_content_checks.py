"""What a text should have before it is published, said in Danish and stopping nobody."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lederweb.core.content_checks import CHECKS, findings, sentences_in
from lederweb.core.models import PageFinding
from lederweb.core.services.check_pages import check_all_pages, check_page
from lederweb.testing.world import World
from publications.models import ArticlePage

pytestmark = pytest.mark.django_db


def heading(text: str, level: str) -> tuple[str, dict[str, str]]:
    return ("heading", {"text": text, "level": level})


def rich(html: str) -> tuple[str, str]:
    return ("text", html)


def codes(page: Any) -> list[str]:
    return [finding.check.code for finding in findings(page)]


def good(world: World, title: str = "Ledelse af frivillige", **fields: Any) -> ArticlePage:
    return world.article(title, **{"picture": world.picture} | fields)


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_page_that_has_all_is_left_alone(world: World) -> None:
    assert codes(good(world)) == []


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("lead", lambda: {"lead": "Frivillige. " * 26, "search_description": "Kort."}),
        ("lead", lambda: {"lead": "En sætning. To sætninger. Tre sætninger."}),
        ("picture", lambda: {"picture": None}),
        ("links", lambda: {"body": [rich('<p>Se <a href="/om/">klik her</a>.</p>')]}),
        ("links", lambda: {"body": [rich('<p><a href="/om/"><b>Læs mere</b> »</a></p>')]}),
        ("headings", lambda: {"body": [heading("En del", "3"), heading("Et afsnit", "2")]}),
        ("long", lambda: {"body": [rich(f"<p>{'ord ' * 801}</p>")]}),
        ("description", lambda: {"lead": "Frivillige ledes af dem, der kender dem, " * 5}),
        ("description", lambda: {"search_description": "x" * 161}),
        ("review", lambda: {"review_on": timezone.localdate() - dt.timedelta(days=1)}),
    ],
)
def test_each_check_finds_what_it_is_for(
    code: str, fields: Callable[[], dict[str, Any]], world: World
) -> None:
    assert codes(good(world, **fields())) == [code]


@pytest.mark.parametrize(
    "fields",
    [
        {"lead": "Brug f.eks. Ledelse i hverdagen, ca. 3 gange, jf. Budgetloven. Og så videre."},
        {"body": [rich('<p><a href="/om/">Sådan melder du dig her</a></p>')]},
        {"body": [heading("Et afsnit", "2"), heading("En del", "3")]},
        {"body": [rich(f"<p>{'ord ' * 801}</p>"), heading("Et afsnit", "2")]},
        {"lead": "Frivillige ledes af dem, " * 8, "search_description": "Om frivillige."},
    ],
)
def test_what_is_right_is_not_found(fields: dict[str, Any], world: World) -> None:
    assert codes(good(world, **fields)) == []


def test_pictures_in_the_text_need_words_too(world: World) -> None:
    world.picture.description = ""
    world.picture.save()
    block = ("picture", {"image": world.picture, "caption": "", "credit": ""})
    page = good(world, body=[block])
    assert codes(page) == ["alternative"]
    assert "Drivhus" in findings(page)[0].sentence


def test_an_episode_without_transcript_is_found(world: World) -> None:
    episode = world.episode(picture=world.picture)
    episode.transcript = ""
    assert "transcript" in codes(episode)


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("Uden punktum", 1), ("En. To", 2), ("Nr. 4 fra kl. 9. Ja!", 2), ("Hvad? Ja.", 2)],
)
def test_sentences_are_counted_as_a_reader_does(text: str, count: int) -> None:
    assert sentences_in(text) == count


def test_every_check_says_what_to_do_in_danish(world: World) -> None:
    page = good(world, lead="x" * 301, picture=None, body=[rich('<p><a href="/">her</a></p>')])
    for finding in findings(page):
        assert finding.sentence.endswith((".", "?"))
        assert " the " not in finding.sentence
    assert all(str(check.label)[0].isupper() for check in CHECKS.values())


def test_the_editor_is_told_of_the_newest_draft(world: World) -> None:
    page = good(world)
    page.picture = None
    page.save_revision(user=world.ellen_the_editor)
    url = reverse("content_checks", args=[page.pk])
    answer = logged_in(world.ellen_the_editor).get(url).content.decode()
    assert "Vælg et billede" in answer
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert (
        f'data-house-checks="{url}"' in logged_in(world.ellen_the_editor).get(edit).content.decode()
    )


def test_publishing_warns_and_stops_nobody(world: World) -> None:
    page = good(world, picture=None)
    client = logged_in(world.morten_the_moderator)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = {
        "title": page.title,
        "slug": page.slug,
        "lead": page.lead,
        "owners": "3",
        "action-publish": "1",
    }
    for part in ("comments", "authors", "picks"):
        form |= {f"{part}-TOTAL_FORMS": "0", f"{part}-INITIAL_FORMS": "0"}
    text = {"body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "text"}
    content = {"entityMap": {}, "blocks": [{"key": "a", "text": "Ord", "type": "unstyled"}]}
    answer = client.post(edit, {**form, **text, "body-0-value": json.dumps(content)})
    assert answer.status_code == 302, answer.context["form"].errors
    told = [str(message) for message in get_messages(answer.wsgi_request)]
    assert any("Vælg et billede" in sentence for sentence in told)
    page.refresh_from_db()
    assert page.live


def test_the_report_has_what_was_published_and_can_be_narrowed(
    world: World, django_assert_max_num_queries: Any
) -> None:
    good(world, "Uden fejl")
    without = good(world, "Uden billede", picture=None)
    good(world, "Lang manchet", lead="x" * 301, search_description="Kort.")
    good(world, "Taget af", picture=None).unpublish()
    check_all_pages()
    client = logged_in(world.morten_the_moderator)
    url = reverse("content_findings")
    html = client.get(url).content.decode()
    assert "Uden billede" in html
    assert "Lang manchet" in html
    assert "Uden fejl" not in html
    assert "Taget af" not in html
    narrowed = client.get(url, {"code": "lead"}).content.decode()
    assert "Uden billede" not in narrowed
    assert "Intet billede" in client.get(url, {"export": "csv"}).getvalue().decode()
    without.picture = world.picture
    without.save_revision().publish()
    check_page(page_id=without.pk)
    check_page(page_id=without.pk)
    assert not PageFinding.objects.filter(page=without.pk).exists()
