"""A mail server that refuses (nearly) everybody: it costs few, and says nothing of addresses."""

import pytest

from lederweb.mail.models import Suppression
from newsletter.models import Delivery, Sending, Subscriber
from newsletter.services.approve import approve_issue
from newsletter.tasks import send_issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def morten(world):
    return world.morten_the_moderator


@pytest.fixture
def sending(world, morten):
    """Makes so many readers, and approves an issue for them."""

    def make(readers):
        one = world.subscriber("reader0")
        Subscriber.objects.bulk_create(
            Subscriber(
                email=f"reader{number}@example.org",
                email_key=f"reader{number}@example.org",
                state="active",
                confirmed_at=one.confirmed_at,
            )
            for number in range(1, readers)
        )
        return approve_issue(issue_id=world.issue().pk, approved_by=morten)

    return make


def states():
    return {state: count for state, count in Delivery.objects.by_state().items() if count}


@pytest.mark.parametrize("reply", ["554 5.7.1 go away", "550 5.1.1 unknown user"])
def test_a_server_that_refuses_everybody_is_asked_about_a_hundred_and_few_more(
    sending, mail_server, reply
):
    mail_server.answer = lambda recipient: reply
    send_issue(sending(600).issue_id)
    assert Sending.objects.get().state == "paused"
    assert 100 <= states()["refused"] <= 160
    assert not Suppression.objects.exists()


def test_one_that_refuses_everybody_from_some_moment_on_is_asked_no_more(sending, mail_server):
    mail_server.answer = lambda recipient: (
        "550 5.1.1 unknown user" if len(mail_server.taken) >= 300 else None
    )
    send_issue(sending(600).issue_id)
    assert Sending.objects.get().state == "paused"
    assert states()["refused"] <= 80
    assert not Suppression.objects.exists()


def test_a_hundred_in_a_row_are_enough_however_many_were_taken_before(
    sending, mail_server, monkeypatch
):
    from newsletter.services import watch

    monkeypatch.setattr(watch, "MOST_REFUSED", 0.9)
    mail_server.answer = lambda recipient: (
        "550 5.1.1 unknown user" if len(mail_server.taken) >= 100 else None
    )
    send_issue(sending(400).issue_id)
    assert Sending.objects.get().state == "paused"
    assert str(states()["refused"]) in Sending.objects.get().trouble
    assert 100 <= states()["refused"] <= 160


def test_of_a_short_list_nobody_is_suppressed_when_all_are_refused(sending, mail_server):
    mail_server.answer = lambda recipient: "550 5.1.1 unknown user"
    send_issue(sending(8).issue_id)
    assert states() == {"refused": 8}
    assert not Suppression.objects.exists()


def test_who_is_gone_is_suppressed_where_the_server_takes_the_others(sending, mail_server):
    gone = {f"reader{number}@example.org" for number in (3, 77, 119)}
    mail_server.answer = lambda recipient: "550 5.1.1 unknown" if recipient in gone else None
    send_issue(sending(120).issue_id)
    assert states() == {"sent": 117, "refused": 3}
    assert Suppression.objects.count() == 3
