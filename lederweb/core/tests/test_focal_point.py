"""The focal point that an editor sets decides what a cropped picture shows."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.images import ImageFile
from django.test import Client
from PIL import Image

from lederweb.core.models import CustomImage
from lederweb.testing.world import World

pytestmark = pytest.mark.django_db
RED, BLUE = (200, 20, 20), (20, 20, 200)


@pytest.fixture
def picture(world: World) -> CustomImage:
    """Red on the left, blue on the right, so wide that a crop shows one of them."""
    drawn = Image.new("RGB", (2400, 400), RED)
    drawn.paste(BLUE, (1200, 0, 2400, 400))
    buffer = io.BytesIO()
    drawn.save(buffer, "PNG")
    buffer.seek(0)
    assert world.ground
    return CustomImage.objects.create(
        title="To farver",
        description="To farver",
        file=ImageFile(buffer, name="farver.png"),
        width=2400,
        height=400,
    )


def middle_of(picture: CustomImage) -> str:
    with Image.open(picture.get_rendition("fill-480x320|format-png").file) as drawn:
        pixel: Any = drawn.convert("RGB").getpixel((drawn.width // 2, drawn.height // 2))
    red, _green, blue = pixel
    return "red" if red > blue else "blue"


def set_in_form(client: Client, picture: CustomImage, x: int) -> None:
    form = {
        "title": picture.title,
        "description": picture.description,
        "collection": picture.collection_id,
        "tags": "",
        "credit": "",
        "focal_point_x": x,
        "focal_point_y": 200,
        "focal_point_width": 300,
        "focal_point_height": 300,
    }
    assert client.post(f"/admin/images/{picture.pk}/", form).status_code == 302
    picture.refresh_from_db()


def test_it_is_set_in_the_form_and_changes_the_crop_and_the_pages(
    picture: CustomImage,
    world: World,
    client: Client,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    editor = Client()
    editor.force_login(world.ellen_the_editor, backend="django.contrib.auth.backends.ModelBackend")
    page = world.article(picture=picture)

    def shown() -> set[str]:
        html = client.get(page.url).content.decode()
        return set(re.findall(r"/media/images/[^\s\"]*farver[^\s\"]*fill-480x320[^\s\"]*", html))

    seen: list[set[str]] = []
    for x, colour in ((200, "red"), (2200, "blue")):
        with django_capture_on_commit_callbacks(execute=True):
            set_in_form(editor, picture, x)
        assert picture.focal_point_x == x
        assert middle_of(picture) == colour
        seen.append(shown())
        assert seen[-1]
    assert not seen[0] & seen[1]  # also out of the page cache, which keeps pages for minutes


def test_the_form_has_it(picture: CustomImage, world: World) -> None:
    editor = Client()
    editor.force_login(world.ellen_the_editor, backend="django.contrib.auth.backends.ModelBackend")
    html = editor.get(f"/admin/images/{picture.pk}/").content.decode()
    assert "focal-point-chooser" in html
    assert 'name="focal_point_x"' in html
