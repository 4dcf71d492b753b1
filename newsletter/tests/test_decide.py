"""What a person decides: sending the uncertain again, cancelling; what the page shows meanwhile."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from lederweb.mail.models import OutboxMail
from newsletter import ledger
from newsletter.models import Delivery, IssuePage, Sending
from newsletter.progress import progress_of
from newsletter.services import resume, watch
from newsletter.services.approve import approve_issue
from newsletter.services.control import cancel_sending, resend_uncertain, resume_sending
from newsletter.tasks import send_issue
from newsletter.tests.claiming import claim

pytestmark = pytest.mark.django_db


@pytest.fixture
def sending(world):
    for name in ("Karen", "Jens", "Lis"):
        world.subscriber(name)
    return approve_issue(issue_id=world.issue().pk, approved_by=world.morten_the_moderator)


@pytest.fixture
def later(world):
    world.subscriber("Karen")
    return approve_issue(
        issue_id=world.issue().pk,
        approved_by=world.morten_the_moderator,
        send_at=timezone.now() + dt.timedelta(hours=2),
    )


def states():
    return {state: count for state, count in Delivery.objects.by_state().items() if count}


def test_the_uncertain_are_sent_again_under_the_same_number(world, client, sending, mail_server):
    ledger.freeze_audience(sending)
    [doubtful] = claim(sending.issue_id, 1)
    key = Delivery.objects.get(subscriber=doubtful).message_key
    send_issue(sending.issue_id)
    assert states() == {"sent": 2, "uncertain": 1}
    client.force_login(world.morten_the_moderator)
    address = reverse("newsletter_resend_sending", args=[sending.pk])
    page = client.get(f"/admin/newsletter_sendings/{sending.pk}/").content.decode()
    assert address in page
    assert '<form method="post">' in client.get(address).content.decode()
    assert states() == {"sent": 2, "uncertain": 1}
    client.post(address)
    assert PageLogEntry.objects.filter(action="newsletter.resend_sending").exists()
    send_issue(sending.issue_id)
    assert Sending.objects.get().state == "sent"
    [taken] = mail_server.to(doubtful.email)
    assert key.hex in taken.message["Message-ID"]
    assert set(mail_server.counts().values()) == {1}
    assert address not in client.get(f"/admin/newsletter_sendings/{sending.pk}/").content.decode()
    assert not resend_uncertain(sending_id=sending.pk)


def test_before_its_time_nothing_goes_out_and_then_the_beat_begins(later, mail_server):
    send_issue(later.issue_id)
    assert resume.issues_to_resume() == {}
    assert not Delivery.objects.exists()
    Sending.objects.update(send_at=timezone.now() - dt.timedelta(seconds=1))
    assert resume.issues_to_resume() == {later.issue_id: 2}
    send_issue(later.issue_id)
    assert mail_server.counts() == {"karen@example.org": 1}


def test_a_cancelled_issue_is_a_draft_again(world, client, later, mail_server):
    client.force_login(world.morten_the_moderator)
    address = reverse("newsletter_cancel_sending", args=[later.pk])
    page = client.get(f"/admin/newsletter_sendings/{later.pk}/").content.decode()
    assert address in page
    assert "/stop/" not in page
    answer = client.post(address)
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[later.issue_id])
    assert not Sending.objects.exists()
    issue = IssuePage.objects.get()
    assert issue.state == "draft"
    assert not issue.live


def test_what_has_begun_cannot_be_cancelled(sending, mail_server):
    assert not cancel_sending(sending_id=sending.pk)
    send_issue(sending.issue_id)
    assert not cancel_sending(sending_id=sending.pk)


def test_the_figures_are_one_query_and_come_alone_for_the_script(
    world, client, sending, mail_server, django_assert_num_queries
):
    send_issue(sending.issue_id)
    done = Sending.objects.get()
    with django_assert_num_queries(1):
        progress = progress_of(done)
    assert (progress.sent, progress.left) == (3, 0)
    client.force_login(world.morten_the_moderator)
    part = client.get(f"/admin/newsletter_sendings/{sending.pk}/?progress").content.decode()
    assert part.lstrip().startswith("<div data-sending>")
    assert "<html" not in part


def test_while_it_goes_the_pace_and_the_end_are_told(sending):
    ledger.freeze_audience(sending)
    Sending.objects.update(started_at=timezone.now() - dt.timedelta(minutes=5))
    first = Delivery.objects.first()
    Delivery.objects.filter(pk=first.pk).update(state="sent", settled_at=timezone.now())
    progress = progress_of(Sending.objects.get())
    assert (progress.per_minute, progress.left) == (1, 2)
    assert progress.ends_at is not None
    assert dt.timedelta(minutes=1) < progress.ends_at - timezone.now() < dt.timedelta(minutes=3)


def test_a_sending_pauses_itself_when_errors_mount_and_tells(
    world, client, sending, mail_server, monkeypatch, settings
):
    settings.NEWSLETTER_ALERT_ADDRESS = "drift@example.org"
    monkeypatch.setattr(watch, "FEWEST_TRIED", 2)
    mail_server.answer = lambda recipient: "550 5.7.1 not from you"
    send_issue(sending.issue_id)
    paused = Sending.objects.get()
    assert paused.state == "paused"
    told = set(OutboxMail.objects.filter(purpose="newsletter-paused").values_list("recipient"))
    assert told == {(world.morten_the_moderator.email,), ("drift@example.org",)}
    client.force_login(world.morten_the_moderator)
    page = client.get(f"/admin/newsletter_sendings/{sending.pk}/").content.decode()
    assert paused.trouble in page
    mail_server.answer = lambda recipient: None
    resume_sending(sending_id=sending.pk)
    send_issue(sending.issue_id)
    assert Sending.objects.get().state == "sent"
    assert Sending.objects.get().trouble == ""


def test_a_server_that_never_answers_costs_less_and_less_and_then_a_person_looks(
    sending, mail_server, monkeypatch
):
    monkeypatch.setattr(watch, "MOST_UNANSWERED", 2)

    def gone(taken):
        raise ConnectionError

    mail_server.before_reply = gone
    send_issue(sending.issue_id)
    assert states() == {"uncertain": 1, "queued": 2}
    assert resume.issues_to_resume() == {}
    send_issue(sending.issue_id)
    assert states() == {"uncertain": 1, "queued": 2}
    Sending.objects.update(wait_until=None)
    send_issue(sending.issue_id)
    assert states() == {"uncertain": 2, "queued": 1}
    assert Sending.objects.get().state == "paused"
    assert OutboxMail.objects.filter(purpose="newsletter-paused").count() == 1


def test_a_rate_holds_over_all_senders(db):
    assert ledger.turns(10, 100) == pytest.approx(0, abs=0.01)
    assert ledger.turns(10, 100) == pytest.approx(0.1, abs=0.05)
    assert ledger.turns(10, 100) == pytest.approx(0.2, abs=0.05)


def test_a_sending_that_stands_still_is_on_the_first_page_of_who_may_see_it(world, client, sending):
    home, link = (
        reverse("wagtailadmin_home"),
        reverse("newsletter_sendings:inspect", args=[sending.pk]),
    )
    people = (world.sanne_of_the_secretariat, world.morten_the_moderator)
    for changes, is_told in (
        ({"state": "sending", "trouble": ""}, False),
        ({"state": "sending", "trouble": "ConnectionRefusedError"}, True),
        ({"state": "paused", "trouble": "6 af 100 blev afvist."}, True),
        ({"state": "sent", "trouble": ""}, False),
    ):
        Sending.objects.update(**changes)
        for person in people:
            client.force_login(person)
            page = client.get(home).content.decode()
            assert (link in page) is is_told
            assert not is_told or changes["trouble"] in page
