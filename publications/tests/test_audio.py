import pytest
from django.core.files.base import ContentFile
from django.test import Client

from lederweb.core.models import CustomMedia
from publications.models import PodcastEpisodePage, PodcastIndexPage, PodcastSeriesPage

SOUND = bytes(range(256)) * 40


@pytest.fixture
def series(world):
    index = world.section(PodcastIndexPage, "Podcast", "podcast")
    return index.add_child(
        instance=PodcastSeriesPage(
            title="Ørerne i maskinen", slug="oererne-i-maskinen", lead="Samtaler om ledelse."
        )
    )


@pytest.fixture
def episode(series):
    audio = CustomMedia.objects.create(
        title="Afsnit 9", type="audio", duration=75, file=ContentFile(SOUND, "afsnit-9.mp3")
    )
    return series.add_child(
        instance=PodcastEpisodePage(
            title="Når jorden brænder under lederen",
            lead="Om resultatkrav, tillid og kontrol.",
            number=9,
            audio=audio,
        )
    )


def body_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_the_whole_sound_is_sent(client: Client, episode):
    response = client.get(episode.audio.audio_url)
    assert response.status_code == 200
    assert response["Content-Type"] == "audio/mpeg"
    assert response["Accept-Ranges"] == "bytes"
    assert body_of(response) == SOUND


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, len(SOUND) - 1),
        ("bytes=-10", len(SOUND) - 10, len(SOUND) - 1),
    ],
)
def test_a_part_of_the_sound_is_sent(client: Client, episode, asked, first, last):
    response = client.get(episode.audio.audio_url, headers={"range": asked})
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/{len(SOUND)}"
    assert body_of(response) == SOUND[first : last + 1]


def test_a_part_beyond_the_end_is_refused(client: Client, episode):
    response = client.get(episode.audio.audio_url, headers={"range": "bytes=999999-"})
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{len(SOUND)}"


def test_head_tells_the_length_and_sends_nothing(client: Client, episode):
    response = client.head(episode.audio.audio_url)
    assert response["Content-Length"] == str(len(SOUND))
    assert body_of(response) == b""


def test_who_has_the_sound_already_is_told_so(client: Client, episode):
    etag = client.head(episode.audio.audio_url)["ETag"]
    response = client.get(episode.audio.audio_url, headers={"if-none-match": etag})
    assert response.status_code == 304


def test_a_part_of_another_version_is_answered_with_the_whole(client: Client, episode):
    response = client.get(
        episode.audio.audio_url, headers={"range": "bytes=0-9", "if-range": '"another"'}
    )
    assert response.status_code == 200


def test_the_sound_of_an_unpublished_episode_is_not_to_be_had(client: Client, episode):
    address = episode.audio.audio_url
    episode.unpublish()
    assert client.get(address).status_code == 404


def test_the_feed_lists_the_episode_with_its_sound(client: Client, series, episode):
    response = client.get("/podcast/oererne-i-maskinen/feed.xml")
    assert response["Content-Type"].startswith("application/rss+xml")
    feed = response.content.decode()
    assert episode.audio.audio_url in feed
    assert f'length="{len(SOUND)}"' in feed
    assert str(episode.guid) in feed


def test_the_episode_page_plays_without_script(client: Client, episode):
    page = client.get(episode.url).content.decode()
    assert "<audio controls" in page
    assert episode.audio.audio_url in page


def test_an_episode_keeps_to_twelve_queries(
    world, client: Client, episode, django_assert_max_num_queries, settings
):
    settings.PAGE_CACHE_SECONDS = 0
    client.get(episode.url)
    with django_assert_max_num_queries(12):
        client.get(episode.url)
