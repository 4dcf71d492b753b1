"""Is the process alive, and is everything there that it needs? (promise O3)"""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from lederweb.lib import redis as our_redis


@pytest.fixture
def nobody_listens(settings):
    our_redis.client.cache_clear()
    yield "redis://127.0.0.1:1/0"
    our_redis.client.cache_clear()


def test_healthz_asks_neither_database_nor_redis(settings, nobody_listens: str) -> None:
    # Without the `db` fixture, a query would be an error; so would be asking this cache.
    settings.PAGE_CACHE_SECONDS = 600
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": nobody_listens,
        }
    }
    response = Client().get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert not response.cookies


def test_readyz_is_content_when_all_is_there(db: None) -> None:
    response = Client().get("/readyz")
    assert response.status_code == 200
    assert set(response.json().values()) == {"ok"}
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("part", ["redis", "cache"])
def test_readyz_names_the_redis_that_is_away(
    db: None, settings, nobody_listens: str, part: str
) -> None:
    setattr(settings, {"redis": "REDIS_URL", "cache": "CACHE_URL"}[part], nobody_listens)
    response = Client().get("/readyz")
    assert response.status_code == 503
    wrong = {name: fault for name, fault in response.json().items() if fault != "ok"}
    assert wrong == {part: "ConnectionError"}


def test_readyz_names_a_migration_that_is_missing(db: None) -> None:
    MigrationRecorder(connection).record_unapplied("users", "0002_without_wagtails_groups")
    response = Client().get("/readyz")
    assert response.status_code == 503
    assert "migrations" in response.json()["database"]
