"""A mail server that refuses (nearly) everybody: it costs few, and says nothing of addresses."""

import pytest
from django.urls import reverse

from lederweb.mail.models import OutboxMail, Suppression
from newsletter.models import Delivery, Sending, Subscriber
from newsletter.services import watch
from newsletter.services.approve import approve_issue
from newsletter.services.control import resend_refused
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


def those_gone():
    number = Delivery.objects.filter(state="refused", reason__contains="5.1.1").count()
    assert number
    return number


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


@pytest.fixture
def refused(sending, mail_server):
    """A sending that paused itself: most were refused by a rule, some for their address."""
    gone = {f"reader{number}@example.org" for number in range(1, 9)}
    mail_server.answer = lambda recipient: (
        "550 5.1.1 unknown" if recipient in gone else "554 5.7.1 not from you"
    )
    made = sending(400)
    send_issue(made.issue_id)
    mail_server.answer = lambda recipient: None
    return Sending.objects.get()


def test_the_page_and_the_mail_say_who_was_refused_and_that_resuming_does_not_help_them(
    client, refused, morten
):
    client.force_login(morten)
    page = client.get(reverse("newsletter_sendings:inspect", args=[refused.pk])).content.decode()
    mail = OutboxMail.objects.get(purpose="newsletter-paused").text
    number = states()["refused"]
    for shown in (page, mail):
        text = " ".join(shown.split())
        assert f"{number} modtagere blev afvist. De har ikke fået nyhedsbrevet" in text
        assert f"{number - those_gone()} blev afvist af andre grunde end adressen" in text
        assert "gået tabt" not in text


def test_a_moderator_has_it_sent_again_to_whom_a_rule_refused_and_not_to_who_is_gone(
    client, refused, morten, mail_server
):
    client.force_login(morten)
    page = reverse("newsletter_sendings:inspect", args=[refused.pk])
    address = reverse("newsletter_resend_refused_sending", args=[refused.pk])
    assert address in client.get(page).content.decode()
    gone = those_gone()
    number = states()["refused"] - gone
    assert f"Det handler om {number} modtagere" in client.get(address).content.decode()
    client.post(address)
    assert states() == {"queued": 400 - gone, "refused": gone}
    assert Sending.objects.get().state == "paused"
    assert address not in client.get(page).content.decode()
    client.post(reverse("newsletter_resume_sending", args=[refused.pk]))
    send_issue(refused.issue_id)
    assert states() == {"sent": 400 - gone, "refused": gone}
    assert set(mail_server.counts().values()) == {1}
    assert Sending.objects.get().state == "sent"


def test_also_of_a_sending_that_is_over(sending, mail_server):
    mail_server.answer = lambda recipient: "554 5.7.1 no" if "reader1@" in recipient else None
    made = sending(3)
    send_issue(made.issue_id)
    assert Sending.objects.get().state == "sent"
    mail_server.answer = lambda recipient: None
    assert resend_refused(sending_id=made.pk)
    assert not resend_refused(sending_id=made.pk)
    send_issue(made.issue_id)
    assert states() == {"sent": 3}
    assert Sending.objects.get().state == "sent"
