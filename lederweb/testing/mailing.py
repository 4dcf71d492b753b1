"""A newsletter to many, for benches and drills: its readers, its issue and its senders."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

from lederweb.testing.site import LOOPBACK, ROOT

READERS = 27_699  # as many as the newsletter had on 26 October 2017
_SENTENCE = "Ledelse handler om at få øje på det, der virker, og gøre mere af det. "


def make_readers(count: int) -> None:
    """Exactly so many subscribers, and no sending of an earlier run."""
    from django.db import connection

    from lederweb.mail.models import Suppression
    from newsletter.models import Delivery, Sending, Subscriber

    Sending.objects.all().delete()
    Suppression.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {Delivery._meta.db_table}, newsletter_pace")
        cursor.execute(f"TRUNCATE {Subscriber._meta.db_table} CASCADE")
        cursor.execute(
            "INSERT INTO newsletter_subscriber (public_id, email, email_key, state, tiers, topics,"
            " frequency, created_at, confirmed_at) SELECT gen_random_uuid(), a.address, a.address,"
            " 'active', '{}', '{}', 'weekly', now(), now() FROM (SELECT 'leder' || n ||"
            " '@kommune' || n %% 98 || '.example' AS address FROM generate_series(1, %s) n) a",
            [count],
        )
        cursor.execute("ANALYZE newsletter_subscriber")


def make_issue(kilobytes: int = 44) -> Any:
    """A draft whose mail is about so large."""
    from newsletter.models import IssueItem, IssuePage, NewsletterIndexPage
    from publications.models import ContentPage

    pages = list(ContentPage.objects.listed().order_by("pk")[:4])
    # The items make 33 KB or so; the introduction stands in both parts.
    room = max(1, kilobytes * 1000 - 33_000) // 2
    text = "".join(f"<p>{_SENTENCE * 6}</p>" for _each in range(max(1, room // 430)))
    number = IssuePage.objects.count() + 1
    issue = IssuePage(
        title=f"Prøve {number}",
        slug=f"proeve-{number}-{time.time_ns()}",
        subject="Når du leder på afstand",
        introduction=text,
        live=False,
    )
    issue.items = [IssueItem(page=page, sort_order=order) for order, page in enumerate(pages)]
    parent = NewsletterIndexPage.objects.get()
    parent.add_child(instance=issue)
    issue.save_revision()
    return issue


class Senders:
    """Processes that send as a Celery worker's do, one slice after another, told by a line.

    forks: so many children of each process send in its place, as in a Celery worker.
    """

    def __init__(self, port: int, number: int = 2, forks: int = 0, **variables: str) -> None:
        self._forks = forks
        self._env = {**os.environ, "EMAIL_URL": f"smtp://{LOOPBACK}:{port}", **variables}
        self.processes: list[subprocess.Popen[str]] = []
        self._number = number

    def __enter__(self) -> Senders:
        for _each in range(self._number):
            self.start()
        return self

    def start(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "lederweb.testing.mailing", str(self._forks)],
            cwd=ROOT,
            env=self._env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        process.stdout.readline()  # "ready"
        self.processes.append(process)
        return process

    def begin(self, issue_id: int) -> None:
        for process in self.processes:
            self.tell(process, issue_id)

    def tell(self, process: subprocess.Popen[str], issue_id: int) -> None:
        assert process.stdin is not None
        process.stdin.write(f"{issue_id}\n")
        process.stdin.flush()

    def finish(self) -> list[float]:
        """Wait until each has nothing more to do; the megabytes of each (`_megabytes`)."""
        return [
            float(process.stdout.readline() or 0)
            for process in self.processes
            for _sender in range(self._forks or 1)
            if process.stdout is not None
        ]

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in self.processes:
            process.kill()
            process.communicate()


def _work(forks: int) -> None:
    import django

    django.setup()
    import newsletter.services.send  # noqa: F401  (before the fork, as a worker does)

    pipes = [_fork() for _number in range(forks)]
    print("ready", flush=True)
    if not pipes:
        _send(sys.stdin)
    for line in sys.stdin:
        for pipe in pipes:
            os.write(pipe, line.encode())


def _fork() -> int:
    """A child that sends; where to tell it."""
    from lederweb.celery import keep_sharing

    reading, writing = os.pipe()
    keep_sharing()
    if os.fork():
        os.close(reading)
        return writing
    os.close(writing)
    with os.fdopen(reading) as orders:
        _send(orders)
    os._exit(0)


def _send(orders: Iterable[str]) -> None:
    """Send each issue that is named until there is nothing more to do at once."""
    from newsletter.services.send import send_issue

    for line in orders:
        while send_issue(issue_id=int(line)):
            pass
        # One write: unbuffered, the lines of two senders on one pipe would run into each other.
        sys.stdout.write(f"{_megabytes():.1f}\n")
        sys.stdout.flush()


def _megabytes() -> float:
    """Of this process, with its part of what it shares with others; elsewhere than on Linux all."""
    rollup = Path("/proc/self/smaps_rollup")
    if not rollup.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = next(line for line in rollup.read_text().splitlines() if line.startswith("Pss:"))
    return int(found.split()[1]) / 1024


if __name__ == "__main__":
    _work(int(sys.argv[1]))
