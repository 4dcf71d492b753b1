"""The lists of Væksthuset in the admin: found, filtered, kept."""

from __future__ import annotations

import pytest
from django.test import Client

from projects.models import Event, Membership, Person

LIST = "/admin/snippets/projects"


@pytest.fixture
def editor(world) -> Client:
    return _logged_in(world.ellen_the_editor)


def _logged_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def rows(client: Client, address: str) -> str:
    """What the list shows, without the filters beside it."""
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(str(row) for row in response.context["object_list"])


def test_events_are_filtered_by_year_kind_owner_and_project(world, editor):
    project = world.project("Ledelse på afstand")
    world.event("Erfaringsdag", starts_on="2013-06-12", kind="meeting", owners=["3"])
    world.event("Dialogmøde", starts_on="2013", kind="event", project=project)
    world.event("Projektlederdag", starts_on="2017-08", kind="meeting")
    assert rows(editor, f"{LIST}/event/?year=2017") == "Projektlederdag"
    assert rows(editor, f"{LIST}/event/?year=2013&kind=meeting") == "Erfaringsdag"
    assert rows(editor, f"{LIST}/event/?owner=3") == "Erfaringsdag"
    assert rows(editor, f"{LIST}/event/?project={project.pk}") == "Dialogmøde"
    assert rows(editor, f"{LIST}/event/?q=dialog") == "Dialogmøde"


def test_the_list_of_events_writes_dates_the_danish_way(world, editor):
    world.event(starts_on="2013-06-12", owners=["1", "3"])
    page = editor.get(f"{LIST}/event/").content.decode()
    assert "12. juni 2013" in page
    assert "Væksthus 1, Væksthus 3" in page


def test_media_mentions_are_filtered_by_outlet_and_year(world, editor):
    world.mention("Børsen", published_on="2017")
    world.mention("FTF", published_on="2013")
    assert rows(editor, f"{LIST}/mediamention/?year=2013") == "FTF"
    assert rows(editor, f"{LIST}/mediamention/?q=børs") == "Børsen"


def test_the_secretariat_keeps_the_lists_of_members(world):
    secretariat = _logged_in(world.sanne_of_the_secretariat)
    world.seat(Membership.Body.BOARD, "Birthe Eksempel")
    world.seat(Membership.Body.BOARD, "Knud Eksempel", until_on="2014")
    shown = rows(secretariat, f"{LIST}/membership/?seat=former")
    assert "Knud Eksempel" in shown
    assert "Birthe Eksempel" not in shown
    person = Person.objects.create(name="Lise Eksempel")
    answer = secretariat.post(
        f"{LIST}/membership/add/",
        {"person": person.pk, "body": "network-3", "from_on": "2016", "place": 100},
    )
    assert answer.status_code == 302
    assert Membership.objects.get(person=person).get_body_display()


def test_an_editor_adds_an_event_and_is_told_about_a_wrong_date(world, editor):
    form = {"title": "Netværksmøde", "kind": "meeting", "starts_on": "i morgen"}
    page = editor.post(f"{LIST}/event/add/", form).content.decode()
    assert "Skriv en dag (3.5.2013)" in page
    answer = editor.post(f"{LIST}/event/add/", form | {"starts_on": "2099-03", "owners": ["3"]})
    assert answer.status_code == 302
    assert Event.objects.get().owners == ["3"]


def test_a_project_gets_its_people_in_the_editor(world, editor):
    project = world.project()
    page = editor.get(f"/admin/pages/{project.pk}/edit/").content.decode()
    assert 'name="people-TOTAL_FORMS"' in page
