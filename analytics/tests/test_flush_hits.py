"""Nothing lost, nothing twice, between the stream and the database (promise V1)."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import subprocess
import sys
import threading
import time
from urllib.parse import quote

import pytest
import redis
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from analytics.ingest import stream
from analytics.models import ChangedDay, DroppedHits, PageView, StreamPosition
from analytics.services import flush_hits as flushing
from analytics.services.close_months import close_months
from analytics.services.flush_hits import flush_hits
from analytics.tests.readers import hit
from lederweb.lib.redis import client

# Writes batches until the stream is empty; says when it begins, so that it can be killed then.
FLUSHER = """
import django
django.setup()
from analytics.services.flush_hits import flush_hits
print("ready", flush=True)
flush_hits(batch=20)
"""


def append(count: int, at: dt.datetime | None = None) -> None:
    for number in range(count):
        stream.append_hit(
            hit(at or timezone.now(), number.to_bytes(16, "big"), path=f"/{number + 1}/")
        )


def written_once(count: int) -> bool:
    paths = PageView.objects.values_list("path", flat=True)
    return sorted(paths) == sorted(f"/{number}/" for number in range(1, count + 1))


@pytest.mark.django_db
def test_what_stands_in_the_stream_is_written_and_then_forgotten() -> None:
    append(25)
    assert flush_hits(batch=10) == 25
    assert written_once(25)
    assert client().xlen(stream.NAME) == 0
    assert flush_hits() == 0
    assert ChangedDay.objects.exists()


@pytest.mark.django_db
def test_killed_between_commit_and_trim_writes_nothing_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Killed(Exception):
        pass

    def die(upto: str) -> None:
        raise Killed

    append(10)
    monkeypatch.setattr(flushing.stream, "trim", die)
    with pytest.raises(Killed):
        flush_hits()
    monkeypatch.undo()
    assert client().xlen(stream.NAME) == 10
    assert flush_hits() == 0
    assert written_once(10)


@pytest.mark.django_db
def test_an_entry_that_nobody_can_read_does_not_hold_up_the_others() -> None:
    append(1)
    client().xadd(stream.NAME, {"hit": "{"})
    client().xadd(stream.NAME, {"else": "x"})
    flush_hits()
    assert written_once(1)
    assert DroppedHits.objects.get(reason="malformed").hits == 2


@pytest.mark.django_db
def test_an_entry_that_the_database_refuses_does_not_hold_up_the_others() -> None:
    append(3)
    [(_id, fields)] = client().xrange(stream.NAME, count=1)  # type: ignore[misc]
    for wrong in ({"device": "a very long device"}, {"at": 1e18}, {"kind": None}):
        odd = json.loads(fields[b"hit"]) | wrong
        client().xadd(stream.NAME, {"hit": json.dumps(odd)})
    stream.append_hit(hit(timezone.now(), path="/4/"))
    assert flush_hits() == 7
    assert written_once(4)
    assert DroppedHits.objects.get(reason="malformed").hits == 3


@pytest.mark.django_db
def test_hits_in_a_new_redis_with_its_clock_behind_are_written_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    append(1)
    flush_hits()
    stream.append_hit(hit(timezone.now(), path="/2/"))
    flush_hits()
    client().flushdb()
    ahead = f"{int((time.time() + 300) * 1000)}-0"
    StreamPosition.objects.update(last_id=ahead)
    for number in (2, 3):
        stream.append_hit(hit(timezone.now(), path=f"/{number + 1}/"))
    assert flushing.oldest_waiting() is not None
    with monkeypatch.context() as patched:
        patched.setattr(flushing.stream, "trim", lambda upto: None)  # killed before it
        flush_hits()
    assert flush_hits() == 0
    assert written_once(4)
    assert flushing.oldest_waiting() is None


@pytest.mark.django_db
def test_a_redis_killed_right_after_its_first_hits_doubles_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It may forget the last second: what it was called, and what was taken off the stream."""
    append(2)
    with monkeypatch.context() as patched:
        patched.setattr(flushing.stream, "trim", lambda upto: None)
        assert flush_hits() == 2
    client().delete(stream._IDENTITY)
    assert flush_hits() == 0
    assert written_once(2)


@pytest.mark.django_db
def test_hits_of_a_closed_month_are_not_written_but_counted_as_late(now: dt.datetime) -> None:
    past = now - dt.timedelta(days=62)
    append(1, at=past)
    flush_hits()
    close_months(now=now)
    append(2, at=past)
    flush_hits()
    assert PageView.objects.count() == 1
    assert DroppedHits.objects.get(reason="late").hits == 2


@pytest.mark.django_db(transaction=True)
def test_two_at_once_write_each_hit_once() -> None:
    append(400)

    def flush() -> None:
        flush_hits(batch=7)
        connection.close()

    threads = [threading.Thread(target=flush) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    flush_hits()
    assert written_once(400)


@pytest.mark.django_db(transaction=True)
def test_who_comes_second_does_not_wait() -> None:
    append(1)
    StreamPosition.objects.create(stream=stream.NAME)
    read = []

    def flush() -> None:
        read.append(flush_hits())
        connection.close()

    with transaction.atomic():
        StreamPosition.objects.select_for_update().get(stream=stream.NAME)
        thread = threading.Thread(target=flush)
        thread.start()
        thread.join(timeout=10)
    assert read == [0]


@pytest.mark.django_db(transaction=True)
def test_killed_at_random_moments_writes_each_hit_exactly_once() -> None:
    """Real processes, killed with SIGKILL while they write."""
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    environment = os.environ | {"DATABASE_URL": _test_database()}
    total = 3000
    append(total)
    kills = 0
    for _ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", FLUSHER],
            env=environment,
            cwd=settings.BASE_DIR,
            stdout=subprocess.PIPE,
        )
        assert process.stdout
        assert process.stdout.readline().strip() == b"ready"
        time.sleep(chance.uniform(0.01, 0.1))
        kills += process.poll() is None
        process.kill()
        process.wait()
        process.stdout.close()
    assert kills
    # The server may take a moment to notice that a killed process has let go of its row.
    deadline = time.monotonic() + 20
    while client().xlen(stream.NAME) and time.monotonic() < deadline:
        flush_hits()
    assert written_once(total)
    assert client().xlen(stream.NAME) == 0


def _test_database() -> str:
    """The address of the database this test runs on, for another process."""
    values = connection.settings_dict
    host, port = quote(values["HOST"] or "localhost", safe=""), values["PORT"] or 5432
    who = f"{quote(values['USER'])}:{quote(values['PASSWORD'] or '')}@" if values["USER"] else ""
    return f"postgres://{who}{host}:{port}/{values['NAME']}"


@pytest.mark.django_db
def test_redis_away_is_an_error_that_the_task_survives(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from analytics.tasks import flush_hits as task

    away = redis.Redis.from_url("redis://127.0.0.1:1/0")  # as our own client: no second try
    monkeypatch.setattr("analytics.ingest.stream.client", lambda: away)
    with pytest.raises(redis.RedisError):
        flush_hits()
    task()
    assert "the stream is away" in caplog.text
