"""A sending is paused, resumed and stopped by a person, at the next claim."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import PageLogEntry

from lederweb.core.signals import restored
from newsletter import ledger
from newsletter.models import Delivery, Sending
from newsletter.services import resume
from newsletter.services import send as sender
from newsletter.services.approve import approve_issue
from newsletter.services.control import pause_sending, resume_sending, stop_sending
from newsletter.tasks import send_issue
from newsletter.tests.claiming import claim

pytestmark = pytest.mark.django_db


@pytest.fixture
def sending(world):
    for name in ("Karen", "Jens", "Lis"):
        world.subscriber(name)
    return approve_issue(issue_id=world.issue().pk, approved_by=world.morten_the_moderator)


def address(sending, action):
    return f"/admin/nyhedsbrev/sendings/{sending.pk}/{action}/"


def states():
    return {state: count for state, count in Delivery.objects.by_state().items() if count}


def with_the_first(mail_server, action, sending, reply=None):
    """Do it while the first message is with the mail server, which then gives the reply."""
    done = []

    def act():
        try:
            done.append(action(sending_id=sending.pk))
        finally:
            connection.close()

    def answer(recipient):
        if not done:
            thread = threading.Thread(target=act)
            thread.start()
            thread.join()
            return reply
        return None

    # With a reply at DATA, else when the message is taken: in both cases it is claimed.
    setattr(mail_server, "answer_data" if reply else "before_reply", answer)


@pytest.mark.django_db(transaction=True)
def test_paused_while_it_is_sent_it_waits_and_goes_on(sending, mail_server):
    with_the_first(mail_server, pause_sending, sending)
    send_issue(sending.issue_id)
    assert states() == {"sent": 1, "queued": 2}
    assert Sending.objects.get().state == "paused"
    assert resume.issues_to_resume() == {}
    send_issue(sending.issue_id)
    assert len(mail_server.taken) == 1
    assert resume_sending(sending_id=sending.pk)
    assert resume.issues_to_resume() == {sending.issue_id: 2}
    send_issue(sending.issue_id)
    assert Sending.objects.get().state == "sent"
    assert set(mail_server.counts().values()) == {1}
    assert len(mail_server.taken) == 3


@pytest.mark.django_db(transaction=True)
def test_stopped_while_it_is_sent_nobody_else_gets_it(sending, mail_server):
    with_the_first(mail_server, stop_sending, sending)
    send_issue(sending.issue_id)
    assert states() == {"sent": 1, "withdrawn": 2}
    stopped = Sending.objects.get()
    assert stopped.state == "stopped"
    assert stopped.finished_at is not None
    assert not resume_sending(sending_id=sending.pk)
    assert resume.issues_to_resume() == {}
    assert len(mail_server.taken) == 1


@pytest.mark.django_db(transaction=True)
def test_what_the_server_wants_again_later_is_withdrawn_when_it_was_stopped(sending, mail_server):
    with_the_first(mail_server, stop_sending, sending, reply="451 4.7.1 greylisted")
    send_issue(sending.issue_id)
    assert states() == {"queued": 1, "withdrawn": 2}
    assert resume.issues_to_resume() == {sending.issue_id: 2}
    send_issue(sending.issue_id)
    assert states() == {"withdrawn": 3}
    assert resume.issues_to_resume() == {}


def test_an_issue_that_was_only_approved_can_be_paused_and_stopped(sending, mail_server):
    assert pause_sending(sending_id=sending.pk)
    send_issue(sending.issue_id)
    assert Sending.objects.get().state == "paused"
    resume_sending(sending_id=sending.pk)
    assert Sending.objects.get().state == "approved"
    stop_sending(sending_id=sending.pk)
    send_issue(sending.issue_id)
    assert not Delivery.objects.exists()
    assert not mail_server.taken


def test_a_message_that_a_dead_worker_had_is_uncertain_also_when_paused(sending, mail_server):
    ledger.freeze_audience(sending)
    claim(sending.issue_id, 1)
    pause_sending(sending_id=sending.pk)
    assert claim(sending.issue_id, 2) == []
    assert resume.issues_to_resume() == {sending.issue_id: 2}
    send_issue(sending.issue_id)
    assert states() == {"uncertain": 1, "queued": 2}


def test_days_on_pause_are_not_held_against_a_recipient(sending, mail_server):
    ledger.freeze_audience(sending)
    pause_sending(sending_id=sending.pk)
    Sending.objects.update(started_at=timezone.now() - dt.timedelta(days=6))
    resume_sending(sending_id=sending.pk)
    mail_server.answer = lambda recipient: "451 4.7.1 greylisted"
    send_issue(sending.issue_id)
    assert states() == {"queued": 3}


def test_a_pause_before_the_start_is_a_draft_again_after_a_restore(sending):
    pause_sending(sending_id=sending.pk)
    restored.send(sender=None)
    assert not Sending.objects.exists()


def test_what_has_ended_cannot_be_paused_or_stopped(sending, mail_server):
    assert not sender.send_issue(issue_id=sending.issue_id)
    for action in (pause_sending, resume_sending, stop_sending):
        assert not action(sending_id=sending.pk)
    assert Sending.objects.get().state == "sent"


def test_the_moderator_pauses_resumes_and_stops_from_the_sendings_page(world, client, sending):
    morten = world.morten_the_moderator
    client.force_login(morten)
    page = f"/admin/newsletter_sendings/{sending.pk}/"
    ledger.freeze_audience(sending)
    for action, state in (("pause", "paused"), ("resume", "sending"), ("stop", "stopped")):
        assert address(sending, action) in client.get(page).content.decode()
        assert '<form method="post">' in client.get(address(sending, action)).content.decode()
        assert Sending.objects.get().state != state
        assert client.post(address(sending, action)).url == page
        assert Sending.objects.get().state == state
        assert PageLogEntry.objects.filter(
            action=f"newsletter.{action}_sending", user=morten
        ).exists()
    assert "/stop/" not in client.get(page).content.decode()
    assert client.get(address(sending, "stop")).url == page
    client.post(address(sending, "stop"))
    assert PageLogEntry.objects.filter(action="newsletter.stop_sending").count() == 1


def test_nobody_else_can(world, client, sending):
    for person in (world.ellen_the_editor, world.sanne_of_the_secretariat):
        client.force_login(person)
        page = client.get(f"/admin/newsletter_sendings/{sending.pk}/").content.decode()
        assert "/stop/" not in page
        for action in ("pause", "resume", "stop"):
            client.post(address(sending, action))
    assert Sending.objects.get().state == "approved"
