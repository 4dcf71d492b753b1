"""Keeping no more of a mail than is needed."""

import datetime as dt

import pytest
from django.utils import timezone

from lederweb.mail import tasks
from lederweb.mail.models import OutboxMail
from lederweb.mail.rendering import RenderedMail
from lederweb.mail.services.forget import forget_address
from lederweb.mail.services.queue import queue_rendered

pytestmark = pytest.mark.django_db


def mail(days_ago=0, status="sent", to="karen@example.org"):
    queued = queue_rendered(to=to, mail=RenderedMail("Hej", "Tekst", "<p>x</p>"), purpose="test")
    OutboxMail.objects.filter(pk=queued.pk).update(
        status=status, created_at=timezone.now() - dt.timedelta(days=days_ago)
    )
    return queued


def test_bodies_are_kept_thirty_days_and_rows_ninety():
    young, middle, old = mail(29), mail(31), mail(91)
    tasks.delete_expired()
    young.refresh_from_db()
    middle.refresh_from_db()
    assert young.text == "Tekst"
    assert (middle.text, middle.html, middle.headers) == ("", "", {})
    assert not OutboxMail.objects.filter(pk=old.pk).exists()


def test_what_still_waits_is_kept():
    waiting = mail(31, status="waiting")
    tasks.delete_expired()
    waiting.refresh_from_db()
    assert waiting.text == "Tekst"


def test_an_erased_address_is_gone_from_every_mail_and_what_waits_is_not_sent(mail_server):
    sent, waiting, other = mail(), mail(status="waiting"), mail(to="jens@example.org")
    assert forget_address(address="KAREN@example.org") == 2
    tasks.send(waiting.pk)
    assert not mail_server.taken
    for row in (sent, waiting):
        row.refresh_from_db()
        assert row.recipient == row.text == row.html == ""
    assert waiting.status == OutboxMail.Status.SUPPRESSED
    other.refresh_from_db()
    assert other.recipient == "jens@example.org"


def test_leaving_one_thing_leaves_mails_about_others_alone():
    one, other = mail(), mail()
    OutboxMail.objects.filter(pk=one.pk).update(purpose="course-access")
    assert forget_address(address="karen@example.org", purposes=["course-access"]) == 1
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.recipient, other.recipient) == ("", "karen@example.org")
