"""The feed against the written requirements of Apple Podcasts, RSS 2.0 and Podcasting 2.0.

No validator of podcast feeds is to be had from a package registry, so each rule stands here with
its source:

APPLE  "A Podcaster's Guide to RSS", https://help.apple.com/itc/podcasts_connect/#/itcb54353390,
       and "Podcast requirements", https://podcasters.apple.com/support/823-podcast-requirements
RSS    RSS 2.0, https://www.rssboard.org/rss-specification
PC2    https://github.com/Podcastindex-org/podcast-namespace/tree/main/docs/tags
"""

from __future__ import annotations

import email.utils
import io
import re
import uuid
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.test import Client
from PIL import Image

from lederweb.core.models import CustomRendition
from projects.models import Person
from publications.models import PodcastEpisodePage
from publications.models.podcasts import EpisodePerson
from publications.podcasts.apple_categories import CATEGORIES

pytestmark = pytest.mark.django_db
ADDRESS = "/podcast/oererne-i-maskinen/feed.xml"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def episode_made_once(made_once) -> int:
    with made_once() as world:
        page = world.episode(season=2, published_on="2017-10-25")
        host = Person.objects.create(name="Karen Holm", picture=world.square_cover)
        guest = Person.objects.create(name="Peter Lind")
        page.people = [
            EpisodePerson(sort_order=0, person=host, role="host"),
            EpisodePerson(sort_order=1, person=guest, role="guest"),
        ]
        page.save_revision().publish()
        return page.pk


@pytest.fixture
def episode(episode_made_once: int, world):
    return PodcastEpisodePage.objects.get(pk=episode_made_once)


@pytest.fixture
def feed(client: Client, episode) -> ElementTree.Element:
    return read(client)


def read(client: Client) -> ElementTree.Element:
    response = client.get(ADDRESS)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)


@pytest.fixture
def channel(feed) -> ElementTree.Element:
    return feed.find("channel")


@pytest.fixture
def item(channel) -> ElementTree.Element:
    return channel.find("item")


def test_it_is_rss_2_with_both_namespaces_in_utf_8(client: Client, feed) -> None:
    """RSS: <rss version="2.0">. APPLE: the declaration exactly so, UTF-8."""
    assert (feed.tag, feed.get("version")) == ("rss", "2.0")
    content = client.get(ADDRESS).content
    assert content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    assert b'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"' in content
    assert b'xmlns:podcast="https://podcastindex.org/namespace/1.0"' in content


def test_the_channel_has_all_that_apple_requires(channel) -> None:
    """APPLE, required show tags: title, description, image, language, category, explicit.
    RSS: title, link and description."""
    assert channel.findtext("title") == "Ørerne i maskinen"
    assert channel.findtext("link") == "http://testserver/podcast/oererne-i-maskinen/"
    assert 0 < len(channel.findtext("description").encode()) <= 4000
    assert channel.findtext("language") == "da"  # ISO 639
    assert channel.findtext(f"{ITUNES}explicit") in ("true", "false")
    assert channel.find(f"{ITUNES}image").get("href")
    assert channel.find(f"{ITUNES}category") is not None


def test_the_channel_has_what_apple_recommends(channel) -> None:
    """APPLE, recommended and situational: author, link, type, copyright; owner for contact."""
    assert channel.findtext(f"{ITUNES}author") == "Væksthus for Ledelse"
    assert channel.findtext(f"{ITUNES}owner/{ITUNES}name") == "Væksthus for Ledelse"
    assert channel.findtext(f"{ITUNES}owner/{ITUNES}email") == "info@example.org"
    assert channel.findtext(f"{ITUNES}type") in ("episodic", "serial")
    assert channel.findtext(f"{ITUNES}summary")
    assert channel.findtext("copyright")


def test_the_category_is_apples_letter_by_letter(channel) -> None:
    """APPLE: a category of the list, with a subcategory inside it."""
    category = channel.find(f"{ITUNES}category")
    assert category.get("text") in CATEGORIES
    assert category.find(f"{ITUNES}category").get("text") in CATEGORIES[category.get("text")][1]


def test_categories_with_an_ampersand_are_escaped(client: Client, episode) -> None:
    """APPLE: "be sure to properly escape ampersands"."""
    series = episode.get_parent().specific
    series.category = "Society & Culture/Places & Travel"
    series.save_revision().publish()
    category = read(client).find(f"channel/{ITUNES}category")
    assert category.get("text") == "Society & Culture"
    assert b"Society &amp; Culture" in client.get(ADDRESS).content


def test_the_cover_is_square_large_and_what_its_name_says(channel) -> None:
    """APPLE: 1400 to 3000 pixels, square, JPEG or PNG with the right ending, RGB."""
    href = channel.find(f"{ITUNES}image").get("href")
    assert href.endswith(".jpg")
    rendition = CustomRendition.objects.get(file=urlsplit(href).path.split("/media/")[1])
    with Image.open(io.BytesIO(rendition.file.read())) as cover:
        assert (cover.format, cover.mode) == ("JPEG", "RGB")
        assert cover.width == cover.height
        assert 1400 <= cover.width <= 3000
    assert channel.findtext("image/url") == href  # RSS: with title and link
    assert channel.findtext("image/link") == channel.findtext("link")


def test_the_feed_says_its_own_address(channel) -> None:
    """RSS Advisory Board, best practices: atom:link with rel="self"."""
    link = channel.find(f"{ATOM}link")
    assert (link.get("rel"), link.get("href")) == ("self", f"http://testserver{ADDRESS}")


def test_the_identity_is_the_uuid_of_the_first_address(channel) -> None:
    """PC2 guid: UUIDv5 of the address without scheme, in the namespace of podcasts."""
    namespace = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
    assert uuid.uuid5(namespace, "podnews.net/rss") == uuid.UUID(
        "9b024349-ccf0-5f69-a609-6b82873eab3c"
    )  # the example of the specification
    expected = uuid.uuid5(namespace, f"testserver{ADDRESS}")
    assert channel.findtext(f"{PODCAST}guid") == str(expected)


def test_identities_never_change(client: Client, channel, item, episode) -> None:
    """PC2 guid: "for the duration of its life, even if the feed url changes".
    APPLE guid: "never changes, even if an episode's metadata do change"."""
    series = episode.get_parent().specific
    series.slug = "oererne"
    series.save_revision().publish()
    page = PodcastEpisodePage.objects.get()
    page.title, page.slug, page.number = "Ny titel", "ny-titel", 10
    page.save_revision().publish()
    moved = client.get("/podcast/oererne/feed.xml").content
    new = ElementTree.fromstring(moved).find("channel")
    assert new.findtext(f"{PODCAST}guid") == channel.findtext(f"{PODCAST}guid")
    assert new.findtext("item/guid") == item.findtext("guid")


def test_a_copy_is_another(client: Client, episode) -> None:
    series = episode.get_parent().specific
    copy = series.copy(update_attrs={"title": "Kopi", "slug": "kopi"}, recursive=True)
    assert copy.specific.guid != series.guid
    assert PodcastEpisodePage.objects.child_of(copy).get().guid != episode.guid


def test_nobody_may_take_the_feed_elsewhere(channel) -> None:
    """PC2 locked: yes or no, with the owner's address."""
    locked = channel.find(f"{PODCAST}locked")
    assert locked.text == "yes"
    assert locked.get("owner") == "info@example.org"


def test_an_episode_has_all_that_apple_requires(item) -> None:
    """APPLE, required episode tags: title without numbers, enclosure with url, length, type."""
    assert item.findtext("title") == "Når jorden brænder under lederen"
    enclosure = item.find("enclosure")
    assert urlsplit(enclosure.get("url")).path.endswith(".mp3")
    assert enclosure.get("type") in ("audio/mpeg", "audio/x-m4a")
    assert int(enclosure.get("length")) > 0


def test_the_enclosure_is_what_it_says(client: Client, item) -> None:
    """APPLE: the server answers HEAD and byte ranges; RSS: length in bytes, a MIME type."""
    enclosure = item.find("enclosure")
    path = urlsplit(enclosure.get("url")).path
    head = client.head(path)
    assert head.status_code == 200
    assert head["Content-Length"] == enclosure.get("length")
    assert head["Content-Type"] == enclosure.get("type")
    part = client.get(path, headers={"range": "bytes=0-1"})
    assert part.status_code == 206
    assert part["Content-Range"] == f"bytes 0-1/{enclosure.get('length')}"


def test_an_episode_has_what_apple_recommends(item) -> None:
    """APPLE, recommended and situational episode tags."""
    guid = item.find("guid")
    assert guid.get("isPermaLink") == "false"
    assert uuid.UUID(guid.text)
    published = email.utils.parsedate_to_datetime(item.findtext("pubDate"))  # RFC 2822
    assert published.date().isoformat() == "2017-10-25"
    assert 0 < len(item.findtext("description").encode()) <= 4000
    assert item.findtext(f"{ITUNES}duration") == "12"  # in seconds
    assert item.findtext("link").startswith("http://testserver/podcast/oererne-i-maskinen/")
    assert item.findtext(f"{ITUNES}explicit") == "false"
    assert item.findtext(f"{ITUNES}title") == item.findtext("title")
    assert (item.findtext(f"{ITUNES}episode"), item.findtext(f"{ITUNES}season")) == ("9", "2")
    assert item.findtext(f"{ITUNES}episodeType") in ("full", "trailer", "bonus")
    assert item.findtext(f"{ITUNES}summary")


def test_no_value_has_spaces_around_it_and_none_is_empty(feed) -> None:
    """APPLE: "Don't add leading or trailing spaces to your values"; 255 characters at most."""
    for element in feed.iter():
        if len(element) == 0 and not element.attrib:
            assert element.text, element.tag
            assert element.text == element.text.strip(), element.tag
        long = ("description", f"{ITUNES}summary")
        if element.tag not in long:
            assert len((element.text or "").strip()) <= 255, element.tag


def test_the_transcripts_are_there_in_the_kinds_they_say(client: Client, item) -> None:
    """PC2 transcript: url and type required; rel="captions" where there are times."""
    found = {one.get("type"): one for one in item.findall(f"{PODCAST}transcript")}
    assert set(found) == {"text/vtt", "text/html"}
    assert found["text/vtt"].get("rel") == "captions"
    for kind, one in found.items():
        assert one.get("language") == "da"
        response = client.get(urlsplit(one.get("url")).path)
        assert response.status_code == 200
        assert response["Content-Type"] == f"{kind}; charset=utf-8"
        # PC2, transcripts.md: "CORS headers are required".
        assert response["Access-Control-Allow-Origin"] == "*"


def test_the_chapters_are_there(client: Client, item) -> None:
    """PC2 chapters and jsonChapters.md 1.2.0: version, startTime ascending, this content type."""
    chapters = item.find(f"{PODCAST}chapters")
    assert chapters.get("type") == "application/json+chapters"
    response = client.get(urlsplit(chapters.get("url")).path)
    assert response["Content-Type"] == "application/json+chapters"
    data = response.json()
    assert data["version"] == "1.2.0"
    assert data["chapters"] == [
        {"startTime": 0, "title": "Velkommen"},
        {"startTime": 6, "title": "Når det brænder", "url": "https://example.org/brand"},
    ]


def test_who_speaks_is_named_with_role_and_picture(item) -> None:
    """PC2 person: the name as text of at most 128 characters; role and group of the taxonomy."""
    host, guest = item.findall(f"{PODCAST}person")
    assert (host.text, host.get("role"), host.get("group")) == ("Karen Holm", "host", "cast")
    assert re.match(r"http://testserver/media/.*\.jpg$", host.get("img"))
    assert (guest.text, guest.get("role"), guest.get("img")) == ("Peter Lind", "guest", None)


def test_episodes_of_one_day_keep_their_order(client: Client, world, episode) -> None:
    """APPLE type episodic: "the newest episodes first", by pubDate."""
    series = episode.get_parent().specific
    world.episode("Afsnit 10", series=series, number=10, season=2, published_on="2017-10-25")
    numbers, dates = [], []
    for item in read(client).iter("item"):
        numbers.append(item.findtext(f"{ITUNES}episode"))
        dates.append(email.utils.parsedate_to_datetime(item.findtext("pubDate")))
    assert numbers == ["10", "9"]
    assert dates[0] > dates[1]


def test_a_plain_transcript_is_offered_as_html_alone(client: Client, episode) -> None:
    episode.transcript = "Vært: Hvad gjorde I?"
    episode.save_revision().publish()
    item = read(client).find("channel/item")
    assert [one.get("type") for one in item.findall(f"{PODCAST}transcript")] == ["text/html"]


def test_the_feed_keeps_to_twelve_queries(
    client: Client, episode, settings, django_assert_max_num_queries
) -> None:
    settings.PAGE_CACHE_SECONDS = 0
    client.get(ADDRESS)  # makes the cover's size
    episode.save_revision().publish()  # and what is kept is forgotten
    with django_assert_max_num_queries(12):
        client.get(ADDRESS)
