from django.test import Client


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
    client.get(project.url)  # makes the pictures' sizes
    with django_assert_max_num_queries(12):
        client.get(project.url)


def test_a_project_cannot_end_before_it_starts(world):
    import pytest
    from django.core.exceptions import ValidationError

    project = world.project("Faglig ledelse")
    project.started_on, project.ended_on = "2017", "2016"
    with pytest.raises(ValidationError):
        project.full_clean()


def test_projects_under_way_stand_apart_from_finished_ones(world, client: Client):
    world.project("Faglig ledelse", status="running")
    finished = world.project("Sammenhængskraft", status="finished")
    page = client.get(finished.get_parent().specific.url).content.decode()
    assert page.index("Faglig ledelse") < page.index("Sammenhængskraft")
