"""The page of media mentions and the page of the board and members."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.test import Client

from projects.models import Membership, Partner

Body = Membership.Body


@pytest.fixture
def overviews(world):
    return world.overviews()


def test_media_mentions_stand_by_year_with_outlet_kind_and_author(world, client, overviews):
    world.mention(
        "Nyhedsmagasinet Danske Kommuner",
        kind="debate",
        title="Det afgørende samspil med din chef",
        published_on="2017-02-23",
        by="Formandskabet",
    )
    world.mention("HK-bladet", kind="mention", published_on="2013")
    page = client.get("/medier/").content.decode()
    assert page.index("Det afgørende samspil med din chef") < page.index("HK-bladet")
    assert "23. februar 2017" in page
    assert "Debatindlæg" in page
    assert "Formandskabet" in page
    assert "HK-bladet" not in client.get("/medier/?aar=2017").content.decode()


def test_without_mentions_the_page_says_so(world, client: Client, overviews):
    assert "Intet endnu" in client.get("/medier/").content.decode()


def test_members_stand_by_body_and_former_ones_stay(world, client: Client, overviews):
    world.seat(Body.BOARD, "Birthe Eksempel", role="Formand", place=1, from_on="2015")
    world.seat(Body.BOARD, "Asta Eksempel")
    world.seat(Body.BOARD, "Knud Eksempel", from_on="2008", until_on="2014-12")
    world.seat(Body.NETWORK_2, "Lise Eksempel")
    page = client.get("/medlemmer/").content.decode()
    names = ("Birthe Eksempel", "Asta Eksempel", "Knud Eksempel", "Lise Eksempel")
    assert [page.index(name) for name in names] == sorted(page.index(name) for name in names)
    assert "1 tidligere medlem" in page
    assert "2008 – december 2014" in page
    assert "Styregruppe" not in page


def test_a_seat_is_over_on_the_day_after_its_last(world):
    seat = world.seat(Body.BOARD, until_on="2017-06-30")
    assert seat in Membership.objects.present(dt.date(2017, 6, 30))
    assert seat in Membership.objects.former(dt.date(2017, 7, 1))


def test_a_seat_shows_its_own_organisation_before_the_persons(world):
    assert world.seat(Body.BOARD).organisation_shown == "Eksempel Kommune"
    assert world.seat(Body.STEERING, organisation="KL").organisation_shown == "KL"


def test_nobody_leaves_before_joining():
    with pytest.raises(ValidationError):
        Membership(from_on="2017", until_on="2016").clean()
    with pytest.raises(ValidationError):
        Partner(name="KTO", joined_on="2014", left_on="2004").clean()


def test_a_person_with_a_seat_is_not_deleted_by_accident(world):
    seat = world.seat(Body.BOARD)
    with pytest.raises(ProtectedError):
        seat.person.delete()


@pytest.mark.parametrize("address", ["/medier/", "/medlemmer/"])
def test_the_pages_keep_to_twelve_queries(
    world, client: Client, overviews, address, django_assert_max_num_queries, settings
):
    settings.PAGE_CACHE_SECONDS = 0
    project = world.project()
    for number in range(10):
        world.mention(f"Blad {number}", project=project, published_on=f"20{number + 10}")
        seat = world.seat(Body.BOARD, f"Nr. {number} Eksempel")
        seat.person.picture = world.picture
        seat.person.save()
        world.seat(Body.NETWORK_1, f"Nr. {number} Eksempel", until_on="2015")
    client.get(address)
    with django_assert_max_num_queries(12):
        client.get(address)
