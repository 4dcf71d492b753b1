import pytest
from django.test import Client

from publications.models import (
    CataloguePage,
    PublicationIndexPage,
    PublicationPage,
    ToolIndexPage,
    ToolPage,
)


@pytest.fixture
def catalogue(world):
    return world.section(CataloguePage, "Katalog", "katalog")


@pytest.fixture
def releases(world):
    publications = world.section(PublicationIndexPage, "Publikationer", "publikationer")
    tools = world.section(ToolIndexPage, "Værktøjer", "vaerktoejer")
    publications.add_child(
        instance=PublicationPage(
            title="Ledelse af frivillige", lead="En publikation.", owners=["3"], published_on="2013"
        )
    )
    publications.add_child(
        instance=PublicationPage(
            title="Ledelse af kompetenceudvikling", lead="En metode.", published_on="2017"
        )
    )
    tools.add_child(
        instance=ToolPage(
            title="Innovative gaver", lead="25 idéer.", owners=["3"], published_on="2013"
        )
    )


def titles(response) -> list[str]:
    return [page.title for page in response.context["results"]]


def test_the_catalogue_has_every_release_but_no_articles(
    world, client: Client, catalogue, releases
):
    world.article("Frivillige skal også ledes")
    assert titles(client.get("/katalog/")) == [
        "Ledelse af kompetenceudvikling",
        "Innovative gaver",
        "Ledelse af frivillige",
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("art=vaerktoej", {"Innovative gaver"}),
        ("vaeksthus=3", {"Innovative gaver", "Ledelse af frivillige"}),
        ("aar=2017", {"Ledelse af kompetenceudvikling"}),
        ("art=publikation&vaeksthus=3&aar=2013", {"Ledelse af frivillige"}),
        ("aar=2001", set()),
    ],
)
def test_a_reader_chooses_by_kind_level_and_year(
    client: Client, catalogue, releases, query, expected
):
    assert set(titles(client.get(f"/katalog/?{query}"))) == expected


@pytest.mark.parametrize(
    "query", ["art=sludder", "aar=toogtyve", "vaeksthus=9", "aar=99999", "side=-1"]
)
def test_nonsense_chooses_nothing_and_harms_nothing(client: Client, catalogue, releases, query):
    response = client.get(f"/katalog/?{query}")
    assert response.status_code == 200
    assert len(titles(response)) == 3


def test_the_catalogue_keeps_to_twelve_queries(
    world, client: Client, catalogue, releases, django_assert_max_num_queries, settings
):
    settings.PAGE_CACHE_SECONDS = 0
    client.get("/katalog/")
    with django_assert_max_num_queries(12):
        client.get("/katalog/")
