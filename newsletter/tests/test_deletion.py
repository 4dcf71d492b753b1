"""What is kept no longer than stated: sign-ups never confirmed (N7), and who left (N10)."""

import datetime as dt

import pytest
from django.utils import timezone

from lederweb.mail.models import OutboxMail
from lederweb.mail.services.suppress import is_suppressed, suppress
from newsletter.models import Consent, Delivery, Subscriber
from newsletter.tasks import delete_left, delete_unconfirmed

pytestmark = pytest.mark.django_db


def age(days, **more):
    """Let the time pass for everything about sign-ups."""
    length = dt.timedelta(days=days, **more)
    for mail in OutboxMail.objects.all():
        OutboxMail.objects.filter(pk=mail.pk).update(created_at=mail.created_at - length)
    for subscriber in Subscriber.objects.all():
        Subscriber.objects.filter(pk=subscriber.pk).update(
            created_at=subscriber.created_at - length
        )
    for consent in Consent.objects.all():
        Consent.objects.filter(pk=consent.pk).update(given_at=consent.given_at - length)


def test_what_is_never_confirmed_is_deleted_within_a_week(world, sign_up):
    karen = world.subscriber("Karen")
    sign_up("new@example.org")
    age(5, hours=23)
    delete_unconfirmed()
    assert Subscriber.objects.count() == 2
    # The task runs every night: what is left tonight is gone before it is seven days old.
    age(0, hours=1, minutes=1)
    delete_unconfirmed()
    assert Subscriber.objects.get() == karen
    assert not OutboxMail.objects.filter(recipient="new@example.org").exists()


def test_a_second_sign_up_gives_its_link_all_the_days_that_its_mail_says(world, client, inbox):
    from newsletter.services.sign_up import sign_up

    assert world.home
    sign_up(address="karen@example.org")
    age(5)
    sign_up(address="karen@example.org")
    link = inbox()[0]
    age(5)
    delete_unconfirmed()
    assert client.post(link).status_code == 200
    assert Subscriber.objects.get().state == "active"


def test_a_way_back_that_was_never_confirmed_is_forgotten(world, sign_up):
    assert world.home
    world.subscriber("Karen", state="left", left_at=timezone.now())
    sign_up("karen@example.org")
    assert Consent.objects.count() == 2
    age(6, minutes=1)
    delete_unconfirmed()
    assert Consent.objects.get().confirmed_at is not None


def test_who_left_two_years_ago_is_forgotten(world):
    now = timezone.now()
    issue = world.issue()
    karen = world.subscriber("Karen")
    lately = world.subscriber("Jens", state="left", left_at=now - dt.timedelta(days=729))
    gone = world.subscriber("Poul", state="left", left_at=now - dt.timedelta(days=731))
    Delivery.objects.create(issue=issue, subscriber=gone, state="sent")
    delete_left()
    assert set(Subscriber.objects.all()) == {karen, lately}
    assert Consent.objects.count() == 2
    assert Delivery.objects.get().subscriber is None
    assert not is_suppressed("poul@example.org")


def test_a_suppression_outlives_whoever_left(world):
    suppress(address="poul@example.org", reason="asked")
    world.subscriber("Poul", state="left", left_at=timezone.now() - dt.timedelta(days=731))
    delete_left()
    assert is_suppressed("poul@example.org")
