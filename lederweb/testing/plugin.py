"""What every test may use: the shared world and a clean Redis.

Query budgets are held with pytest-django's `django_assert_max_num_queries`.
"""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings

from lederweb.lib.catalogue import compile_stale

if TYPE_CHECKING:
    from lederweb.testing.world import World

    MadeOnce = Callable[[], AbstractContextManager[World]]

# Imports of Django's models stand inside the fixtures: this plugin is loaded before its set-up.


def pytest_configure() -> None:
    """Tests read the site in Danish: the compiled catalogue is not kept in git."""
    compile_stale(Path(__file__).resolve().parent.parent / "locale")


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests share one running site, so one process takes them all.

    One that opens its own windows and fails is tried once more in fresh ones, and the run says so
    at its end: a browser on a busy machine is no part of Lederweb. `pytest.ini` bounds how many
    may be tried again.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))
            if "visitor" in getattr(item, "fixturenames", ()) and not item.config.option.usepdb:
                item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the garbage collector need not go through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)


@pytest.fixture
def world(db: None) -> World:
    """The named people and pages that all tests speak of."""
    from lederweb.testing.world import World

    return World()


@pytest.fixture(scope="module")
def made_once(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Iterator[MadeOnce]:
    """For fixtures of a whole module: `with made_once() as world:` makes what its tests share.

    The rows are undone after the module's last test, and what a test changes of them after that
    test. Not for tests with transactions of their own.
    """
    from django.db import transaction

    from lederweb.testing.world import World

    for item in request.session.items:
        mark = item.get_closest_marker("django_db")
        if item.path == request.path and mark and mark.kwargs.get("transaction"):
            pytest.fail(f"{item.name} has transactions of its own: it wants a module of its own.")

    @contextmanager
    def making() -> Iterator[World]:
        with django_db_blocker.unblock():
            yield World()

    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
    yield making
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of Django stands still: no midnight falls between a test and what it looks at."""
    from django.utils import timezone

    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)


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
