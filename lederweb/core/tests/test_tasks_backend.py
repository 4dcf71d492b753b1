"""Wagtail's own background work goes to Celery, after commit, and is never lost."""

from __future__ import annotations

import base64
import json
import socket
import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from django_tasks import task
from kombu import pools

from lederweb.celery import AWAY_SECONDS, app
from lederweb.core import tasks
from lederweb.core.tasks_backend import CeleryBackend
from lederweb.lib.redis import client

DONE: list[str] = []


@task()
def write_down(word: str) -> None:
    DONE.append(word)


@pytest.fixture
def backend() -> CeleryBackend:
    DONE.clear()
    return CeleryBackend("default", {})


def test_work_is_announced_after_the_commit_with_its_name_and_arguments(
    db: None, backend: CeleryBackend, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        backend.enqueue(write_down, ["ord"], {})
        assert client().llen("default") == 0
    [message] = client().lrange("default", 0, -1)
    (arguments, _named, _options) = json.loads(base64.b64decode(json.loads(message)["body"]))
    assert arguments == [f"{__name__}.write_down", ["ord"], {}]
    assert DONE == []


def test_what_celery_runs_is_the_work_itself(db: None, backend: CeleryBackend) -> None:
    tasks.run_wagtail_task(f"{__name__}.write_down", ["ord"], {})
    assert DONE == ["ord"]


@pytest.fixture
def nobody_listens() -> Iterator[None]:
    """Celery's broker is at a port where nothing is."""
    given = app.conf.broker_url
    try:
        _use_broker("redis://127.0.0.1:1/0")
        yield
    finally:
        _use_broker(given)


@pytest.fixture
def nobody_answers() -> Iterator[None]:
    """Celery's broker takes every connection and never says a word."""
    given = app.conf.broker_url
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(32)
        try:
            _use_broker(f"redis://127.0.0.1:{server.getsockname()[1]}/0")
            yield
        finally:
            _use_broker(given)


def _use_broker(url: str) -> None:
    app.away_until = 0.0
    app.conf.broker_url = app.conf.broker_write_url = url
    pools.reset()  # forgets the pools as well: a closed one must not serve the next test
    app._pool = None
    app.amqp._producer_pool = None


def test_work_is_done_at_once_while_the_broker_is_away(
    db: None, backend: CeleryBackend, nobody_listens: None, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        backend.enqueue(write_down, ["ord"], {})
    assert DONE == ["ord"]


def test_a_silent_broker_is_waited_for_once_and_about_a_second(
    db: None, backend: CeleryBackend, nobody_answers: None, django_capture_on_commit_callbacks
) -> None:
    began = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(5):
            backend.enqueue(write_down, [f"ord {number}"], {})
            tasks.forget_pages.delay_on_commit()
    assert time.monotonic() - began < 3  # ten times a second otherwise
    assert [f"ord {number}" for number in range(5)] == DONE


def test_a_broker_that_is_back_is_asked_again(
    db: None, nobody_listens: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not tasks.forget_pages.announce()
    app.conf.broker_url = app.conf.broker_write_url = settings.CELERY_BROKER_URL
    pools.reset()
    app._pool = app.amqp._producer_pool = None
    assert not tasks.forget_pages.announce()  # a moment ago nobody was there
    assert client().llen("default") == 0
    later = time.monotonic() + AWAY_SECONDS
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert tasks.forget_pages.announce()
    assert client().llen("default") == 1


def test_work_on_something_deleted_meanwhile_is_nothing_to_do(db: None) -> None:
    path = "wagtail.tasks.update_reference_index_task"
    tasks.run_wagtail_task(path, ["wagtailcore", "page", "987654"], {})
