"""A worker killed while it sends loses nobody and doubles nobody (promise N1, in small).

A real Celery worker, a real SIGKILL, counted at the mail server and not from our own ledger.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.conf import settings
from django.db import connection

from lederweb.testing.bulk_worker import BulkWorker
from lederweb.testing.mail_server import MailServer
from newsletter.models import Delivery, Sending
from newsletter.services.approve import approve_issue
from newsletter.services.leave import leave
from newsletter.tasks import resume_sending

pytestmark = pytest.mark.django_db(transaction=True)

READERS = 300
KILLS = 3
SENDERS = 2
CONNECTIONS = 2  # of each sender
PATIENCE = 90  # seconds; two cores may be busy with other tests
BEAT = 2  # seconds


@pytest.fixture
def worker(mail_server, tmp_path) -> Iterator[BulkWorker]:
    """On this test's database."""
    server = urlsplit(os.environ["DATABASE_URL"])
    name = quote(connection.settings_dict["NAME"])
    worker = BulkWorker(
        tmp_path / "worker.log",
        senders=SENDERS,
        DJANGO_SETTINGS_MODULE="lederweb.testing.settings",
        DATABASE_URL=server._replace(path=f"/{name}").geturl(),
        REDIS_URL=settings.REDIS_URL,
        CACHE_URL=settings.REDIS_URL,
        BASE_URL=settings.BASE_URL,
        EMAIL_URL=f"smtp://127.0.0.1:{mail_server.port}",
        DEV_MAIL_DIR=str(tmp_path),
        NEWSLETTER_CONNECTIONS=str(CONNECTIONS),
    )
    yield worker
    worker.kill()


def until(condition: Callable[[], Any], worker: BulkWorker) -> None:
    """Wait for the condition, with beat's task every other second instead of every minute."""
    deadline = time.monotonic() + PATIENCE
    next_beat = time.monotonic() + BEAT
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"Waited {PATIENCE} s: {Delivery.objects.by_state()}\n{worker.log()}")
        if time.monotonic() > next_beat:
            resume_sending()
            next_beat = time.monotonic() + BEAT
        time.sleep(0.02)


def wait_for(mail_server: MailServer, taken: int, worker: BulkWorker) -> None:
    until(lambda: len(mail_server.taken) >= taken, worker)


def test_killed_again_and_again_everybody_gets_it_once(world, mail_server, worker):
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    readers = [world.subscriber(f"reader{number}") for number in range(READERS)]
    issue = world.issue()
    mail_server.delay = 0.02
    approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator)

    for number in range(KILLS):
        start_at = len(mail_server.taken)
        worker.start()
        wait_for(mail_server, start_at + chance.randrange(5, 25), worker)
        time.sleep(chance.random() * 0.02)
        if number % 2:
            worker.kill_child(chance)
            # Celery hands the task of a lost child to the next by itself.
            wait_for(mail_server, len(mail_server.taken) + 4, worker)
        worker.kill()

    gone = Delivery.objects.filter(state="queued").order_by("-pk").first().subscriber
    leave(subscriber_id=gone.public_id)
    worker.start()

    until(lambda: Sending.objects.get().state == "sent", worker)

    arrived = mail_server.counts()
    states = Delivery.objects.by_state()
    uncertain = {
        delivery.subscriber.email
        for delivery in Delivery.objects.filter(state="uncertain").select_related("subscriber")
    }
    print(f"arrived {len(arrived)}, states {states}")
    assert max(arrived.values()) == 1
    assert gone.email not in arrived
    missing = {reader.email for reader in readers} - set(arrived) - {gone.email}
    assert missing <= uncertain
    # At most one doubtful message for each connection of each sender that was killed.
    assert len(uncertain) <= CONNECTIONS * (KILLS * SENDERS + KILLS // 2)
    assert states["withdrawn"] == 1
    assert states["sent"] + states["uncertain"] == READERS - 1
    assert sum(states.values()) == READERS
