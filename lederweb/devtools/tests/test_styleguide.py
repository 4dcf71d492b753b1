"""Every component can be seen alone, in the frame that public pages have."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from lederweb.devtools import styleguide

COMPONENTS = Path(settings.BASE_DIR) / "templates" / "components"
STYLES = Path(settings.BASE_DIR) / "static" / "css"
# They stand around every page, the guide's own included; a second time would double their ids.
FRAME = {"head_meta", "header", "footer"}


def test_every_component_is_shown() -> None:
    examples = [example for group in styleguide.groups().values() for example in group]
    shown = {one.component for one in examples if one.folder == COMPONENTS.name}
    assert shown == {path.stem for path in COMPONENTS.glob("*.html")} - FRAME


def test_every_token_of_the_design_is_used() -> None:
    sheets = "".join(path.read_text() for path in STYLES.rglob("*.css"))
    named = set(re.findall(r"(?m)^\s*(--[\w-]+):", sheets))
    assert named - set(re.findall(r"var\((--[\w-]+)", sheets)) == set()


@pytest.mark.parametrize("path", sorted(COMPONENTS.glob("*.html")), ids=lambda path: path.stem)
def test_every_component_says_what_it_takes_and_obeys_the_policy(path: Path) -> None:
    source = path.read_text()
    assert "{% comment %}" in source.split("<", 1)[0]
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:", source)


@pytest.mark.django_db
def test_the_page_shows_them_all_in_the_frame() -> None:
    response = Client().get(reverse("devtools:styleguide"))
    assert response.status_code == 200
    page = response.content.decode()
    assert page.count('data-component="') == sum(map(len, styleguide.groups().values()))
    assert 'id="indhold"' in page


def test_there_is_something_to_play() -> None:
    response = Client().get(reverse("devtools:styleguide_sound"))
    assert response.headers["Content-Type"] == "audio/wav"
    assert response.content.startswith(b"RIFF")


def test_the_style_sheets_stay_small_and_ask_no_other_host() -> None:
    sheets = [path.read_text() for path in STYLES.rglob("*.css")]
    # As they go over a slow line, each compressed alone: 21 kB for all page types together,
    # less than one small picture.
    assert sum(len(gzip.compress(sheet.encode())) for sheet in sheets) < 24_000
    assert not any(re.search(r"@import|url\((?!data:)|https?:", sheet) for sheet in sheets)
