"""The whole site as real processes: web server, Celery worker and mail catcher.

Processes see only what is committed, so these tests cannot live in a transaction that is rolled
back. They get a database of their own, copied from the freshly migrated test database in a
fraction of a second. What they commit reaches no other test, and nothing is ever flushed: a
flush would take the root page and the groups with it, which migrations made.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from lederweb.devtools.runner.processes import stop_with_parent
from lederweb.devtools.runner.servers import LOOPBACK, answers, free_port
from lederweb.testing.redis import database_of_site

ROOT = Path(__file__).resolve().parents[2]
_RUNNING: pytest.StashKey[Site] = pytest.StashKey()
START_SECONDS = 60  # two cores may be busy with other tests
STOP_SECONDS = 10


class Site:
    """The running site. `url` is its address; `database()` opens its rows to this process."""

    def __init__(self, database_name: str, folder: Path, unblock: Callable[[], Any]) -> None:
        from django.conf import settings

        from lederweb.devtools.mailstore import MailStore

        self.database_name = database_name
        self.folder = folder
        self.port = free_port()
        self.smtp_port = free_port()
        self.url = f"http://{LOOPBACK}:{self.port}"
        self.redis_url = database_of_site(os.environ["REDIS_URL"])
        self.media = Path(settings.MEDIA_ROOT)
        self.mails = MailStore(folder / "mail")
        self._unblock = unblock
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    # --- Running -------------------------------------------------------------------------------
    def _environment(self) -> dict[str, str]:
        server = urlsplit(os.environ["DATABASE_URL"])
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "lederweb.testing.settings",
            "DATABASE_URL": server._replace(path="/" + quote(self.database_name)).geturl(),
            "REDIS_URL": self.redis_url,
            "CACHE_URL": self.redis_url,
            "BASE_URL": self.url,
            "EMAIL_URL": f"smtp://{LOOPBACK}:{self.smtp_port}",
            "MEDIA_ROOT": str(self.media),
            "DEV_MAIL_DIR": str(self.mails.folder),
            "PYTHONUNBUFFERED": "1",
        }

    def _run(self, name: str, *arguments: str) -> None:
        parent = os.getpid()
        with open(self.folder / f"{name}.log", "wb") as log:
            self._processes[name] = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # Also when the tests are killed, nothing is left running.
                preexec_fn=lambda: stop_with_parent(parent),
            )

    def start(self) -> None:
        """Start everything as the Procfile does, but every queue in one worker."""
        bind = f"{LOOPBACK}:{self.port}"
        worker = "-m celery --skip-checks --app lederweb worker --queues default,mail,hits,bulk"
        web = f"-m gunicorn lederweb.wsgi --bind {bind} --worker-class gthread --threads 6"
        self._run("web", *web.split(), "--no-control-socket")
        self._run("worker", *worker.split(), "--concurrency", "2", "--without-gossip",
                  "--without-mingle", "--loglevel", "INFO")  # fmt: skip
        self._run("mail", "manage.py", "catch_mail", "--port", str(self.smtp_port))

    def wait(self) -> None:
        """Return when the site answers and takes mail; raises pytest's failure when it cannot.

        The worker is not waited for: what it is to do waits in Redis.
        """
        self.until(lambda: self._answers() and answers(self.smtp_port), "the site answers",
                   seconds=START_SECONDS)  # fmt: skip

    def _answers(self) -> bool:
        for name, process in self._processes.items():
            if process.poll() is not None:
                pytest.fail(f"The {name} process ended by itself.\n{self.log(name)}")
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        for process in self._processes.values():
            process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for process in self._processes.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def log(self, name: str, lines: int = 60) -> str:
        """The last lines a process wrote."""
        text = (self.folder / f"{name}.log").read_text(errors="replace")
        return "\n".join(text.splitlines()[-lines:])

    def logs(self) -> str:
        return "\n".join(f"--- {name}\n{self.log(name)}" for name in self._processes)

    # --- What a test does with it --------------------------------------------------------------
    @contextmanager
    def database(self) -> Iterator[None]:
        """In this block, models of this process read and write the site's rows."""
        from django.db import connection

        # Playwright runs an event loop in this thread; nothing here is asynchronous.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
        before = connection.settings_dict["NAME"]
        connection.close()
        connection.settings_dict["NAME"] = self.database_name
        try:
            with self._unblock():
                yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = before
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]

    def run_task(self, name: str, *arguments: object) -> None:
        """Hand a task to the site's worker, as beat does."""
        from kombu import Connection

        from lederweb.celery import app

        app.loader.import_default_modules()
        with Connection(self.redis_url) as connection:
            app.tasks[name].apply_async(arguments, connection=connection)

    def until(self, condition: Callable[[], Any], what: str, *, seconds: float = 20) -> Any:
        """What `condition` returns once it is true; fails the test when it stays false."""
        deadline = time.monotonic() + seconds
        while not (answer := condition()):
            if time.monotonic() > deadline:
                pytest.fail(f"Waited {seconds:g} s in vain: {what}.")
            time.sleep(0.1)
        return answer


@pytest.fixture(scope="session")
def migrated_database(
    django_db_setup: None, django_db_blocker: Any, django_db_keepdb: bool
) -> Iterator[str]:
    """The name of the test database.

    pytest-django makes none when all chosen tests are browser tests, which do not use its `db`.
    """
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    from lederweb.settings.base import env

    made: list[Any] = []
    if connection.settings_dict["NAME"] == env.database()["NAME"]:
        with django_db_blocker.unblock():
            made = setup_databases(0, False, aliases={"default": None}, keepdb=django_db_keepdb)
    yield connection.settings_dict["NAME"]
    if made and not django_db_keepdb:
        with django_db_blocker.unblock():
            teardown_databases(made, 0)


@pytest.fixture(scope="session")
def site_database(migrated_database: str, django_db_blocker: Any) -> Iterator[str]:
    """The name of a copy of the migrated, still empty test database."""
    from django.db import connection

    name = f"{migrated_database}_site"
    drop = f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'
    with django_db_blocker.unblock():
        connection.close()  # PostgreSQL copies no database that somebody is connected to
        with connection._nodb_cursor() as cursor:
            cursor.execute(drop)
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{migrated_database}"')
    yield name
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(drop)


@pytest.fixture(scope="session", autouse=True)
def _site_database_first(request: pytest.FixtureRequest) -> None:
    """Copy before the first test: one that flushes would leave nothing worth copying."""
    if any(item.get_closest_marker("browser") for item in request.session.items):
        request.getfixturevalue("site_database")


@pytest.fixture(scope="session")
def site(
    request: pytest.FixtureRequest, site_database: str, django_db_blocker: Any
) -> Iterator[Site]:
    """A running site with a page of every type and people of every role."""
    import redis
    from django.conf import settings

    from lederweb.testing.world import World

    beside = settings.MEDIA_ROOT.parent  # what `./dev test` clears away, also when it is killed
    with tempfile.TemporaryDirectory(prefix="lederweb-site-", dir=beside) as folder:
        site = Site(site_database, Path(folder), django_db_blocker.unblock)
        server = redis.Redis.from_url(site.redis_url)
        server.flushdb()
        site.start()
        try:
            with site.database():
                World().whole_site()
            server.flushdb()
            site.wait()
            request.session.stash[_RUNNING] = site
            yield site
            del request.session.stash[_RUNNING]
        finally:
            site.stop()
            server.flushdb()
            server.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What the processes of the site wrote belongs to the report of a browser test that failed."""
    report = yield
    if report.failed and item.get_closest_marker("browser"):
        site = item.session.stash.get(_RUNNING, None)
        if site:
            report.sections.append(("The site's processes", site.logs()))
    return report
