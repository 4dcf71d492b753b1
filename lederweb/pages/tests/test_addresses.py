from django.test import Client
from wagtail.models import PageViewRestriction

from lederweb.pages.models import StandardPage


def test_a_deep_page_is_found(world, client: Client):
    about = world.section(StandardPage, "Om os", "om")
    about.add_child(instance=StandardPage(title="Kontakt", slug="kontakt"))
    assert "Kontakt" in client.get("/om/kontakt/").content.decode()


def test_an_address_below_a_page_that_does_not_exist_is_not_found(world, client: Client):
    world.section(StandardPage, "Om os", "om").add_child(
        instance=StandardPage(title="Kontakt", slug="kontakt")
    )
    assert client.get("/findes-ikke/kontakt/").status_code == 404
    assert client.get("/om/kontakt/mere/").status_code == 404


def test_an_unpublished_page_is_not_found(world, client: Client):
    article = world.article()
    article.unpublish()
    assert client.get(article.url).status_code == 404


def test_a_private_page_shows_nothing_and_stands_nowhere(world, client: Client):
    article = world.article("Kun for bestyrelsen")
    PageViewRestriction.objects.create(page=article, restriction_type="login")
    response = client.get(article.url)
    assert "Kun for bestyrelsen" not in response.content.decode()
    for address in ("/", "/artikler/", "/sitemap.xml", "/feed.xml"):
        text = client.get(address).content.decode()
        assert "Kun for bestyrelsen" not in text
        assert article.url not in text


def test_a_page_below_a_private_one_is_private_too(world, client: Client):
    article = world.article("Kun for bestyrelsen")
    PageViewRestriction.objects.create(page=article.get_parent(), restriction_type="login")
    assert "Kun for bestyrelsen" not in client.get("/feed.xml").content.decode()


def test_the_sitemap_has_every_public_page_with_its_full_address(world, client: Client, settings):
    article = world.article()
    sitemap = client.get("/sitemap.xml").content.decode()
    assert f"<loc>{settings.BASE_URL}{article.url}</loc>" in sitemap
    assert f"<loc>{settings.BASE_URL}/</loc>" in sitemap


def test_the_feed_says_the_sites_own_address_whichever_host_was_asked(
    world, client: Client, settings
):
    world.article()
    settings.ALLOWED_HOSTS = ["andet.example"]
    feed = client.get("/feed.xml", headers={"Host": "andet.example"}).content.decode()
    assert f"<link>{settings.BASE_URL}/</link>" in feed
    assert f'href="{settings.BASE_URL}/feed.xml"' in feed
    assert "andet.example" not in feed


def test_robots_are_told_of_the_sitemap_and_kept_from_the_admin(world, client: Client):
    robots = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    assert "Disallow: /admin/" in robots


def test_the_english_page_says_that_it_is_english(world, client: Client):
    world.section(StandardPage, "English", "en").add_child(
        instance=StandardPage(title="About Væksthuset in English", slug="about", language="en")
    )
    page = client.get("/en/about/").content.decode()
    assert '<html lang="en">' in page
    assert "This page is in English" in page


def test_the_manifest_names_the_site(world, client: Client):
    manifest = client.get("/manifest.webmanifest").json()
    assert manifest["name"] == "Lederweb"
    assert manifest["lang"] == "da"
