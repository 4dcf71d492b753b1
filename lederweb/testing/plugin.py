"""What every test may use: the shared world and a clean Redis.

Query budgets are held with pytest-django's `django_assert_max_num_queries`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings

from lederweb.testing.world import World


@pytest.fixture
def world(db: None) -> World:
    """The named people and pages that all tests speak of."""
    return World()


@pytest.fixture(autouse=True)
def _clean_redis() -> Iterator[None]:
    """Every test starts with an empty stream and an empty cache."""
    from django.core.cache import cache

    from lederweb.lib.redis import client

    client().flushdb()
    cache.clear()
    yield


@pytest.fixture(scope="session", autouse=True)
def _remove_test_files() -> Iterator[None]:
    yield
    for folder in (settings.MEDIA_ROOT, settings.DEV_MAIL_DIR):
        shutil.rmtree(folder, ignore_errors=True)

