import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from projects.models import Person, ProjectPerson


def test_a_project_page_shows_purpose_owner_status_and_period(world, client: Client):
    project = world.project(
        "Faglig ledelse",
        purpose="<p>Projektet undersøger, hvad faglig ledelse er i dagtilbud.</p>",
        owners=["3"],
        started_on="2016",
        ended_on="2017-11",
    )
    page = client.get(project.url).content.decode()
    assert "Projektet undersøger, hvad faglig ledelse er i dagtilbud." in page
    assert "tiers__pane--3 is-lit" in page
    assert "tiers__pane--1 is-lit" not in page
    assert "2016 – november 2017" in page


def test_a_project_page_shows_what_came_of_it(world, client: Client):
    project = world.project("Ledelse af frivillige")
    world.article("Frivillige skal også ledes", project=project)
    page = client.get(project.url).content.decode()
    assert "Frivillige skal også ledes" in page


def test_a_project_page_keeps_to_twelve_queries(
    world, client: Client, django_assert_max_num_queries, settings
):
    settings.PAGE_CACHE_SECONDS = 0
    project = world.project("Ledelse af frivillige", picture=world.picture)
    for number in range(5):
        world.article(f"Artikel {number}", project=project, picture=world.picture)
        world.event(f"Møde {number}", project=project)
        world.mention(f"Avis {number}", project=project)
        person = Person.objects.create(name=f"Nr. {number} Eksempel", picture=world.picture)
        project.people.add(ProjectPerson(person=person))
    project.save()
    world.publication(project=project).editions.update(printed=5000)
    world.tool(project=project)
    client.get(project.url)  # makes the pictures' sizes
    with django_assert_max_num_queries(12):
        client.get(project.url)


def test_a_project_cannot_end_before_it_starts(world):
    project = world.project("Faglig ledelse")
    project.started_on, project.ended_on = "2017", "2016"
    with pytest.raises(ValidationError):
        project.full_clean()


def test_projects_under_way_stand_apart_from_finished_ones(world, client: Client):
    world.project("Faglig ledelse", status="running")
    finished = world.project("Sammenhængskraft", status="finished")
    page = client.get(finished.get_parent().specific.url).content.decode()
    assert page.index("Faglig ledelse") < page.index("Sammenhængskraft")


def test_what_came_of_a_project_stands_by_kind_and_in_order(world, client: Client):
    project = world.project("Ledelse på afstand")
    world.tool("Samtalekort", project=project)
    world.article("Sådan leder du på afstand", project=project)
    publication = world.publication("Nærværende ledelse på afstand", project=project)
    edition = publication.editions.get()
    edition.printed, edition.sent_out, edition.sent_out_about = 5000, 4400, True
    edition.save()
    world.event("Dialogmøder", project=project, participants=120, participants_about=True)
    world.mention("Moderne Ledelse", project=project, published_on="2017-09-18")
    person = Person.objects.create(name="Karen Eksempel", organisation="Eksempel Kommune")
    project.people = [ProjectPerson(person=person, role="Projektleder")]
    project.save()
    page = client.get(project.url).content.decode()
    order = (
        "Karen Eksempel",
        "Projektleder, Eksempel Kommune",
        "Det kom der ud af projektet",
        "Nærværende ledelse på afstand",
        "Sådan leder du på afstand",
        "Samtalekort",
        "Dialogmøder",
        "Moderne Ledelse",
        "5.000 eksemplarer trykt, cirka 4.400 sendt ud.",
    )
    places = [page.find(text) for text in order]
    assert -1 not in places
    assert places == sorted(places)


def test_figures_of_a_publication_that_is_not_public_are_not_shown(world, client: Client):
    project = world.project()
    publication = world.publication(project=project)
    publication.editions.update(printed=5000)
    publication.unpublish()
    assert "5.000" not in client.get(project.url).content.decode()
