"""Sending the outbox to a real mail server, with everything that can go wrong on the way."""

import datetime as dt
import socket
import threading

import pytest
from django.db import connection
from django.utils import timezone

from lederweb.mail import smtp, tasks
from lederweb.mail.models import OutboxMail
from lederweb.mail.rendering import RenderedMail
from lederweb.mail.services import deliver
from lederweb.mail.services.queue import queue_rendered
from lederweb.mail.services.suppress import suppress

pytestmark = pytest.mark.django_db


def queued(to="karen@example.org", **fields):
    mail = queue_rendered(
        to=to, mail=RenderedMail("Kære Åse", "Tekst.\n.\n..\n", "<p>Hej</p>"), purpose="test"
    )
    if fields:
        OutboxMail.objects.filter(pk=mail.pk).update(**fields)
    return mail


def now_due(mail):
    OutboxMail.objects.filter(pk=mail.pk).update(next_try_at=timezone.now())


def test_a_mail_arrives_as_it_was_written(mail_server):
    mail = queued()
    tasks.send(mail.pk)
    [taken] = mail_server.taken
    assert taken.recipient == "karen@example.org"
    assert taken.sender == "info@lederweb.dk"
    assert taken.message["Subject"] == "Kære Åse"
    assert taken.message["Message-ID"] == mail.message_id
    # Lines that begin with a dot are doubled on the way (RFC 5321 §4.5.2) and come out whole.
    assert taken.part("plain") == "Tekst.\n.\n..\n"
    mail.refresh_from_db()
    assert mail.status == OutboxMail.Status.SENT
    assert mail.sent_at is not None
    assert mail.tries == 1


def test_a_redelivered_task_sends_nothing_again(mail_server):
    mail = queued()
    for _time in range(3):
        tasks.send(mail.pk)
    assert len(mail_server.taken) == 1


@pytest.mark.django_db(transaction=True)
def test_ten_workers_at_once_send_once(mail_server):
    mail = queued()
    mail_server.delay = 0.1

    def work():
        try:
            deliver.deliver(mail_id=mail.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(mail_server.taken) == 1


def test_a_final_refusal_is_not_tried_again(mail_server):
    mail_server.answer = lambda recipient: f"550 5.1.1 <{recipient}> unknown"
    mail = queued()
    tasks.send(mail.pk)
    now_due(mail)
    deliver.sweep()
    mail.refresh_from_db()
    assert mail.status == OutboxMail.Status.REFUSED
    assert mail.reason.startswith("550 5.1.1")
    assert "karen" not in mail.reason
    assert mail.tries == 1


def test_a_refusal_for_now_is_tried_again_from_the_schedule_in_the_database(mail_server):
    mail_server.answer = lambda recipient: "451 4.7.1 come back later"
    mail = queued()
    tasks.send(mail.pk)
    mail.refresh_from_db()
    assert mail.status == OutboxMail.Status.WAITING
    assert mail.next_try_at > timezone.now() + dt.timedelta(seconds=50)
    deliver.sweep()  # not yet
    mail.refresh_from_db()
    assert mail.tries == 1
    mail_server.answer = lambda recipient: None
    now_due(mail)
    deliver.sweep()
    mail.refresh_from_db()
    assert mail.status == OutboxMail.Status.SENT
    assert mail.tries == 2
    assert len(mail_server.taken) == 1


def test_after_four_days_it_is_given_up(mail_server):
    mail_server.answer_data = lambda recipient: "452 4.3.1 full"
    mail = queued(created_at=timezone.now() - dt.timedelta(days=4, hours=1))
    tasks.send(mail.pk)
    mail.refresh_from_db()
    assert mail.status == OutboxMail.Status.FAILED
    assert "452" in mail.reason


def test_a_server_that_is_away_is_asked_again_by_itself(settings, mail_server):
    port = settings.EMAIL_PORT
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = closed.getsockname()[1]
        mail = queued()
        tasks.send(mail.pk)
    mail.refresh_from_db()
    assert mail.status == OutboxMail.Status.WAITING
    assert mail.reason
    settings.EMAIL_PORT = port
    now_due(mail)
    tasks.sweep_outbox()
    assert len(mail_server.taken) == 1


def test_a_silent_server_is_given_up_after_the_timeout(settings):
    settings.EMAIL_TIMEOUT = 0.5
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", silent.getsockname()[1]
        mail = queued()
        tasks.send(mail.pk)
    mail.refresh_from_db()
    assert mail.status == OutboxMail.Status.WAITING


def test_a_lost_last_reply_is_sent_again_under_the_same_message_id(mail_server):
    def break_off(taken):
        raise ConnectionError

    mail_server.before_reply = break_off
    mail = queued()
    tasks.send(mail.pk)
    mail.refresh_from_db()
    assert mail.status == OutboxMail.Status.WAITING
    mail_server.before_reply = lambda taken: None
    now_due(mail)
    deliver.sweep()
    assert {taken.message["Message-ID"] for taken in mail_server.taken} == {mail.message_id}
    assert len(mail_server.taken) == 2


def test_the_sweep_finds_what_nobody_announced_over_one_connection(mail_server):
    for number in range(5):
        queued(f"reader{number}@example.org")
    assert deliver.sweep() == 5
    assert len(mail_server.taken) == 5
    assert mail_server.connections == 1


def test_one_bad_address_stops_nobody_else(mail_server):
    mail_server.answer = lambda recipient: "550 no" if recipient.startswith("bad") else None
    for name in ("anna", "bad", "carl"):
        queued(f"{name}@example.org")
    deliver.sweep()
    assert mail_server.counts() == {"anna@example.org": 1, "carl@example.org": 1}


def test_a_mail_whose_worker_vanished_is_taken_up_again(mail_server):
    mail = queued(status="sending", claimed_at=timezone.now() - dt.timedelta(minutes=10))
    deliver.sweep()
    assert not mail_server.taken  # somebody may still be at it
    OutboxMail.objects.filter(pk=mail.pk).update(
        claimed_at=timezone.now() - deliver.STUCK_AFTER - dt.timedelta(seconds=1)
    )
    deliver.sweep()
    assert len(mail_server.taken) == 1


def test_who_was_suppressed_meanwhile_gets_nothing(mail_server):
    mail = queued()
    suppress(address="karen@example.org", reason="asked")
    tasks.send(mail.pk)
    mail.refresh_from_db()
    assert mail.status == OutboxMail.Status.SUPPRESSED
    assert not mail_server.taken


def test_the_body_of_a_confidential_mail_goes_once_it_is_sent(mail_server):
    mail = queued(is_confidential=True)
    tasks.send(mail.pk)
    mail.refresh_from_db()
    assert (mail.text, mail.html) == ("", "")
    assert "Tekst" in mail_server.taken[0].part("plain")


def test_a_remote_relay_has_ten_minutes_for_its_last_reply(settings):
    settings.EMAIL_HOST = "relay.example.org"
    assert smtp.final_reply_seconds() == 600
    settings.EMAIL_HOST = "127.0.0.1"
    assert smtp.final_reply_seconds() == settings.EMAIL_TIMEOUT


def test_we_greet_with_our_public_name(settings):
    settings.BASE_URL = "https://www.lederweb.dk"
    assert smtp._own_name() == "www.lederweb.dk"
    settings.BASE_URL = "http://127.0.0.1:8000"
    assert smtp._own_name() == "[127.0.0.1]"
