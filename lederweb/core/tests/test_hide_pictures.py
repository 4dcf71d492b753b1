"""A picture that only private pages show is at no address that anybody knows or can guess (S4)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from wagtail.models import PageViewRestriction

from lederweb.core.models import CustomImage
from lederweb.testing.world import World

pytestmark = pytest.mark.django_db
PICTURE = re.compile(r"/media/images/[^\s\"]+?\.(?:webp|jpg|png)")


@pytest.fixture
def make_private(django_capture_on_commit_callbacks: Callable[..., Any]) -> Callable[..., None]:
    def restrict(page: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            PageViewRestriction.objects.create(page=page, restriction_type="login")

    return restrict


def pictures_on(page: Any, client: Client) -> set[str]:
    return set(PICTURE.findall(client.get(page.url).content.decode()))


def test_no_name_can_be_guessed_and_no_size_leads_to_another_or_to_the_original(
    world: World,
) -> None:
    names = [PurePosixPath(world.picture.file.name).name]
    for size in ("fill-480x320", "width-240"):
        names.append(PurePosixPath(world.picture.get_rendition(size).file.name).name)
    tokens = [name.partition("-")[0] for name in names]
    assert all(re.fullmatch("[0-9a-f]{20}", token) for token in tokens)
    assert len(set(tokens)) == 3
    assert all("drivhus" in name for name in names)
    assert all(tokens[0][:6] not in name for name in names[1:])


def test_a_long_name_keeps_its_random_part(world: World) -> None:
    with world.picture.file.open("rb") as file:
        content = ContentFile(file.read(), f"{'meget-' * 30}lang.png")
    image = CustomImage.objects.create(
        title="Lang", description="x", file=content, width=1200, height=800
    )
    rendition = image.get_rendition("fill-1440x960|format-webp")
    for name in (image.file.name, rendition.file.name):
        assert re.match(r"[0-9a-f]{20}-meget", PurePosixPath(name).name)
    assert PurePosixPath(image.file.name).name[:6] not in rendition.file.name


@pytest.mark.parametrize("above", [False, True], ids=["the page", "a page above it"])
def test_what_was_public_ends_with_the_page(
    above: bool, world: World, client: Client, make_private: Callable[..., None]
) -> None:
    page = world.article(picture=world.picture)
    before = pictures_on(page, client)
    original = world.picture.file.url
    assert before
    assert all(client.get(address).status_code == 200 for address in [*before, original])
    make_private(page.get_parent() if above else page)
    assert {client.get(address).status_code for address in [*before, original]} == {404}


def test_who_may_see_the_page_sees_the_picture(
    world: World, client: Client, make_private: Callable[..., None]
) -> None:
    page = world.article(picture=world.picture)
    before = pictures_on(page, client)
    make_private(page)
    client.force_login(world.ellen_the_editor, backend="django.contrib.auth.backends.ModelBackend")
    after = pictures_on(page, client)
    assert after
    assert not after & before
    assert all(client.get(address).status_code == 200 for address in after)
    world.picture.refresh_from_db()
    assert world.picture.plain_file_name == "drivhus.png"


def test_a_picture_in_the_text_is_hidden_too(
    world: World, client: Client, make_private: Callable[..., None]
) -> None:
    block = ("picture", {"image": world.picture, "caption": "", "credit": ""})
    page = world.article(body=[block])
    before = pictures_on(page, client)
    assert before
    make_private(page)
    assert {client.get(address).status_code for address in before} == {404}


def test_a_picture_that_a_public_page_shows_stays_where_it_is(
    world: World, client: Client, make_private: Callable[..., None]
) -> None:
    hidden = world.article(picture=world.picture)
    public = world.article("Den åbne", picture=world.picture)
    before = pictures_on(public, client)
    make_private(hidden)
    assert pictures_on(public, client) == before
    assert all(client.get(address).status_code == 200 for address in before)


def test_a_picture_that_a_person_has_stays_where_it_is(
    world: World, make_private: Callable[..., None]
) -> None:
    from projects.models import Person

    Person.objects.create(name="Karen Holm", picture=world.picture)
    page = world.article(picture=world.picture)
    name = world.picture.file.name
    make_private(page)
    assert CustomImage.objects.get(pk=world.picture.pk).file.name == name


def test_moving_a_page_below_a_private_one_hides_its_picture(
    world: World, make_private: Callable[..., None]
) -> None:
    page = world.article(picture=world.picture)
    secret = world.article("Lukket")
    make_private(secret)
    name = world.picture.file.name
    page.move(secret, pos="last-child")
    assert CustomImage.objects.get(pk=world.picture.pk).file.name != name


def test_a_picture_whose_file_is_gone_stops_nothing(
    world: World, make_private: Callable[..., None]
) -> None:
    page = world.article(picture=world.picture)
    world.picture.file.storage.delete(world.picture.file.name)
    make_private(page)
    assert PageViewRestriction.objects.filter(page=page).exists()


def test_the_command_hides_what_was_private_before(
    world: World,
    client: Client,
    capsys: pytest.CaptureFixture[str],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    page = world.article(picture=world.picture)
    before = pictures_on(page, client)
    restriction = PageViewRestriction(page=page, restriction_type="login")
    PageViewRestriction.objects.bulk_create([restriction])  # tells nobody, as before the upgrade
    with django_capture_on_commit_callbacks(execute=True):
        call_command("hide_pictures")
    assert capsys.readouterr().out == "1 pictures of private pages have new addresses.\n"
    assert {client.get(address).status_code for address in before} == {404}
