"""Pictures are made in all their sizes when a page comes out, not when it is first read."""

import pytest

from publications.services.make_sizes import make_sizes_of

pytestmark = pytest.mark.django_db


def test_the_first_reader_waits_for_no_picture(world, client):
    block = ("picture", {"image": world.picture, "caption": "", "credit": ""})
    article = world.article(picture=world.picture, body=[block])
    assert make_sizes_of(page_id=article.pk) == 1
    made = set(world.picture.renditions.values_list("filter_spec", flat=True))
    assert {"format-webp|fill-480x320", "format-jpeg|fill-1440x960"} <= made
    assert client.get(article.url).status_code == 200
    assert set(world.picture.renditions.values_list("filter_spec", flat=True)) == made
    assert make_sizes_of(page_id=article.pk) == 0


def test_a_cover_is_not_cropped(world):
    publication = world.publication()
    make_sizes_of(page_id=publication.pk)
    made = publication.picture.renditions.values_list("filter_spec", flat=True)
    assert set(made) == {
        f"format-{kind}|width-{width}" for kind in ("webp", "jpeg") for width in (240, 480)
    }


def test_a_file_that_is_gone_stops_nobody(world):
    article = world.article(picture=world.picture)
    world.picture.file.storage.delete(world.picture.file.name)
    assert make_sizes_of(page_id=article.pk) == 0
    assert make_sizes_of(page_id=0) == 0
