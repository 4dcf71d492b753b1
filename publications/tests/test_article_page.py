import datetime as dt
import json
import re

from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from lederweb.core.page_cache import forget_all
from projects.models import Person
from publications.models import ContentPage
from publications.services.draw_share_card import draw_share_card
from publications.services.relate import relate


def test_an_article_says_kind_level_minutes_and_date_above_the_lead(world, client: Client):
    article = world.article("Frivillige skal også ledes", owners=["3"], published_on="2013-04-19")
    page = client.get(article.url).content.decode()
    head = page[: page.index(article.lead, page.index("<h1"))]
    for part in ("Artikel", "1 min.", "19. april 2013"):
        assert part in head


def test_an_article_of_which_only_the_year_is_known_shows_the_year(world, client: Client):
    article = world.article(published_on="2017")
    assert ">2017</time>" in client.get(article.url).content.decode()


def test_an_article_without_a_date_shows_none(world, client: Client):
    article = world.article(published_on="", legacy_id=146571)
    main = client.get(article.url).content.decode().partition("<main")[2].partition("</main")[0]
    assert "<time" not in main


def test_minutes_follow_the_number_of_words(world):
    words = "ord " * 401
    article = world.article(lead="Kort.", body=[("text", f"<p>{words}</p>")])
    assert article.reading_minutes == 3


def test_an_address_is_spelt_the_danish_way(world):
    assert world.article("Når jorden brænder").url == "/artikler/naar-jorden-braender/"


def test_structured_data_names_headline_and_date(world, client: Client):
    article = world.article("Frivillige </script> skal også ledes", slug="frivillige")
    page = client.get(article.url).content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found
    data = json.loads(found[1])
    assert data["headline"] == "Frivillige </script> skal også ledes"
    assert data["datePublished"] == "2013-04-19"


def structured_data(page: str) -> dict:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found
    return json.loads(found[1])


def test_structured_data_says_who_what_about_and_where_from(world, client: Client):
    topic = world.topic("Frivillige")
    project = world.project("Ledelse af frivillige")
    article = world.article(
        topics=[topic], tags=["frivillige"], project=project, picture=world.picture
    )
    person = Person.objects.create(name="Karen Holm", role="Journalist", picture=world.picture)
    article.authors = [article.authors.model(person=person)]
    article.save_revision().publish()
    draw_share_card(page_id=article.pk)
    data = structured_data(client.get(article.url).content.decode())
    [author] = data["author"]
    assert (author["name"], author["jobTitle"]) == ("Karen Holm", "Journalist")
    assert author["image"].startswith("http")
    assert [about["name"] for about in data["about"]] == ["Frivillige"]
    assert data["isPartOf"]["url"] == project.full_url
    assert len(data["image"]) == 2
    assert all(address.startswith("http") for address in data["image"])
    assert data["keywords"] == ["frivillige"]
    assert data["publisher"]["logo"]["url"].endswith("icon-512.png")


def test_an_editorial_team_is_told_to_be_no_person(world, client: Client):
    article = world.article()
    team = Person.objects.create(name="Lederwebs redaktion", role="Redaktion", is_team=True)
    article.authors = [article.authors.model(person=team)]
    article.save_revision().publish()
    [author] = structured_data(client.get(article.url).content.decode())["author"]
    assert author == {"@type": "Organization", "name": "Lederwebs redaktion"}


def test_structured_data_names_no_private_project_or_topic(world, client: Client):
    topic, project = world.topic("Frivillige"), world.project("Ledelse af frivillige")
    article = world.article("Åben", topics=[topic], project=project)
    for page in (topic, project):
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    forget_all()
    data = structured_data(client.get(article.url).content.decode())
    assert "isPartOf" not in data
    assert "about" not in data
    assert not [page.title for page in (topic, project) if page.full_url in json.dumps(data)]


def test_an_update_is_told_when_it_came_a_day_or_more_after(world, client: Client):
    article = world.article(published_on="2013-04-19")
    assert "Opdateret" not in client.get(article.url).content.decode()
    first = timezone.now() - dt.timedelta(days=30)
    ContentPage.objects.filter(pk=article.pk).update(
        first_published_at=first, last_published_at=first + dt.timedelta(hours=20)
    )
    forget_all()
    assert "Opdateret" not in client.get(article.url).content.decode()
    changed = timezone.localtime(first + dt.timedelta(days=7))
    ContentPage.objects.filter(pk=article.pk).update(last_published_at=changed)
    forget_all()
    page = client.get(article.url).content.decode()
    assert f'<time datetime="{changed:%Y-%m-%d}">' in page
    assert "Opdateret" in page


def test_related_articles_share_a_topic(world, client: Client):
    topic = world.topic("Frivillige")
    article = world.article("Frivillige skal også ledes", topics=[topic])
    world.article("Tak en frivillig i dag", topics=[topic])
    world.article("Færre mål, mere styring")
    relate(page_id=article.pk)
    page = client.get(article.url).content.decode()
    assert "Tak en frivillig i dag" in page
    assert "Færre mål, mere styring" not in page


def test_an_article_keeps_to_twelve_queries(
    world, client: Client, django_assert_max_num_queries, settings
):
    settings.PAGE_CACHE_SECONDS = 0
    topic = world.topic("Frivillige")
    project = world.project("Ledelse af frivillige")
    for number in range(4):
        world.article(f"Artikel {number}", topics=[topic], picture=world.picture)
    article = world.article(
        "Frivillige skal også ledes",
        topics=[topic],
        tags=["frivillige"],
        project=project,
        picture=world.picture,
        body=[
            ("text", "<p>Tekst</p>"),
            ("picture", {"image": world.picture, "caption": "Et drivhus"}),
        ],
    )
    client.get(article.url)
    with django_assert_max_num_queries(12):
        assert client.get(article.url).status_code == 200


def test_a_mixed_list_is_one_query_and_knows_each_kind(world, django_assert_max_num_queries):
    world.article("Frivillige skal også ledes", picture=world.picture)
    world.article("Hold talenterne varme", picture=world.picture)
    assert ContentPage.objects.cards()[0].kind  # content types are read once for a process
    with django_assert_max_num_queries(1):
        shown = [
            (page.title, str(page.kind_label), page.url, page.lead, page.reading_minutes)
            for page in ContentPage.objects.cards()
        ]
    assert [entry[:3] for entry in shown] == [
        ("Hold talenterne varme", "Artikel", "/artikler/hold-talenterne-varme/"),
        ("Frivillige skal også ledes", "Artikel", "/artikler/frivillige-skal-ogsaa-ledes/"),
    ]


def test_a_preview_shows_the_draft_also_when_the_page_was_just_read(
    world, client: Client, settings
):
    settings.PAGE_CACHE_SECONDS = 0
    article = world.article("Hold talenterne varme", lead="Tre greb.")
    client.get(article.url)
    article.lead = "Fire greb."
    page = article.make_preview_request(preview_mode="").content.decode()
    assert "Fire greb." in page
    assert "Tre greb." not in page
