"""When a try failed before the message went out: how soon the next comes, and who is told."""

import datetime as dt
import socket

import pytest
from django.urls import reverse
from django.utils import timezone

from lederweb.mail.models import OutboxMail
from newsletter.models import Delivery, Sending
from newsletter.services import resume
from newsletter.services.approve import approve_issue
from newsletter.services.control import pause_sending, resume_sending
from newsletter.tasks import send_issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def sending(world):
    for name in ("Karen", "Jens", "Lis"):
        world.subscriber(name)
    return approve_issue(issue_id=world.issue().pk, approved_by=world.morten_the_moderator)


@pytest.fixture
def relay(mail_server, settings):
    """The mail server under a name that is not known as one of our own machine."""
    settings.EMAIL_HOST = "127.1"
    return mail_server


def states():
    return {state: count for state, count in Delivery.objects.by_state().items() if count}


def minutes_left():
    left = Delivery.objects.get(state="queued").next_try_at - timezone.now()
    return round(left.total_seconds() / 60)


def hours_ago(**length):
    Sending.objects.update(trouble_since=timezone.now() - dt.timedelta(**length), wait_until=None)


def told():
    return list(OutboxMail.objects.filter(purpose="newsletter-paused").values_list("subject"))


@pytest.mark.parametrize("place", ["answer", "answer_data"])
def test_a_relay_that_hangs_up_at_a_recipient_is_left_alone_for_half_an_hour(sending, relay, place):
    setattr(relay, place, lambda who: "421 4.3.0 bye" if who == "lis@example.org" else None)
    for _slice in range(2):
        send_issue(sending.issue_id)
    assert states() == {"sent": 2, "queued": 1}
    assert minutes_left() == 30


def test_a_server_of_our_own_machine_is_asked_again_sooner(sending, mail_server):
    mail_server.answer_data = lambda who: "421 4.3.0 bye" if who == "lis@example.org" else None
    send_issue(sending.issue_id)
    assert minutes_left() == 5


def nobody_listens(settings):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = closed.getsockname()[1]


@pytest.mark.parametrize("is_there", [True, False])
def test_a_relay_that_takes_nothing_is_tried_again_in_half_an_hour_or_at_a_persons_word(
    world, client, sending, relay, settings, is_there
):
    port = settings.EMAIL_PORT
    relay.answer_sender = lambda who: "451 4.3.2 not now"
    if not is_there:
        nobody_listens(settings)
    send_issue(sending.issue_id)
    assert states() == {"queued": 3}
    waiting = Sending.objects.get()
    assert waiting.wait_until is not None
    assert 29 <= (waiting.wait_until - timezone.now()).total_seconds() / 60 <= 30
    assert resume.issues_to_resume() == {}
    client.force_login(world.morten_the_moderator)
    page = client.get(reverse("newsletter_sendings:inspect", args=[sending.pk])).content.decode()
    assert "og ingen går tabt" in page
    relay.answer_sender = lambda who: None
    settings.EMAIL_PORT = port
    send_issue(sending.issue_id)
    assert not relay.taken
    assert pause_sending(sending_id=sending.pk)
    assert resume_sending(sending_id=sending.pk)
    send_issue(sending.issue_id)
    assert states() == {"sent": 3}


def test_somebody_is_told_after_four_hours_and_once_and_it_goes_on_by_itself(
    sending, relay, settings
):
    settings.NEWSLETTER_ALERT_ADDRESS = "drift@example.org"
    relay.answer_sender = lambda who: "451 4.3.2 not now"
    send_issue(sending.issue_id)
    assert not told()
    for _try in range(2):
        hours_ago(hours=4)
        send_issue(sending.issue_id)
    assert told() == [("»Frivillige skal også ledes« kan ikke komme ud",)] * 2
    [mail, _other] = OutboxMail.objects.filter(purpose="newsletter-paused")
    assert "451 4.3.2 not now" in mail.text
    relay.answer_sender = lambda who: None
    Sending.objects.update(wait_until=None)
    send_issue(sending.issue_id)
    done = Sending.objects.get()
    assert (done.state, done.trouble, done.trouble_since, done.told_at) == ("sent", "", None, None)


def test_after_four_days_it_pauses_and_nobody_is_refused_for_it(sending, relay):
    relay.answer_sender = lambda who: "550 5.7.1 sender refused"
    send_issue(sending.issue_id)
    hours_ago(days=4)
    send_issue(sending.issue_id)
    paused = Sending.objects.get()
    assert paused.state == "paused"
    assert "5.7.1" in paused.trouble
    assert states() == {"queued": 3}
    assert len(told()) == 1


def test_where_others_just_got_through_it_is_soon_tried_again(sending, relay):
    """As a relay does that allows few connections at once."""
    relay.answer_sender = lambda who: "421 4.7.0 too many" if len(relay.taken) else None
    send_issue(sending.issue_id)
    assert states()["sent"] == 1
    Delivery.objects.filter(state="queued").update(next_try_at=timezone.now())
    send_issue(sending.issue_id)
    assert Sending.objects.get().wait_until is None
