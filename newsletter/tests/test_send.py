"""Sending an issue: everybody once, whatever the mail server says (promises N1 to N3, N6)."""

import datetime as dt
import socket
import threading

import pytest
from django.db import connection
from django.utils import timezone

from lederweb.mail.services.hold import hold_sending, release_sending
from lederweb.mail.services.suppress import suppress, suppression_of
from newsletter import ledger
from newsletter.models import Delivery, Sending
from newsletter.services import resume
from newsletter.services import send as sender
from newsletter.services.approve import approve_issue
from newsletter.services.erase import erase
from newsletter.services.leave import leave
from newsletter.tasks import resume_sending, send_issue
from newsletter.tests.claiming import claim

pytestmark = pytest.mark.django_db


@pytest.fixture
def readers(world):
    return [world.subscriber(f"reader{number}") for number in range(6)]


@pytest.fixture
def issue(world, readers):
    issue = world.issue()
    approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator)
    return issue


def states():
    return {state: count for state, count in Delivery.objects.by_state().items() if count}


def time_passes(**length):
    Delivery.objects.update(next_try_at=timezone.now() - dt.timedelta(seconds=1))
    Sending.objects.update(started_at=timezone.now() - dt.timedelta(**length), wait_until=None)


def everyone_once(readers):
    return {reader.email: 1 for reader in readers}


def test_everybody_gets_it_once_over_a_few_connections(issue, readers, mail_server):
    send_issue(issue.pk)
    assert mail_server.counts() == everyone_once(readers)
    assert mail_server.connections <= 4
    assert states() == {"sent": 6}
    sending = Sending.objects.get()
    assert sending.state == "sent"
    assert sending.audience_count == 6
    assert sending.finished_at is not None


def test_only_who_gets_the_newsletter_when_sending_begins_is_written_to(
    world, issue, readers, mail_server
):
    world.subscriber("Poul", state="left")
    world.subscriber("Pia", state="pending", confirmed_at=None)
    send_issue(issue.pk)
    world.subscriber("Nina")
    send_issue(issue.pk)
    assert mail_server.counts() == everyone_once(readers)


def test_who_leaves_is_erased_or_suppressed_meanwhile_is_withdrawn(
    issue, readers, mail_server, monkeypatch
):
    monkeypatch.setattr(sender, "SLICE_SECONDS", 0)  # freezes, and sends nobody
    send_issue(issue.pk)
    assert states() == {"queued": 6}
    leave(subscriber_id=readers[1].public_id)
    erase(subscriber=readers[2])
    suppress(address=readers[3].email, reason="bounced")
    monkeypatch.undo()
    send_issue(issue.pk)
    assert mail_server.counts() == everyone_once([readers[0], *readers[4:]])
    assert states() == {"sent": 3, "withdrawn": 3}
    assert Sending.objects.get().state == "sent"


def test_one_bad_address_in_three_stops_nobody_else(issue, readers, mail_server):
    bad = {readers[0].email, readers[3].email}
    mail_server.answer = lambda recipient: f"550 5.1.1 <{recipient}>" if recipient in bad else None
    send_issue(issue.pk)
    send_issue(issue.pk)
    assert mail_server.counts() == everyone_once(r for r in readers if r.email not in bad)
    assert states() == {"sent": 4, "refused": 2}
    refused = Delivery.objects.filter(state="refused").first()
    assert refused.reason.startswith("550 5.1.1")
    assert "reader" not in refused.reason
    assert {suppression_of(reader.email) is not None for reader in (readers[0], readers[3])} == {
        True
    }
    assert suppression_of(readers[1].email) is None


def test_not_now_is_tried_again_after_half_an_hour(issue, readers, mail_server):
    slow = readers[2].email
    mail_server.answer = lambda recipient: "451 4.7.1 greylisted" if recipient == slow else None
    send_issue(issue.pk)
    assert states() == {"sent": 5, "queued": 1}
    waiting = Delivery.objects.get(state="queued")
    assert waiting.next_try_at > timezone.now() + dt.timedelta(minutes=29)
    assert Sending.objects.get().state == "sending"
    assert resume.issues_to_resume() == {}
    mail_server.answer = lambda recipient: None
    time_passes(minutes=31)
    assert resume.issues_to_resume() == {issue.pk: 2}
    send_issue(issue.pk)
    assert mail_server.counts() == everyone_once(readers)
    assert Sending.objects.get().state == "sent"


def test_after_four_days_not_now_is_no(issue, readers, mail_server):
    mail_server.answer_data = lambda recipient: "452 4.2.2 mailbox full"
    send_issue(issue.pk)
    time_passes(days=4, hours=1)
    send_issue(issue.pk)
    assert states() == {"refused": 6}
    assert Sending.objects.get().state == "sent"


def test_a_lost_last_reply_is_uncertain_and_never_sent_again_by_itself(issue, readers, mail_server):
    def lose_one(taken):
        if taken.recipient == readers[1].email:
            raise ConnectionError

    mail_server.before_reply = lose_one
    send_issue(issue.pk)
    for _time in range(3):
        time_passes(hours=2)
        send_issue(issue.pk)
    assert mail_server.counts() == everyone_once(readers)
    assert states() == {"sent": 5, "uncertain": 1}
    assert Delivery.objects.get(state="uncertain").subscriber == readers[1]


def test_a_server_that_begins_to_drop_everything_costs_a_doubt_for_each_connection(
    world, mail_server, settings
):
    settings.NEWSLETTER_CONNECTIONS = 4
    for number in range(60):
        world.subscriber(f"reader{number}")
    issue = world.issue()
    approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator)

    def drop_from_the_tenth_on(taken):
        if len(mail_server.taken) >= 10:
            raise ConnectionError

    mail_server.before_reply = drop_from_the_tenth_on
    send_issue(issue.pk)
    assert states()["sent"] >= 6
    assert 0 < states()["uncertain"] <= 8
    assert Sending.objects.get().trouble
    mail_server.before_reply = lambda taken: None
    send_issue(issue.pk)
    assert set(mail_server.counts().values()) == {1}
    assert len(mail_server.counts()) == 60


def test_a_server_that_closes_every_few_messages_gets_them_over_new_connections(
    issue, readers, mail_server
):
    seen = []

    def every_third(recipient):
        seen.append(recipient)
        return "421 4.7.0 too many on this connection" if len(seen) % 3 == 0 else None

    mail_server.answer = every_third
    send_issue(issue.pk)
    assert mail_server.counts() == everyone_once(readers)
    assert states() == {"sent": 6}


def test_a_recipient_at_whom_the_server_hangs_up_does_not_hold_up_the_others(
    issue, readers, mail_server
):
    poison = readers[0].email
    mail_server.answer = lambda recipient: "421 4.3.0 bye" if recipient == poison else None
    send_issue(issue.pk)
    send_issue(issue.pk)
    assert mail_server.counts() == everyone_once(readers[1:])
    assert states() == {"sent": 5, "queued": 1}


def test_a_server_that_is_away_costs_nobody_anything(issue, readers, mail_server, settings):
    port = settings.EMAIL_PORT
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = closed.getsockname()[1]
        send_issue(issue.pk)
    assert states() == {"queued": 6}
    assert Sending.objects.get().trouble
    assert resume.issues_to_resume() == {issue.pk: 2}
    settings.EMAIL_PORT = port
    send_issue(issue.pk)
    assert mail_server.counts() == everyone_once(readers)
    assert Sending.objects.get().trouble == ""


def test_a_row_written_past_the_models_check_stops_nobody_else(issue, readers, mail_server):
    from newsletter.models import Subscriber

    Subscriber.objects.filter(pk=readers[0].pk).update(email="x@example.org\r\nBcc: y@example.org")
    send_issue(issue.pk)
    assert mail_server.counts() == everyone_once(readers[1:])
    assert states() == {"sent": 5, "refused": 1}


def test_a_claim_that_nobody_settled_is_uncertain(issue, readers, mail_server):
    sending = Sending.objects.get()
    ledger.freeze_audience(sending)
    assert claim(issue.pk, 1) == [readers[0]]
    send_issue(issue.pk)
    assert mail_server.counts() == everyone_once(readers[1:])
    assert states() == {"sent": 5, "uncertain": 1}


def test_the_audience_is_written_in_one_go_and_once(issue, readers, django_assert_num_queries):
    sending = Sending.objects.get()
    # A savepoint and its release, two updates, one INSERT; the issue's page before and after it
    # is published; who chose anything.
    with django_assert_num_queries(8):
        assert ledger.freeze_audience(sending)
    assert not ledger.freeze_audience(sending)
    assert Delivery.objects.count() == 6


@pytest.mark.django_db(transaction=True)
def test_four_workers_on_one_issue_send_it_once(world, mail_server, settings):
    settings.NEWSLETTER_SENDERS = 3
    readers = [world.subscriber(f"reader{number}") for number in range(40)]
    issue = world.issue()
    approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator)
    mail_server.delay = 0.01

    def work():
        try:
            send_issue(issue.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    send_issue(issue.pk)
    assert mail_server.counts() == everyone_once(readers)
    assert len(set(Delivery.objects.values_list("claimed_by", flat=True))) > 1
    assert Sending.objects.get().state == "sent"


def test_a_slice_ends_in_time_and_the_next_goes_on(
    issue, readers, mail_server, monkeypatch, settings
):
    settings.NEWSLETTER_CONNECTIONS = 1
    monkeypatch.setattr(sender, "SLICE_SECONDS", 0.3)
    mail_server.delay = 0.12
    assert sender.send_issue(issue_id=issue.pk)
    assert 0 < len(mail_server.taken) < 6
    while sender.send_issue(issue_id=issue.pk):
        pass
    assert mail_server.counts() == everyone_once(readers)


def test_the_beat_announces_what_was_approved_and_never_begun(
    issue, django_capture_on_commit_callbacks
):
    from lederweb.lib.redis import client

    client().flushdb()
    with django_capture_on_commit_callbacks(execute=True):
        resume_sending()
    assert client().llen("bulk") == 2


def test_the_beat_announces_only_the_senders_that_lack(issue):
    with ledger.sender_of(issue.pk, 2):
        assert ledger.senders_at(issue.pk) == 1
        assert resume.issues_to_resume() == {issue.pk: 1}
    assert ledger.senders_at(issue.pk) == 0


def test_a_restored_copy_sends_nothing_until_told_to(issue, readers, mail_server):
    hold_sending(reason="Restored.")
    send_issue(issue.pk)
    assert not mail_server.taken
    release_sending()
    send_issue(issue.pk)
    assert mail_server.counts() == everyone_once(readers)


def test_a_hold_stops_a_sending_that_is_under_way(issue, readers, mail_server):
    ledger.freeze_audience(Sending.objects.get())
    hold_sending(reason="Restored.")
    assert claim(issue.pk, 6) == []
    assert states() == {"queued": 6}
