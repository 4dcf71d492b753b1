"""Nothing English is left on any screen that editor, moderator or secretariat can reach."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import polib
import pytest
from django.conf import settings
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Collection, Page

from lederweb.core.admin_language import TEMPLATES, name_the_roots
from lederweb.core.management.commands.translations import packages
from lederweb.core.tests import readable
from lederweb.lib.extraction import Key
from lederweb.lib.package_strings import danish_of, strings_of
from lederweb.testing.world import World
from lederweb.users.roles import EDITOR, MODERATOR, SECRETARIAT
from lederweb.users.tests.admin_walk import logged_in, texts_of, visits_of, walked
from publications.models import ArticlePage

pytestmark = pytest.mark.django_db

# Words that no Danish sentence has; strings outside every catalogue are found by them.
ENGLISH = re.compile(
    r"\b(the|and|your|you|this|that|please|with|from|are|not|add|edit|delete|search|choose|select"
    r"|view|page|pages|root|error|save|upload|yes|show|hide|close|settings|by|of)\b",
    re.IGNORECASE,
)
# English that is meant: names, and what is written for the computer.
MEANT = re.compile(
    r"https?://\S+|\S+@\S+|\S*/\S*\.\w+|\S+\.(jpg|png|pdf|mp3|html)\b"
    r"|\[data-[^\]]+\]|#?\bw-[\w-]+|\w+\.\w+page\b|^English$|^sep$"
)
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{\w*\}")
_TAG = re.compile(r"<[^>]+>")


@cache
def english() -> tuple[frozenset[str], list[re.Pattern[str]]]:
    """What the catalogues would say in English and say otherwise in Danish.

    Whole texts, and patterns where something is filled in.
    """
    texts, patterns = set(), set()
    for original, danish in _pairs():
        spoken = {" ".join(part.split()) for part in _TAG.split(danish)}
        for part in _TAG.split(original):
            part = " ".join(part.split())
            if not re.search(r"[a-z]{3}", _PLACEHOLDER.sub("", part), re.I) or part in spoken:
                continue
            if _PLACEHOLDER.search(part):
                patterns.add(part)
            else:
                texts.add(part)
    danish_words = {" ".join(danish.split()) for _, danish in _pairs()}
    return frozenset(texts - danish_words), [_pattern(part) for part in patterns]


def _pattern(part: str) -> re.Pattern[str]:
    fixed = [re.escape(piece) for piece in _PLACEHOLDER.split(part) if piece is not None]
    return re.compile(".+".join(fixed))


def _pairs() -> Iterator[tuple[str, str]]:
    """Every string of ours and of the packages with its Danish."""
    found = list(packages())
    for domain in ("django", "djangojs"):
        danish: dict[Key, polib.POEntry] = {}
        sources = [danish_of(found, domain)]
        for folder in reversed(settings.LOCALE_PATHS):
            path = folder / "da" / "LC_MESSAGES" / f"{domain}.po"
            sources += [polib.pofile(str(path))] if path.exists() else []
        for catalogue in sources:
            danish |= {(entry.msgctxt, entry.msgid): entry for entry in catalogue}
        for entry in danish.values():
            if entry.msgid_plural:
                yield entry.msgid, entry.msgstr_plural[0]
                yield entry.msgid_plural, entry.msgstr_plural[1]
            else:
                yield entry.msgid, entry.msgstr


@cache  # every screen has the same menus
def in_english(text: str) -> bool:
    text = MEANT.sub("", text).strip()
    texts, patterns = english()
    if text in texts or any(pattern.fullmatch(text) for pattern in patterns):
        return True
    return bool(ENGLISH.search(text))


def test_the_search_for_english_finds_it() -> None:
    assert in_english("Save draft")
    assert in_english("Are you sure you want to delete this person?")
    assert in_english("Hard-coded and in no catalogue")
    assert not in_english("Gem kladde")
    html = '<button title="Save draft">Gem</button><div data-x=\'{"a": ["Add a comment"]}\'></div>'
    assert {text for text in readable.in_html(html) if in_english(text)} == {
        "Save draft",
        "Add a comment",
    }


@pytest.mark.parametrize("role", walked([EDITOR, MODERATOR, SECRETARIAT]))
def test_no_screen_of_the_admin_has_english(role: str) -> None:
    found = {
        text: visit.url for visit in visits_of(role) for text in visit.texts if in_english(text)
    }
    assert not found, "\n".join(f"{url}: {text}" for text, url in found.items())


def test_no_action_for_many_at_once_has_english(world: World) -> None:
    client = logged_in(MODERATOR, world)
    article = world.article(picture=world.picture)
    targets = {
        ("wagtailcore", "page"): (article.pk, ("publish", "unpublish", "move", "delete")),
        ("core", "customimage"): (world.picture.pk, ("add_tags", "add_to_collection", "delete")),
        ("core", "customdocument"): (world.pdf.pk, ("add_tags", "add_to_collection", "delete")),
    }
    for (app, model), (pk, actions) in targets.items():
        for action in actions:
            response = client.get(f"/admin/bulk/{app}/{model}/{action}/?id={pk}")
            assert response.status_code == 200
            assert not [text for text in texts_of(response) if in_english(text)]


def test_the_log_in_has_no_english(client: Client) -> None:
    for name in ("wagtailadmin_login", "wagtailadmin_password_reset"):
        found = [text for text in texts_of(client.get(reverse(name))) if in_english(text)]
        assert not found


def test_the_scripts_of_the_admin_get_danish_for_every_string(world: World) -> None:
    response = logged_in(EDITOR, world).get(reverse("wagtailadmin_javascript_catalog"))
    (text,) = re.findall(r"const newcatalog = (\{.*?\});\n", response.content.decode(), re.S)
    delivered = json.loads(text)
    for _, singular in strings_of(packages(), "djangojs"):
        danish = delivered[singular]
        assert danish != singular or "%" in singular, singular
    assert delivered["Add a comment"] == "Tilføj en kommentar"
    assert delivered["%(num)s error"] == ["%(num)s fejl", "%(num)s fejl"]


def test_dates_are_danish(world: World) -> None:
    article = world.article(picture=world.picture)
    revision = article.save_revision(user=world.ellen_the_editor)
    revision.created_at = datetime(2026, 3, 1, 8, 5, tzinfo=UTC)
    revision.save()
    article.save_revision(user=world.ellen_the_editor)
    client = logged_in(MODERATOR, world)
    address = reverse("wagtailadmin_pages:revisions_revert", args=[article.pk, revision.pk])
    assert "<b>1. marts 2026 kl. 9.05</b>" in client.get(address).content.decode()


@pytest.mark.parametrize("language", ["da", "en"])
def test_dates_are_read_as_they_are_shown(language: str, world: World) -> None:
    with translation.override(language):
        form = ArticlePage.get_edit_handler().get_form_class()
        field = form.base_fields["go_live_at"]
        moment = datetime(2026, 3, 1, 9, 5, tzinfo=ZoneInfo("Europe/Copenhagen"))
        assert field.widget.format_value(moment) == "01.03.2026 09:05"
        assert field.to_python("01.03.2026 09:05") == moment


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_templates_that_are_put_right_still_need_it(name: str) -> None:
    english, danish = TEMPLATES[name]
    (original,) = [
        Path(folder, name)
        for folder in get_app_template_dirs("templates")
        if Path(folder, name).exists()
    ]
    assert english in original.read_text()
    assert english not in get_template(name).template.source


def test_the_forms_for_links_are_labelled_in_danish(world: World) -> None:
    client = logged_in(EDITOR, world)
    form = json.loads(client.get(reverse("wagtailadmin_choose_page_email_link")).content)["html"]
    labels = set(readable.in_html(form))
    assert {"E-mailadresse", "Linktekst", "Emnelinje", "Mailens tekst"} <= labels


def test_the_roots_have_danish_names_that_people_may_change() -> None:
    Page.objects.filter(depth=1).update(title="Root")
    Collection.objects.filter(depth=1).update(name="Root")
    name_the_roots()
    assert Page.objects.get(depth=1).title == "Alle sider"
    assert Collection.objects.get(depth=1).name == "Fælles"
    Collection.objects.filter(depth=1).update(name="Pressen")
    name_the_roots()
    assert Collection.objects.get(depth=1).name == "Pressen"


def test_no_help_leads_to_pages_in_english(world: World) -> None:
    html = logged_in(EDITOR, world).get(reverse("wagtailadmin_home")).content.decode()
    assert "guide.wagtail.org" not in html
    assert "wagtail.org/" not in html
