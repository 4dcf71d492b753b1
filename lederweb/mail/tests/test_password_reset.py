"""A link for a new password goes through the outbox, and fills nobody's mailbox."""

import datetime as dt

import pytest
from django.test import Client

from lederweb.mail.models import OutboxMail

pytestmark = pytest.mark.django_db


def ask(address, client_number=0):
    answer = Client().post(
        "/admin/password_reset/",
        {"email": address},
        HTTP_SEC_FETCH_SITE="same-origin",
        REMOTE_ADDR=f"10.0.0.{client_number}",
    )
    return answer.status_code, answer.headers.get("Location")


def test_a_mailbox_gets_five_a_day_from_however_many_clients(world):
    assert world.ellen_the_editor
    answers = {ask("ellen@example.org", client_number=number) for number in range(12)}
    assert len(answers) == 1
    assert OutboxMail.objects.count() == 5
    mail = OutboxMail.objects.first()
    assert "/admin/password_reset/confirm/" in mail.text
    assert mail.purpose == "password-reset"
    assert mail.is_confidential


def test_and_twenty_a_month(world):
    assert world.ellen_the_editor
    for _day in range(6):
        for number in range(5):
            ask("ellen@example.org", client_number=number)
        for mail in OutboxMail.objects.all():
            mail.created_at -= dt.timedelta(days=1, minutes=1)
            mail.save()
    assert OutboxMail.objects.count() == 20


def test_nobody_learns_who_has_an_account(world):
    assert world.ellen_the_editor
    assert ask("ellen@example.org") == ask("ukendt@example.org")
    assert OutboxMail.objects.count() == 1
