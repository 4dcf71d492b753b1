"""From the beat and the admin through Redis to a Celery worker, and back: nothing is called here."""

import datetime as dt
import io
import logging
import time

import pytest
from celery.contrib.testing.worker import start_worker
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from lederweb.celery import app
from newsletter.models import Sending, Subscriber, SubscriberImport

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 20  # seconds; two cores may be busy with other tests


@pytest.fixture
def worker():
    """A worker of all queues, in a thread of this process, whose log stays as it is."""
    app.conf.worker_log_color = False
    queues = [queue.name for queue in app.conf.task_queues]
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    with start_worker(app, queues=queues, perform_ping_check=False, loglevel="ERROR"):
        root.setLevel(level)
        root.handlers[:] = handlers
        yield


def the_beat(name):
    """What beat does once when the entry of its table is due."""
    entry = app.conf.beat_schedule[name]
    assert entry["schedule"] <= 60.0
    app.send_task(entry["task"])


def until(is_so):
    ends = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < ends, "it took too long"
        time.sleep(0.05)


def test_an_issue_for_later_is_sent_by_the_beat_when_its_time_has_come_and_not_before(
    world, client, mail_server, worker
):
    world.subscriber("Karen")
    issue = world.issue()
    client.force_login(world.morten_the_moderator)
    soon = timezone.localtime() + dt.timedelta(hours=2)
    check = reverse("newsletter_send_issue", args=[issue.pk])
    data = {"when": "later", "send_at": f"{soon:%Y-%m-%d %H:%M}"}
    client.post(check, {"revision": issue.latest_revision_id, **data})
    assert Sending.objects.get().state == "approved"
    the_beat("continue newsletters being sent")
    the_beat("continue imports of subscribers")  # through the same queue, so it comes after
    time.sleep(0.5)
    assert Sending.objects.get().state == "approved"
    assert not mail_server.counts()
    Sending.objects.update(send_at=timezone.now())
    the_beat("continue newsletters being sent")
    until(lambda: Sending.objects.get().state == "sent")
    assert mail_server.counts() == {"karen@example.org": 1}
    client.logout()
    assert client.get(issue.url).status_code == 200


def test_a_workbook_that_somebody_said_yes_to_is_taken_in(world, client, worker):
    book = Workbook()
    book.active.append(["E-mail", "Væksthus", "Samtykkedato", "Ordlyd", "Kilde"])
    for number in range(30):
        book.active.append(
            [f"leder{number}@example.org", 1 + number % 3, dt.date(2025, 3, 1), "Ja tak", "Dagen"]
        )
    book.active.append(["ikke en adresse", "", "", "", ""])
    file = io.BytesIO()
    book.save(file)
    client.force_login(world.sanne_of_the_secretariat)
    looked = client.post(
        reverse("newsletter_subscribers:imports"),
        {"file": SimpleUploadedFile("liste.xlsx", file.getvalue())},
    )
    batch = SubscriberImport.objects.get()
    assert looked.url == reverse("newsletter_subscribers:import", args=[batch.pk])
    assert not Subscriber.objects.exists()
    client.post(reverse("newsletter_subscribers:start_import", args=[batch.pk]))
    until(lambda: SubscriberImport.objects.get().state == "done")
    assert Subscriber.objects.active().count() == 30
    page = client.get(looked.url).content.decode()
    assert reverse("newsletter_subscribers:import_rejects", args=[batch.pk]) in page
