"""What podcast apps ask for again and again, and what only those may have who may see it."""

from __future__ import annotations

import pytest
from django.test import Client

from lederweb.core.signals import content_served
from lederweb.testing.podcasts import TRANSCRIPT

pytestmark = pytest.mark.django_db
FEED = "/podcast/oererne-i-maskinen/feed.xml"


@pytest.fixture
def episode(world):
    return world.episode()


def test_an_app_that_has_the_feed_is_told_so(client: Client, episode) -> None:
    first = client.get(FEED)
    for headers in (
        {"if-none-match": first["ETag"]},
        {"if-none-match": f'W/{first["ETag"]}, "older"'},
        {"if-modified-since": first["Last-Modified"]},
    ):
        again = client.get(FEED, headers=headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]


def test_a_new_episode_changes_the_feed_at_once(
    client: Client, world, episode, django_capture_on_commit_callbacks
) -> None:
    etag = client.get(FEED)["ETag"]
    with django_capture_on_commit_callbacks(execute=True):
        world.episode("Afsnit 10", series=episode.get_parent().specific, number=10)
    again = client.get(FEED, headers={"if-none-match": etag})
    assert again.status_code == 200
    assert "Afsnit 10" in again.content.decode()


def test_head_tells_about_the_feed_and_sends_nothing(client: Client, episode) -> None:
    head = client.head(FEED)
    assert head["ETag"] == client.get(FEED)["ETag"]
    assert head.content == b""


def test_every_answer_is_told_to_whoever_counts(client: Client, episode) -> None:
    heard = []

    def listen(sender, kind, response, **kwargs):
        heard.append((kind, response.status_code))

    content_served.connect(listen)
    try:
        client.get(FEED)
        client.get(FEED)
        client.get(episode.audio.audio_url)
    finally:
        content_served.disconnect(listen)
    assert heard == [("feed", 200), ("feed", 200), ("audio", 200)]


def test_the_feed_is_found_at_its_old_address(
    client: Client, episode, django_capture_on_commit_callbacks
) -> None:
    series = episode.get_parent().specific
    series.slug = "oererne"
    with django_capture_on_commit_callbacks(execute=True):
        series.save_revision().publish()
    response = client.get(FEED)
    assert response.status_code == 301
    assert response["Location"] == "http://testserver/podcast/oererne/feed.xml"
    assert client.get("/podcast/findes-ikke/feed.xml").status_code == 404


def test_the_transcript_is_the_file_that_was_put_in(client: Client, episode) -> None:
    response = client.get(f"{episode.url}udskrift.vtt")
    assert response["Content-Type"] == "text/vtt; charset=utf-8"
    assert response.content.decode() == TRANSCRIPT


def test_the_transcript_for_apps_has_names_times_and_words(client: Client, episode) -> None:
    page = client.get(f"{episode.url}udskrift.html").content.decode()
    assert "<cite>Leder:</cite>" in page
    assert "<time>0:03</time>" in page
    assert "<p>Vi talte med hinanden.</p>" in page


def test_what_an_episode_does_not_have_is_not_found(client: Client, world) -> None:
    episode = world.episode(transcript="", transcript_waived=True)
    episode.chapters = []
    episode.save_revision().publish()
    for name in ("udskrift.vtt", "udskrift.html", "kapitler.json"):
        assert client.get(f"{episode.url}{name}").status_code == 404


def test_nothing_of_an_unpublished_episode_is_to_be_had(
    client: Client, episode, django_capture_on_commit_callbacks
) -> None:
    addresses = [
        *(f"{episode.url}{name}" for name in ("udskrift.vtt", "udskrift.html", "kapitler.json")),
        episode.audio.audio_url,
    ]
    assert all(client.get(address).status_code == 200 for address in addresses)
    with django_capture_on_commit_callbacks(execute=True):
        episode.unpublish()
    assert all(client.get(address).status_code == 404 for address in addresses)
    assert str(episode.guid) not in client.get(FEED).content.decode()


def test_an_editor_hears_an_episode_before_it_is_published(world, client: Client, episode) -> None:
    episode.unpublish()
    client.force_login(world.ellen_the_editor, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(episode.audio.audio_url)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


def test_sound_that_has_not_changed_is_not_sent_again(client: Client, episode) -> None:
    first = client.head(episode.audio.audio_url)
    for headers in (
        {"if-modified-since": first["Last-Modified"]},
        {"if-none-match": f'"other", {first["ETag"]}'},
    ):
        assert client.get(episode.audio.audio_url, headers=headers).status_code == 304
