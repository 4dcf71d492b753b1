"""How often one mailbox is written to, however its address is spelled (promise N7)."""

import datetime as dt

import pytest
from django.utils import timezone

from lederweb.mail.models import OutboxMail
from lederweb.mail.rendering import RenderedMail
from lederweb.mail.services.limit import within_limit
from lederweb.mail.services.queue import queue_rendered

pytestmark = pytest.mark.django_db

SPELLINGS = [
    "karen.holm@gmail.com",
    "Karen.Holm@GMAIL.com",
    "karenholm@gmail.com",
    "k.a.r.e.n.holm+nyt@googlemail.com",
]


def ask(address="karen.holm@gmail.com", purpose="confirm"):
    """Whether a mail was queued."""
    if not within_limit(to=address, purpose=purpose, per_day=1, per_month=3):
        return False
    queue_rendered(to=address, mail=RenderedMail("Hej", "Hej", ""), purpose=purpose)
    return True


def days_pass(days):
    for mail in OutboxMail.objects.all():
        mail.created_at -= dt.timedelta(days=days)
        mail.save()


def test_one_a_day_in_whatever_spelling():
    assert [ask(spelling) for spelling in SPELLINGS] == [True, False, False, False]


def test_three_a_month():
    asked = []
    for _day in range(10):
        asked.append(ask())
        days_pass(1.1)
    assert asked.count(True) == 3


def test_after_a_month_it_begins_anew():
    for _day in range(3):
        assert ask()
        days_pass(2)
    assert not ask()
    days_pass(31)
    assert ask()


def test_other_purposes_and_other_people_have_limits_of_their_own():
    assert ask()
    assert ask(purpose="order")
    assert ask("jens@example.org")


def test_erasing_an_address_does_not_open_the_gate():
    from lederweb.mail.services.forget import forget_address

    assert ask()
    forget_address(address="karen.holm@gmail.com")
    assert not ask()
    assert OutboxMail.objects.filter(created_at__lte=timezone.now()).count() == 1
