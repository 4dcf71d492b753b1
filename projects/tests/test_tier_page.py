import pytest
from django.test import Client

from projects.models import Tier, TierIndexPage, TierPage


@pytest.fixture
def institutions(world):
    index = world.section(TierIndexPage, "Væksthuse", "vaeksthus")
    return index.add_child(
        instance=TierPage(
            title="Væksthus 3: Institutionsledere",
            slug="3",
            tier=Tier.INSTITUTION,
            lead="For dig, der leder en institution eller en afdeling.",
        )
    )


def test_a_vaeksthus_shows_its_own_content_and_projects(world, client: Client, institutions):
    world.project("Faglig ledelse", owners=["3"])
    world.project("Fokuseret målstyring", owners=["1"])
    world.article("Frivillige skal også ledes", owners=["3"])
    world.article("Topchefer sendt på værksted", owners=["1"])
    page = client.get("/vaeksthus/3/").content.decode()
    assert "Faglig ledelse" in page
    assert "Frivillige skal også ledes" in page
    assert "Fokuseret målstyring" not in page
    assert "Topchefer sendt på værksted" not in page


def test_an_empty_vaeksthus_says_so(world, client: Client, institutions):
    page = client.get("/vaeksthus/3/").content.decode()
    assert "Intet endnu" in page or "Nothing yet" in page


def test_a_vaeksthus_keeps_to_twelve_queries(
    world, client: Client, institutions, django_assert_max_num_queries, settings
):
    settings.PAGE_CACHE_SECONDS = 0
    for number in range(6):
        world.article(f"Artikel {number}", picture=world.picture)
        world.project(f"Projekt {number}", picture=world.picture)
    client.get("/vaeksthus/3/")
    with django_assert_max_num_queries(12):
        client.get("/vaeksthus/3/")
