import pytest
from django.http import Http404
from django.test import Client, RequestFactory
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from lederweb.core.page_cache import forget_all
from lederweb.pages.models import HomePage, SiteSettings
from projects.models import Tier


def test_the_front_page_shows_the_newest_story_first(world, client: Client):
    world.article("Hold talenterne varme", published_on="2013-06-21")
    world.article("Frivillige skal også ledes", published_on="2013-04-19")
    page = client.get(world.home.url).content.decode()
    assert page.index("Hold talenterne varme") < page.index("Frivillige skal også ledes")


def test_an_editor_chooses_the_main_story(world, client: Client):
    world.article("Hold talenterne varme", published_on="2013-06-21")
    chosen = world.article("Frivillige skal også ledes", published_on="2013-04-19")
    world.home.story = chosen
    world.home.save_revision().publish()
    response = client.get("/")
    assert response.context["leading"][0].title == "Frivillige skal også ledes"


def test_an_unpublished_main_story_gives_way_to_the_newest(world, client: Client):
    newest = world.article("Hold talenterne varme", published_on="2013-06-21")
    chosen = world.article("Frivillige skal også ledes", published_on="2013-04-19")
    world.home.story = chosen
    world.home.save_revision().publish()
    chosen.unpublish()
    assert client.get("/").context["leading"][0].pk == newest.pk


def test_each_vaeksthus_has_its_row_and_no_page_stands_twice(world, client: Client):
    world.article("Topchefer sendt på værksted", owners=["1"], published_on="2013-03-22")
    for number in range(8):
        world.article(f"Artikel {number}", owners=["3"], published_on=f"2014-0{number + 1}-01")
    context = client.get("/").context
    rows = dict(context["tiers"])
    assert [page.title for page in rows[Tier.TOP]] == ["Topchefer sendt på værksted"]
    shown = [context["leading"][0].pk, *(p.pk for p in context["newest"])]
    shown += [page.pk for pages in rows.values() for page in pages]
    assert len(shown) == len(set(shown))


def test_a_front_page_without_content_still_welcomes(world, client: Client):
    response = client.get(world.home.url)
    assert response.status_code == 200
    assert "Ledelse i hverdagen" in response.content.decode()


def test_the_front_page_keeps_to_twelve_queries(
    world, client: Client, django_assert_max_num_queries, settings
):
    settings.PAGE_CACHE_SECONDS = 0
    for number in range(12):
        world.article(
            f"Artikel {number}",
            owners=[str(number % 3 + 1)],
            picture=world.picture,
            published_on=str(timezone.now().date()),
        )
    client.get("/")
    with django_assert_max_num_queries(12):
        client.get("/")


def restrict(page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    forget_all()


def test_a_private_main_story_gives_way_to_the_newest(world, client: Client):
    story = world.article("Kun for bestyrelsen")
    world.home.story = story
    world.home.save_revision().publish()
    restrict(story)
    assert "Kun for bestyrelsen" not in client.get("/").content.decode()


def test_what_is_private_is_linked_from_no_page(world, client: Client):
    """Neither from the menu nor as the project or topic of a page (promise S4)."""
    project, topic = world.project("Hemmeligt projekt"), world.topic("Hemmeligt emne")
    article = world.article("Til alle", project=project, topics=[topic])
    SiteSettings.for_site(Site.objects.get()).menu_items.create(page=topic, sort_order=1)
    for page in (project, topic):
        restrict(page)
    answer = client.get(article.url).content.decode()
    assert "Til alle" in answer
    assert "Hemmelig" not in answer


def test_an_address_deeper_than_any_page_is_not_looked_for():
    # Without the `db` fixture, a query would be an error.
    with pytest.raises(Http404):
        HomePage(url_path="/forside/", content_type_id=1).route(
            RequestFactory().get("/"), ["a"] * 2000
        )
