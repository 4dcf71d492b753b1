"""Wagtail's own background work goes to Celery, after commit, and is never lost."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator

import pytest
from django_tasks import task
from kombu import pools

from lederweb.celery import app
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


def _use_broker(url: str) -> None:
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


def test_work_on_something_deleted_meanwhile_is_nothing_to_do(db: None) -> None:
    path = "wagtail.tasks.update_reference_index_task"
    tasks.run_wagtail_task(path, ["wagtailcore", "page", "987654"], {})
