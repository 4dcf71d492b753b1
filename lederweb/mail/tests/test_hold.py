"""A restored copy sends no mail until told to (promise O4)."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from lederweb.core.signals import restored
from lederweb.mail import tasks
from lederweb.mail.models import OutboxMail, SendingHold
from lederweb.mail.rendering import RenderedMail
from lederweb.mail.services.hold import hold_sending, is_held, release_sending
from lederweb.mail.services.queue import queue_rendered

pytestmark = pytest.mark.django_db


def queued():
    return queue_rendered(
        to="karen@example.org", mail=RenderedMail("Hej", "Hej", ""), purpose="test"
    )


def release(*options):
    out = io.StringIO()
    call_command("release_mail", *options, stdout=out)
    return out.getvalue()


def test_after_a_restore_no_mail_goes_out_not_even_new_ones(mail_server):
    old = queued()
    restored.send(sender=None)
    new = queued()
    for mail in (old, new):
        tasks.send(mail.pk)
    tasks.sweep_outbox()
    assert not mail_server.taken
    assert OutboxMail.objects.filter(status="waiting").count() == 2


def test_released_by_a_person_everything_goes(mail_server):
    queued()
    restored.send(sender=None)
    assert "1" in release("--yes")
    tasks.sweep_outbox()
    assert len(mail_server.taken) == 1


def test_what_waited_in_a_copy_for_trying_out_can_be_dropped(mail_server):
    queued()
    restored.send(sender=None)
    queued_after = queued()
    OutboxMail.objects.filter(pk=queued_after.pk).update(created_at=timezone.now())
    release("--yes", "--drop-waiting")
    tasks.sweep_outbox()
    assert len(mail_server.taken) == 1
    assert OutboxMail.objects.filter(status="failed").count() == 1


def test_it_asks_first(monkeypatch):
    hold_sending(reason="Restored.")
    monkeypatch.setattr("builtins.input", lambda question: "no")
    assert "still held" in release()
    assert is_held()
    monkeypatch.setattr("builtins.input", lambda question: "yes")
    release()
    assert not is_held()


def test_with_nobody_to_ask_it_says_what_to_write(monkeypatch):
    hold_sending(reason="Restored.")
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(CommandError, match="say --yes"):
        release()
    assert is_held()


def test_without_a_hold_there_is_nothing_to_release():
    assert "not held" in release("--yes")
    assert not release_sending()


def test_a_second_hold_keeps_the_first_reason():
    hold_sending(reason="Restored.")
    hold_sending(reason="Again.")
    assert SendingHold.objects.get().reason == "Restored."
