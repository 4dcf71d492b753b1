"""A play is a minute of sound sent to one person on one day (promise V7, IAB 2.1); and feeds."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.test import Client, RequestFactory

from analytics.dashboard import breakdowns
from analytics.dashboard.numbers import Numbers
from analytics.models import DailyTotal, DroppedHits, PageView
from analytics.services.flush_hits import flush_hits
from analytics.services.roll_up import roll_up
from analytics.tests.readers import FIREFOX, hit, moment, write
from lederweb.core import page_cache
from lederweb.lib.bots import plays_sound
from lederweb.testing.world import World
from publications.podcasts.views import audio

OVERCAST = "Overcast/3.0 (+http://overcast.fm/; iOS podcast app)"
APPLE = "AppleCoreMedia/1.0.0.22D72 (iPhone; U; CPU OS 18_3_1 like Mac OS X; da_dk)"


@pytest.fixture
def episode(world: World) -> Any:
    """Two minutes long, so that a play is half of its bytes."""
    episode = world.episode()
    type(episode.audio).objects.filter(pk=episode.audio.pk).update(duration=120)
    episode.audio.refresh_from_db()
    return episode


def hear(episode: Any, part: str = "", agent: str = FIREFOX, address: str = "192.0.2.7") -> None:
    headers = {"user-agent": agent} | ({"range": part} if part else {})
    response = Client().get(episode.audio.audio_url, headers=headers, REMOTE_ADDR=address)
    b"".join(response.streaming_content)  # type: ignore[arg-type]


def plays() -> int:
    flush_hits()
    roll_up()
    total = DailyTotal.objects.filter(metric="plays", dimension="episode").first()
    return total.value if total else 0


def test_a_whole_episode_is_one_play_of_it_however_often(episode: Any) -> None:
    hear(episode)
    hear(episode)
    assert plays() == 1
    total = DailyTotal.objects.get(metric="plays", dimension="episode")
    assert total.key == str(episode.pk)
    hear(episode, address="192.0.2.8")
    assert plays() == 2


def test_parts_are_added_until_the_minute_is_full(episode: Any) -> None:
    quarter = episode.audio.file.size // 4 + 1
    hear(episode, f"bytes=0-{quarter - 1}")
    assert plays() == 0
    hear(episode, f"bytes={quarter}-{2 * quarter - 1}")
    assert plays() == 1
    hear(episode, f"bytes={2 * quarter}-")
    assert plays() == 1


def test_the_same_seconds_again_are_heard_once(episode: Any) -> None:
    eleventh = episode.audio.file.size // 11  # eleven seconds, of which a minute is asked
    for _ in range(6):
        hear(episode, f"bytes=0-{eleventh}")
    hear(episode, f"bytes={eleventh // 2}-{eleventh * 2}")
    assert plays() == 0
    hear(episode, f"bytes={eleventh}-{eleventh * 6}")
    assert plays() == 1


def test_all_of_a_short_episode_is_a_play_in_however_many_parts(episode: Any) -> None:
    type(episode.audio).objects.filter(pk=episode.audio.pk).update(duration=50)
    size = episode.audio.file.size
    part = -(-size // 7)
    for first in range(0, size, part):
        assert plays() == 0
        hear(episode, f"bytes={first}-{first + part - 1}")
    assert plays() == 1


def test_the_cover_in_the_file_is_not_heard(episode: Any) -> None:
    """A tenth of the file is sound: two minutes, of which one is needed, after all the rest."""
    size = episode.audio.file.size
    type(episode.audio).objects.filter(pk=episode.audio.pk).update(bit_rate=size * 8 // 1200)
    hear(episode, f"bytes=0-{size * 9 // 10}", address="192.0.2.7")
    assert plays() == 0
    hear(episode, f"bytes=0-{size * 96 // 100}", address="192.0.2.8")
    assert plays() == 1


def test_a_proxy_passes_sound_on_as_it_is_heard(episode: Any) -> None:
    response = Client().get(episode.audio.audio_url, headers={"user-agent": FIREFOX})
    assert response["X-Accel-Buffering"] == "no"


def test_a_player_that_only_looks_plays_nothing(episode: Any) -> None:
    hear(episode, "bytes=0-1", agent=APPLE)
    Client().head(episode.audio.audio_url, headers={"user-agent": FIREFOX})
    etag = Client().head(episode.audio.audio_url)["ETag"]
    Client().get(episode.audio.audio_url, headers={"user-agent": FIREFOX, "if-none-match": etag})
    assert plays() == 0


def test_who_hangs_up_has_heard_what_was_sent_until_then(
    episode: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lederweb.core.ranges._CHUNK", 1000)
    request = RequestFactory().get(episode.audio.audio_url, headers={"user-agent": FIREFOX})
    name = episode.audio.audio_url.rpartition("/")[2]
    response = audio(request, episode.audio.pk, name)
    for _ in range(3):
        assert next(response.streaming_content)  # type: ignore[call-overload]
    # Django would close the test's own connection to the database with the response.
    request_finished.disconnect(close_old_connections)
    try:
        response.close()
    finally:
        request_finished.connect(close_old_connections)
    flush_hits()
    # The third part was on its way.
    needed = round(episode.audio.file.size / 2)
    assert PageView.objects.get(kind="audio").amount == -(-1_000_000 * 2000 // needed)
    assert plays() == 0


def test_apps_listen_and_robots_do_not(episode: Any) -> None:
    hear(episode, agent=OVERCAST)
    assert plays() == 1
    hear(episode, agent="Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")
    hear(episode, agent="curl/8.5.0")
    hear(episode, agent="Spotify/1.0 (feed fetcher)")
    assert plays() == 1
    assert DroppedHits.objects.get(reason="bot").hits == 3


@pytest.mark.parametrize(
    ("agent", "plays"),
    [
        (FIREFOX, True),
        (OVERCAST, True),
        (APPLE, True),
        ("AntennaPod/3.4.0", True),
        ("Podcasts/1700.1 CFNetwork/1568.300.101 Darwin/24.2.0", True),
        ("PodcastAddict/v5 (+https://podcastaddict.com/; Android podcast app)", True),
        ("Spotify/8.6.76 iOS/15.3 (iPhone13,2)", True),
        ("", False),
        ("python-requests/2.31", False),
        ("Podcastindex.org/bot (player preview)", False),
        pytest.param("x" * 5000, False, id="endless"),
    ],
)
def test_what_listens_and_what_fetches(agent: str, plays: bool) -> None:
    assert plays_sound(agent) is plays


@pytest.mark.django_db
def test_a_new_day_is_a_new_play_also_in_the_middle_of_the_night() -> None:
    night = moment("2026-10-05 23:59")
    write(
        [
            hit(night, kind="audio", object_id=7, amount=1_000_000),
            hit(night + dt.timedelta(minutes=2), kind="audio", object_id=7, amount=400_000),
            # As hits were written before they said where in the sound they began.
            hit(night + dt.timedelta(minutes=3), kind="audio", object_id=7, amount=600_000),
        ]
    )
    roll_up()
    days = DailyTotal.objects.filter(metric="plays", dimension="site").order_by("day")
    assert [(total.day.day, total.value) for total in days] == [(5, 1), (6, 1)]


def test_a_feed_that_was_sent_counts_whatever_program_asked(episode: Any) -> None:
    series = episode.get_parent().specific
    first = Client().get(series.feed_url, headers={"user-agent": OVERCAST})
    Client().get(series.feed_url, headers={"user-agent": OVERCAST, "if-none-match": first["ETag"]})
    Client().head(series.feed_url)
    flush_hits()
    roll_up()
    total = DailyTotal.objects.get(metric="feeds", dimension="page")
    assert (total.key, total.value) == (str(series.pk), 1)


@pytest.mark.django_db
def test_the_feed_of_everything_new_is_counted_when_it_holds_something_new(world: World) -> None:
    world.article()
    reader = {"user-agent": "Feedly/1.0 (+http://www.feedly.com/fetcher.html)"}
    first = Client().get("/feed.xml", headers=reader)
    again = Client().get("/feed.xml", headers=reader | {"if-none-match": first["ETag"]})
    Client().head("/feed.xml")
    assert (first.status_code, again.status_code) == (200, 304)
    world.article("Noget nyt").save_revision().publish()
    page_cache.forget_all()
    later = Client().get("/feed.xml", headers=reader | {"if-none-match": first["ETag"]})
    assert "Noget nyt" in later.content.decode()
    flush_hits()
    roll_up()
    total = DailyTotal.objects.get(metric="feeds", dimension="page")
    assert (total.key, total.value) == (str(world.home.pk), 2)
    assert breakdowns.FEEDS(Numbers()).table.rows[0][:2] == ["alt nyt", 2]


@pytest.mark.django_db
def test_the_feed_of_newsletters_is_counted_for_the_archive(world: World) -> None:
    world.issue()
    assert Client().get("/nyhedsbrev/feed.xml").status_code == 200
    flush_hits()
    roll_up()
    assert breakdowns.FEEDS(Numbers()).table.rows[0][:2] == ["Nyhedsbrev", 1]
