import pytest
from django.test import Client

from publications.models import TopicPage


@pytest.fixture
def personale(world):
    return world.topic("Personale")


def test_a_topic_shows_its_own_pages_and_those_of_the_topics_below(
    world, client: Client, personale
):
    below = world.topic("Frivillige", below=personale)
    world.article("Frivillige skal også ledes", topics=[below])
    world.article("Hold talenterne varme", topics=[personale])
    page = client.get("/emner/personale/").content.decode()
    assert "Frivillige skal også ledes" in page
    assert "Hold talenterne varme" in page
    page = client.get("/emner/personale/frivillige/").content.decode()
    assert "Hold talenterne varme" not in page.partition("<main")[2].partition("mest-laest")[0]


def test_a_page_with_both_topics_stands_once(world, client: Client, personale):
    below = world.topic("Frivillige", below=personale)
    world.article("Frivillige skal også ledes", topics=[below, personale])
    assert client.get("/emner/personale/").context["results"].paginator.count == 1


def test_topics_have_two_levels_and_no_more(world, personale):
    below = world.topic("Frivillige", below=personale)
    assert TopicPage.can_create_at(personale)
    assert not TopicPage.can_create_at(below)


def test_a_long_topic_is_leafed_through(world, client: Client, personale):
    TopicPage.PER_PAGE, usual = 2, TopicPage.PER_PAGE
    try:
        for number in range(3):
            world.article(f"Artikel {number}", topics=[personale])
        assert "Artikel 0" in client.get("/emner/personale/?side=2").content.decode()
        assert client.get("/emner/personale/?side=sludder").status_code == 200
    finally:
        TopicPage.PER_PAGE = usual


def test_the_overview_lists_both_levels(world, client: Client, personale):
    world.topic("Frivillige", below=personale)
    page = client.get("/emner/").content.decode()
    assert "/emner/personale/frivillige/" in page


def test_a_topic_keeps_to_twelve_queries(
    world, client: Client, personale, django_assert_max_num_queries, settings
):
    settings.PAGE_CACHE_SECONDS = 0
    for number in range(6):
        world.article(f"Artikel {number}", topics=[personale], picture=world.picture)
    client.get("/emner/personale/")
    with django_assert_max_num_queries(12):
        client.get("/emner/personale/")
