"""What the drills of the newsletter share: a real worker, a sink that counts, and the verdict."""

from __future__ import annotations

import contextlib
import random
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from lederweb.testing.bulk_worker import BulkWorker
from lederweb.testing.mailing import make_issue, make_readers
from lederweb.testing.sink import Sink
from lederweb.testing.site import LOOPBACK, SiteFailed, files, fill

BEAT = 2.0  # seconds instead of 60
SENDERS, CONNECTIONS = 2, 8


class Drill:
    """One issue on its way to many readers. Made by `drill`."""

    def __init__(self, readers: int, seed: int, sink: Sink, worker: BulkWorker, issue: Any) -> None:
        self.readers, self.sink, self.worker, self.issue = readers, sink, worker, issue
        self.chance = random.Random(seed)
        self._next_beat = time.monotonic()

    def approve(self) -> None:
        from newsletter.services.approve import approve_issue

        approve_issue(issue_id=self.issue.pk, approved_by=None)

    def beat(self) -> None:
        """What the beat does each minute, when its time has come."""
        from newsletter.tasks import resume_sending

        if time.monotonic() >= self._next_beat:
            self._next_beat = time.monotonic() + BEAT
            resume_sending()

    def until(self, condition: Callable[[], Any], seconds: float = 300) -> None:
        """Raises SiteFailed when it takes longer."""
        ends = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > ends:
                raise SiteFailed(f"Waited {seconds:.0f} s; {self.states()}")
            self.beat()
            time.sleep(0.05)

    def until_taken(self, number: int) -> None:
        self.until(lambda: self.sink.taken() >= number or self.is_done())

    def is_done(self) -> bool:
        from newsletter.models import Sending

        return Sending.objects.get(issue=self.issue).state == "sent"

    def states(self) -> dict[str, int]:
        from newsletter.models import Delivery

        return Delivery.objects.filter(issue=self.issue).by_state()

    def verdict(self, *, most_uncertain: int, expected_missing: int = 0) -> int:
        """Print what the sink counted, and return 1 when a promise was broken."""
        from newsletter.models import Delivery

        arrived = self.sink.counts()
        uncertain = set(
            Delivery.objects.filter(issue=self.issue, state="uncertain").values_list(
                "subscriber__email", flat=True
            )
        )
        everyone = set(
            Delivery.objects.filter(issue=self.issue)
            .exclude(state="withdrawn")
            .values_list("subscriber__email", flat=True)
        )
        missing = everyone - set(arrived) - uncertain
        double = sum(number - 1 for number in arrived.values())
        print(
            f"  at the sink: sent {len(arrived)}, missing {len(missing)} (expected "
            f"{expected_missing}), double {double}, uncertain {len(uncertain)} (at most "
            f"{most_uncertain})"
        )
        print(f"  in the ledger: {self.states()}")
        broken = (
            len(missing) != expected_missing
            or double > 0
            or len(uncertain) > most_uncertain
            or len(everyone) > self.readers
        )
        print("  Broken." if broken else "  Kept.")
        return int(broken)


@contextlib.contextmanager
def drill(readers: int, **behaviour: int) -> Iterator[Drill]:
    """A filled site with an issue, a sink and a worker that is not started yet.

    The first two words of the command line may be the number of readers and the seed.
    """
    import logging

    import django

    words = sys.argv[1:]
    readers = int(words[0]) if words else readers
    seed = int(words[1]) if len(words) > 1 else random.SystemRandom().randrange(10**6)
    print(f"Seed {seed}; {readers} readers. Filling a site of its own …", flush=True)
    django.setup()
    logging.disable(logging.INFO)
    fill()
    from lederweb.lib.redis import client

    client().flushdb()
    make_readers(readers)
    issue = make_issue(35)
    with Sink(files() / "taken.txt", **behaviour) as sink:
        worker = BulkWorker(
            files() / "worker.log",
            senders=SENDERS,
            EMAIL_URL=f"smtp://{LOOPBACK}:{sink.port}",
            NEWSLETTER_CONNECTIONS=str(CONNECTIONS),
        )
        try:
            yield Drill(readers, seed, sink, worker, issue)
        finally:
            worker.kill()


def run(play: Callable[[], int]) -> None:
    """End the program with what the drill returns."""
    try:
        sys.exit(play())
    except SiteFailed as error:
        sys.exit(str(error))
