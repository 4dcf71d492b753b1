import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

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


def test_a_reader_chooses_by_topic_and_by_the_topic_above(world, client: Client, catalogue):
    above = world.topic("Arbejdsmiljø")
    below = world.topic("Sygefravær", below=above)
    world.tool("Samtalekort")
    book = world.publication("Når nogen bliver syg")
    book.topics = [below]
    book.save_revision().publish()
    for place in ("arbejdsmiljoe", "arbejdsmiljoe/sygefravaer"):
        assert titles(client.get("/katalog/", {"emne": place})) == ["Når nogen bliver syg"]


def counts(response, name: str) -> dict[str, int]:
    facet = next(f for f in response.context["choice"].facets() if f.name == name)
    return {option.value: option.count for option in facet.options}


def test_each_answer_says_how_many_it_would_show(client: Client, catalogue, releases):
    response = client.get("/katalog/")
    assert counts(response, "art") == {"publikation": 2, "vaerktoej": 1}
    assert counts(response, "aar") == {"2017": 1, "2013": 2}
    response = client.get("/katalog/?aar=2013")
    assert counts(response, "art") == {"publikation": 1, "vaerktoej": 1}
    assert counts(response, "aar") == {"2017": 1, "2013": 2}
    assert "Publikationer (1)" in response.content.decode()


def test_there_is_one_way_to_write_a_choice(client: Client, catalogue, releases):
    page = client.get(
        "/katalog/?aar=2013&sludder=1&art=vaerktoej&emne=findes-ikke"
    ).content.decode()
    canonical = 'rel="canonical" href="http://testserver/katalog/?art=vaerktoej&amp;aar=2013"'
    assert canonical in page


def test_what_is_chosen_can_be_taken_away_one_by_one(client: Client, catalogue, releases):
    page = client.get("/katalog/?art=vaerktoej&aar=2013").content.decode()
    assert 'href="/katalog/?aar=2013"' in page
    assert 'href="/katalog/?art=vaerktoej"' in page


def test_what_is_private_is_neither_shown_nor_counted(client: Client, catalogue, releases):
    tool = ToolPage.objects.get()
    PageViewRestriction.objects.create(page=tool, restriction_type="login")
    response = client.get("/katalog/")
    assert len(titles(response)) == 2
    assert "vaerktoej" not in counts(response, "art")


def test_the_catalogue_keeps_to_twelve_queries(
    world, client: Client, catalogue, releases, django_assert_max_num_queries, settings
):
    settings.PAGE_CACHE_SECONDS = 0
    client.get("/katalog/")
    with django_assert_max_num_queries(12):
        client.get("/katalog/")
