"""What an editor schedules comes out, and goes, within a minute (as beat's job does it)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from celery.schedules import crontab
from django.test import Client
from django.utils import timezone

from lederweb.celery import app
from lederweb.testing.world import World

pytestmark = pytest.mark.django_db
WAYS = ("/artikler/", "/soeg/?q=zebrafinkens", "/feed.xml", "/sitemap.xml")
WORD = "zebrafinkens-hemmelighed"


def job() -> Any:
    """Beat's own entry: the task is looked up by the name that stands there."""
    (entry,) = [
        each for each in app.conf.beat_schedule.values() if each["task"] == "core.publish_scheduled"
    ]
    return entry


@pytest.fixture
def a_minute_passes(
    django_capture_on_commit_callbacks: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> Callable[[], None]:
    monkeypatch.setattr(app.conf, "task_always_eager", True)

    def run() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            app.tasks[job()["task"]].delay()

    return run


def telling(client: Client) -> list[str]:
    return [way for way in WAYS if WORD in client.get(way).content.decode()]


def test_beat_looks_every_minute() -> None:
    schedule = job()["schedule"]
    assert isinstance(schedule, crontab)
    assert schedule.minute == set(range(60))
    assert schedule.hour == set(range(24))
    assert schedule.is_due(timezone.now() - dt.timedelta(seconds=61)).is_due


def test_a_scheduled_page_comes_out_everywhere(
    world: World, client: Client, a_minute_passes: Callable[[], None]
) -> None:
    page = world.article("Zebrafinkens hemmelighed")
    page.unpublish()
    page.go_live_at = timezone.now() + dt.timedelta(hours=1)
    revision = page.save_revision()
    revision.publish()
    a_minute_passes()
    assert telling(client) == []
    assert client.get(f"/artikler/{WORD}/").status_code == 404
    # The hour goes by: both places where Wagtail keeps the moment.
    due = timezone.now() - dt.timedelta(seconds=1)
    revision.refresh_from_db()
    revision.approved_go_live_at = due
    revision.content["go_live_at"] = due.isoformat()
    revision.save()
    a_minute_passes()
    assert telling(client) == list(WAYS)
    assert client.get(f"/artikler/{WORD}/").status_code == 200
    a_minute_passes()  # may run twice
    assert telling(client) == list(WAYS)


def test_an_expired_page_goes_everywhere(
    world: World, client: Client, a_minute_passes: Callable[[], None]
) -> None:
    page = world.article("Zebrafinkens hemmelighed")
    assert telling(client) == list(WAYS)
    type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now() - dt.timedelta(seconds=1))
    a_minute_passes()
    assert telling(client) == []
    assert client.get(f"/artikler/{WORD}/").status_code in (404, 410)
