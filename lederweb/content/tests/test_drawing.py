"""Every text that shall have a picture has one drawn for it, and says what it shows."""

import io
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from PIL import Image
from wagtail.images.models import Filter

from lederweb.content.drawing.catalogue import SCENES, drawing
from lederweb.content.reading.library import Library
from lederweb.content.services.make_pictures import COVER, FEED, SQUARE, WIDE, Studio
from lederweb.content.typesetting import press

WITH_PICTURES = (
    "articles",
    "projects",
    "publications",
    "episodes",
    "series",
    "courses",
    "tools",
)


@pytest.fixture(scope="module")
def library():
    return Library()


def test_every_text_has_a_drawing_of_its_own(library):
    texts = [text for kind in WITH_PICTURES for text in library[kind]]
    names = [Studio.name_for(text) for text in texts]
    assert len(set(names)) == len(names)
    assert not [name for name in names if name not in SCENES]


def test_every_drawing_belongs_to_a_text(library):
    used = {Studio.name_for(text) for kind in WITH_PICTURES for text in library[kind]}
    described = {
        value["alternative"]
        for text in library.all()
        for kind, value in text.body.blocks
        if kind == "picture"
    }
    assert not [
        name
        for name, scene in SCENES.items()
        if name not in used and scene.alternative not in described
    ]


def test_every_drawing_says_in_danish_what_it_shows(library):
    alternatives = [
        text.data.get("picture") or SCENES[Studio.name_for(text)].alternative
        for kind in WITH_PICTURES
        for text in library[kind]
    ]
    assert all(20 < len(alternative) < 200 for alternative in alternatives)
    assert len(set(alternatives)) == len(alternatives)


@pytest.mark.parametrize("name", sorted(SCENES))
def test_a_drawing_is_the_same_every_time_and_well_formed(name):
    svg = drawing(name)
    assert svg == drawing(name)
    root = ElementTree.fromstring(svg)
    assert root.get("width") == str(SCENES[name].width)
    assert len(list(root.iter())) > 15  # a drawing, not a plane
    assert "nan" not in svg


def test_a_picture_is_a_jpeg_of_the_right_size():
    with Image.open(io.BytesIO(press.picture("da-krigen-sluttede"))) as image:
        assert (image.format, image.size) == ("JPEG", (1440, 960))
        assert len(image.getcolors(maxcolors=2_000_000)) > 200


def test_a_front_carries_the_title_in_the_sky(library):
    text = library["publications"][0]
    with Image.open(io.BytesIO(press.front(text))) as image:
        assert image.size == (1200, 1600)


def test_the_sizes_made_beforehand_are_those_the_pages_ask_for():
    templates = Path(settings.BASE_DIR, "templates")
    html = (templates / "components" / "picture.html").read_text(encoding="utf-8")
    asked = {
        spec
        for found in re.findall(r"\{% picture image (.+?) sizes=", html)
        for spec in Filter.expand_spec(found)
    }
    made = {spec for wanted in (WIDE, COVER, SQUARE) for spec in Filter.expand_spec(wanted)}
    assert asked == made
    feeds = Path(settings.BASE_DIR, "publications", "podcasts", "feed.py").read_text(
        encoding="utf-8"
    )
    assert Filter.expand_spec(FEED)[0] in feeds
