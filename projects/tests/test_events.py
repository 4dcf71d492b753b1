"""Events: on their page, on projects and Væksthuse, and in a reader's calendar."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from projects.calendar import calendar_of
from projects.models import Event, Tier, TierIndexPage, TierPage


@pytest.fixture
def overviews(world):
    return world.overviews()


def test_events_to_come_stand_above_those_that_were(world, client: Client, overviews):
    world.event("Netværksmøde", starts_on="2099-03-01")
    world.event("Væksthusdagen", starts_on="2017-10", place="DGI-Byens konferencecenter")
    page = client.get("/arrangementer/").content.decode()
    assert page.index("Netværksmøde") < page.index("Væksthusdagen")
    assert "oktober 2017" in page
    assert "DGI-Byens konferencecenter" in page


def test_an_event_of_which_only_the_year_is_known_is_over_with_the_year(world):
    event = world.event(starts_on="2017")
    assert event.over_on == dt.date(2017, 12, 31)
    assert event in Event.objects.coming(dt.date(2017, 12, 31))
    assert event in Event.objects.past(dt.date(2018, 1, 1))


def test_without_events_the_page_says_so(world, client: Client, overviews):
    page = client.get("/arrangementer/").content.decode()
    assert "Ingen arrangementer på vej lige nu" in page


def test_past_events_can_be_read_year_by_year(world, client: Client, overviews):
    world.event("Erfaringsdag", starts_on="2013-06-12")
    world.event("Projektlederdag", starts_on="2017-08")
    page = client.get("/arrangementer/?aar=2013").content.decode()
    assert "Erfaringsdag" in page
    assert "Projektlederdag" not in page
    assert "Projektlederdag" in client.get("/arrangementer/?aar=1066").content.decode()


def test_a_number_of_participants_says_whether_it_is_about(world, client: Client, overviews):
    world.event("Dialogmøder", participants=120, participants_about=True)
    world.event("Fra medarbejder til leder", participants=118)
    page = client.get("/arrangementer/").content.decode()
    assert "cirka 120 deltagere" in page
    assert ">118 deltagere" in page


def test_a_project_that_is_not_public_is_not_named_beside_its_event(
    world, client: Client, overviews
):
    project = world.project("Hemmeligt projekt", live=False)
    world.event(project=project)
    assert "Hemmeligt projekt" not in client.get("/arrangementer/").content.decode()


def test_a_vaeksthus_shows_its_events_and_members(world, client: Client):
    index = world.section(TierIndexPage, "Væksthuse", "vaeksthus")
    tier = TierPage(title="Væksthus 3", slug="3", tier=Tier.INSTITUTION, lead="For dig.")
    index.add_child(instance=tier)
    world.event("Netværksmøde", starts_on="2099-03-01", owners=["3"])
    world.event("Topledermøde", starts_on="2099-03-01", owners=["1"])
    world.seat("network-3", "Lise Eksempel")
    world.seat("network-1", "Ole Eksempel")
    page = client.get("/vaeksthus/3/").content.decode()
    assert "Netværksmøde" in page
    assert "Lise Eksempel" in page
    assert "Topledermøde" not in page
    assert "Ole Eksempel" not in page


def test_the_page_keeps_to_twelve_queries(
    world, client: Client, overviews, django_assert_max_num_queries, settings
):
    settings.PAGE_CACHE_SECONDS = 0
    project = world.project()
    for number in range(12):
        world.event(f"Dag {number}", starts_on=f"20{number + 10}", project=project)
        world.event(f"Møde {number}", starts_on="2099", project=project)
    client.get("/arrangementer/")
    with django_assert_max_num_queries(12):
        client.get("/arrangementer/")


@pytest.mark.parametrize(
    "fields",
    [
        {"starts_on": "2017-03-02", "ends_on": "2017-03-01"},
        {"starts_on": "2017-03-01", "starts_at": dt.time(15), "ends_at": dt.time(9)},
        {"starts_on": "2017-03-01", "ends_at": dt.time(9)},
        {"starts_on": "marts"},
    ],
)
def test_an_event_with_impossible_times_is_refused(fields):
    with pytest.raises(ValidationError):
        Event(title="Møde", **fields).full_clean(exclude=["over_on"])


def test_an_event_may_end_in_the_year_it_began(db):
    Event(title="Forløb", starts_on="2017-03", ends_on="2017").full_clean(exclude=["over_on"])


# --- The calendar ------------------------------------------------------------------------------
def test_an_event_can_be_put_into_a_calendar(world, client: Client, overviews):
    event = world.event(
        "Lær, prøv; spørg", starts_on="2099-03-01", starts_at=dt.time(9, 30), ends_at=dt.time(15)
    )
    assert event.calendar_url in client.get("/arrangementer/").content.decode()
    answer = client.get(event.calendar_url)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    lines = answer.content.decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert "DTSTART:20990301T083000Z" in lines
    assert "DTEND:20990301T140000Z" in lines
    assert r"SUMMARY:Lær\, prøv\; spørg" in lines


def test_a_whole_day_ends_on_the_day_after(world):
    event = world.event(starts_on="2099-03-01", ends_on="2099-03-02")
    assert b"DTSTART;VALUE=DATE:20990301\r\nDTEND;VALUE=DATE:20990303\r\n" in calendar_of(event)


def test_long_lines_are_folded_between_letters(world):
    event = world.event(starts_on="2099-03-01", text="æøå" * 100 + "\nNy linje")
    folded = calendar_of(event)
    assert max(map(len, folded.split(b"\r\n"))) <= 75
    unfolded = folded.replace(b"\r\n ", b"").decode()
    assert "DESCRIPTION:" + "æøå" * 100 + r"\nNy linje" in unfolded


def test_an_event_without_a_day_has_no_calendar(world, client: Client, overviews):
    event = world.event(starts_on="2099")
    assert event.calendar_url is None
    assert "ics" not in client.get("/arrangementer/").content.decode()
    assert client.get(f"/om/arrangementer/{event.pk}.ics").status_code == 404
