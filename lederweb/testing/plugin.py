"""What every test may use: the shared world and a clean Redis.

Query budgets are held with pytest-django's `django_assert_max_num_queries`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from lederweb.lib.catalogue import compile_stale

if TYPE_CHECKING:
    from lederweb.testing.world import World

# Imports of Django's models stand inside the fixtures: this plugin is loaded before its set-up.


def pytest_configure() -> None:
    """Tests read the site in Danish: the compiled catalogue is not kept in git."""
    compile_stale(Path(__file__).resolve().parent.parent / "locale")


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests share one running site, so one process takes them all."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture
def world(db: None) -> World:
    """The named people and pages that all tests speak of."""
    from lederweb.testing.world import World

    return World()


@pytest.fixture(autouse=True)
def _clean_redis() -> None:
    """Every test starts with an empty stream and an empty cache."""
    from django.core.cache import cache

    from lederweb.lib.redis import client

    client().flushdb()
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def _remove_test_files() -> Iterator[None]:
    yield
    for folder in (settings.MEDIA_ROOT, settings.DEV_MAIL_DIR):
        shutil.rmtree(folder, ignore_errors=True)
