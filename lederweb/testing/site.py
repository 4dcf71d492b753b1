"""A site of one's own with the settings of production, for benches and drills.

`./dev bench` and `./dev drill` give the environment: databases, files and a port that belong to
nobody else.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LOOPBACK = "127.0.0.1"
ROOT = Path(__file__).resolve().parents[2]


class SiteFailed(Exception):
    """A program of the site ended with an error; the text is what it said last."""


def files() -> Path:
    """The folder for what a bench or drill writes; git ignores it."""
    return Path(os.environ["WORK_FILES"])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def manage(*arguments: str, env: dict[str, str] | None = None) -> str:
    """Run a management command in a process of its own; returns what it printed."""
    result = subprocess.run(
        [sys.executable, ROOT / "manage.py", *arguments],
        cwd=ROOT,
        env=env or dict(os.environ),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        last = (result.stderr.strip() or result.stdout.strip() or "it said nothing").splitlines()[
            -1
        ]
        raise SiteFailed(f"manage.py {' '.join(arguments)}: {last}")
    return result.stdout


@dataclass(frozen=True)
class Measured:
    """What a command took: seconds, and megabytes at its peak; and what it printed."""

    seconds: float
    megabytes: float
    said: str


def measured(*arguments: str) -> Measured:
    """Run a management command in a process of its own. Raises SiteFailed when it fails.

    Linux takes the caller's memory for the child's peak until the child has more: call it early.
    """
    code = (
        "import resource, sys\n"
        "from django.core.management import execute_from_command_line as run\n"
        "run(['manage.py', *sys.argv[1:]])\n"
        "print('KB', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    began = time.monotonic()
    result = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - began
    if result.returncode:
        raise SiteFailed((result.stderr.strip() or "it said nothing").splitlines()[-1])
    said, _line, kilobytes = result.stdout.rpartition("KB ")
    return Measured(seconds, int(kilobytes) / 1024, said)


def prepare() -> None:
    """Migrate and collect the static files. Of a bench that was broken off while it filled its
    site, the accounts of the demonstration may be there: no web server starts with them.
    """
    manage("migrate", "--no-input")
    manage("delete_demonstration_accounts")
    manage("collectstatic", "--no-input", "--verbosity", "0")


def fill() -> None:
    """Migrate, load the demonstration and collect the static files; quick when already done.

    The demonstration is refused by the settings of production, because the password of its
    accounts is public; so it is loaded with those of the tests, and its accounts are deleted.
    """
    for_loading = dict(os.environ) | {
        "DJANGO_SETTINGS_MODULE": "lederweb.testing.settings",
        "DEV_MAIL_DIR": str(files() / "mail"),
    }
    manage("migrate", "--no-input", env=for_loading)
    manage("load_demo", env=for_loading)
    manage("delete_demonstration_accounts")
    manage("collectstatic", "--no-input", "--verbosity", "0")


def begin_anew() -> None:
    """Empty the database when an earlier bench has imported into it: every run begins alike.

    Without Django, whose static files are looked up once, and are collected only later.
    """
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        [table] = connection.execute("SELECT to_regclass('content_importedpage')").fetchall()
        if table[0] and connection.execute("SELECT FROM content_importedpage LIMIT 1").fetchall():
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")


@contextlib.contextmanager
def web(port: int, **variables: str) -> Iterator[str]:
    """The web server as in the Procfile; yields its address once it answers."""
    env = dict(os.environ) | {"PORT": str(port), "LOG_LEVEL": "WARNING"} | variables
    command = [sys.executable, "-m", "gunicorn", "lederweb.wsgi", "--bind", f"{LOOPBACK}:{port}"]
    command += ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    command += ["--no-control-socket", "--log-level", "warning"]
    server = subprocess.Popen(command, cwd=ROOT, env=env)
    address = f"http://{LOOPBACK}:{port}"
    try:
        _wait(f"{address}/healthz", server)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait(address: str, server: subprocess.Popen[bytes], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise SiteFailed("The web server ended before it answered; its own words are above.")
        try:
            with urllib.request.urlopen(address, timeout=10):
                return
        except urllib.error.HTTPError as error:
            raise SiteFailed(f"{address} answers {error.code}.") from error
        except OSError:
            time.sleep(0.1)
    raise SiteFailed(f"{address} did not answer within {seconds:.0f} s.")
