"""An issue for later: who gets it, when its page comes out, and taking it back in time."""

import datetime as dt

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from lederweb.mail.models import OutboxMail
from newsletter import ledger
from newsletter.models import Delivery, IssueLink, IssuePage, Sending
from newsletter.services.approve import approve_issue
from newsletter.services.control import cancel_sending, resend_uncertain
from newsletter.services.control import resume_sending as resume_by_hand
from newsletter.tasks import resume_sending, send_issue
from newsletter.tests.threads import in_a_thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def approve_for_later(world):
    """Approves the latest draft; its time is in two hours."""

    def approve(issue):
        return approve_issue(
            issue_id=issue.pk,
            approved_by=world.morten_the_moderator,
            send_at=timezone.now() + dt.timedelta(hours=2),
        )

    return approve


def its_time_comes():
    Sending.objects.update(send_at=timezone.now() - dt.timedelta(seconds=1))


@pytest.mark.parametrize(
    ("before", "after", "who"),
    [
        ("weekly", "special", ["karen@example.org", "siri@example.org"]),
        ("special", "weekly", ["karen@example.org"]),
    ],
)
def test_the_kind_that_was_approved_decides_who_gets_it(
    world, approve_for_later, mail_server, before, after, who
):
    world.subscriber("Karen")
    world.subscriber("Siri", frequency="special")
    issue = world.issue(kind=before)
    draft = issue.get_latest_revision_as_object()
    draft.kind = after
    draft.save_revision()
    approve_for_later(issue)
    its_time_comes()
    send_issue(issue.pk)
    assert sorted(mail_server.counts()) == who
    assert Sending.objects.get().audience_count == len(who)


def test_before_its_time_nobody_can_publish_it_and_the_archive_keeps_quiet(
    world, client, approve_for_later, settings
):
    settings.PAGE_CACHE_SECONDS = 0
    world.subscriber("Karen")
    issue = world.issue()
    approve_for_later(issue)
    issue = IssuePage.objects.get()
    assert not issue.permissions_for_user(world.anna_the_administrator).can_publish()
    issue.get_latest_revision_as_object().save_revision().publish()
    assert not IssuePage.objects.get().live
    assert issue.subject not in client.get("/nyhedsbrev/").content.decode()
    client.force_login(world.morten_the_moderator)
    sending = reverse("newsletter_sendings:inspect", args=[Sending.objects.get().pk])
    assert f'href="{issue.url}"' not in client.get(sending).content.decode()
    its_time_comes()
    send_issue(issue.pk)
    assert f'href="{issue.url}"' in client.get(sending).content.decode()
    assert issue.permissions_for_user(world.anna_the_administrator).can_publish()
    client.logout()
    assert issue.subject in client.get("/nyhedsbrev/").content.decode()


def test_what_is_offered_as_cancelling_cannot_be_posted_as_stopping(
    world, client, approve_for_later
):
    world.subscriber("Karen")
    sending = approve_for_later(world.issue())
    client.force_login(world.morten_the_moderator)
    client.post(reverse("newsletter_stop_sending", args=[sending.pk]))
    assert Sending.objects.get().state == "approved"


def test_the_moderator_takes_it_back_mends_it_and_approves_it_anew(
    world, client, approve_for_later, mail_server
):
    world.subscriber("Karen")
    issue = world.issue()
    sending = approve_for_later(issue)
    client.force_login(world.morten_the_moderator)
    client.post(reverse("newsletter_cancel_sending", args=[sending.pk]))
    resume_sending()
    send_issue(issue.pk)
    assert not mail_server.counts()
    draft = issue.get_latest_revision_as_object()
    draft.subject = "Rettet i tide"
    revision = draft.save_revision()
    client.post(reverse("newsletter_send_issue", args=[issue.pk]), {"revision": revision.pk})
    send_issue(issue.pk)
    [taken] = mail_server.to("karen@example.org")
    assert taken.message["Subject"] == "Rettet i tide"


@pytest.mark.django_db(transaction=True)
def test_cancelled_while_it_begins_it_is_one_or_the_other(world, approve_for_later):
    world.subscriber("Karen")
    sending = approve_for_later(world.issue())
    with transaction.atomic():
        ledger.freeze_audience(sending)
        answers: list[bool] = []
        thread = in_a_thread(lambda: answers.append(cancel_sending(sending_id=sending.pk)))
        thread.join(0.5)
    thread.join()
    assert answers == [False]
    assert Sending.objects.get().state == "sending"
    assert Delivery.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_sent_again_at_the_last_moment_keeps_the_sending_open(world):
    world.subscriber("Karen")
    issue = world.issue()
    sending = approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator)
    ledger.freeze_audience(sending)
    Delivery.objects.update(state="uncertain", settled_at=timezone.now())
    with transaction.atomic():
        assert resend_uncertain(sending_id=sending.pk)
        thread = in_a_thread(lambda: ledger.finish(sending))
        thread.join(0.5)
    thread.join()
    assert Sending.objects.get().state == "sending"


def test_what_cannot_be_made_when_its_time_comes_waits_for_a_person_who_is_told(
    world, approve_for_later, mail_server
):
    """A picture was lost since the issue was approved: only one edition shows it."""
    world.subscriber("Karen")
    world.subscriber("Tove", tiers=["1"])
    lost = world.picture
    first = world.article("Til mellemledere", owners=["2"])
    second = world.article("Til topledere", picture=lost, owners=["1"])
    issue = world.issue(pages=[first, second])
    approve_for_later(issue)
    lost.file.storage.delete(lost.file.name)
    its_time_comes()
    for _beat in range(2):
        send_issue(issue.pk)
    sending = Sending.objects.get()
    assert (sending.state, sending.started_at) == ("paused", None)
    assert "SourceImageIOError" in sending.trouble
    [told] = OutboxMail.objects.filter(purpose="newsletter-paused")
    assert told.recipient == world.morten_the_moderator.email
    assert not IssuePage.objects.get().live
    assert not mail_server.counts()
    # Mended, and resumed by a person, it goes out.
    second.picture = None
    second.save()
    draft = second.save_revision()
    draft.publish()
    assert resume_by_hand(sending_id=sending.pk)
    send_issue(issue.pk)
    assert len(mail_server.counts()) == 2


def test_paused_past_its_time_it_can_still_be_a_draft_again(world, client, approve_for_later):
    world.subscriber("Karen")
    sending = approve_for_later(world.issue())
    Sending.objects.update(state="paused")
    its_time_comes()
    client.force_login(world.morten_the_moderator)
    cancel = reverse("newsletter_cancel_sending", args=[sending.pk])
    shown = client.get(reverse("newsletter_sendings:inspect", args=[sending.pk])).content.decode()
    assert cancel in shown
    assert reverse("newsletter_stop_sending", args=[sending.pk]) not in shown
    client.post(cancel)
    assert not Sending.objects.exists()


@pytest.fixture
def due(world, approve_for_later):
    """Approved, with two editions; one item is changed since, and its time has come."""

    def make(change):
        world.subscriber("Karen")
        world.subscriber("Tove", tiers=["1"])
        first = world.article("Til mellemledere", owners=["2"])
        second = world.article("Gammel overskrift", owners=["1"])
        sending = approve_for_later(world.issue(pages=[first, second]))
        change(second)
        its_time_comes()
        return sending

    return make


def test_what_was_withdrawn_since_the_approval_is_not_sent_and_somebody_is_told(due, mail_server):
    sending = due(lambda item: item.unpublish())
    for _beat in range(2):
        send_issue(sending.issue_id)
    assert not mail_server.counts()
    paused = Sending.objects.get()
    assert (paused.state, paused.started_at) == ("paused", None)
    assert "»Gammel overskrift« er ikke offentlig" in paused.trouble
    [told] = OutboxMail.objects.filter(purpose="newsletter-paused")
    assert "»Gammel overskrift« er ikke offentlig" in told.text
    assert "Ingen har fået" in told.text
    assert not Delivery.objects.exists()
    # Published again and resumed it goes out.
    IssuePage.objects.get().items.last().page.specific.save_revision().publish()
    assert resume_by_hand(sending_id=sending.pk)
    send_issue(sending.issue_id)
    assert len(mail_server.counts()) == 2


def test_what_was_corrected_since_is_so_in_every_edition_and_its_links_alone_are_counted(
    due, mail_server
):
    def correct(item):
        item.title, item.slug = "Rettet overskrift", "rettet-adresse"
        item.save_revision().publish()

    sending = due(correct)
    send_issue(sending.issue_id)
    for taken in mail_server.taken:
        body = taken.part("html")
        assert "Rettet overskrift" in body
        assert "Gammel overskrift" not in body
    assert len(mail_server.taken) == 2
    urls = [link.url for link in IssueLink.objects.filter(issue=sending.issue_id)]
    assert any("rettet-adresse" in url for url in urls)
    assert not any("gammel-overskrift" in url for url in urls)


def test_a_cancelled_approval_leaves_no_links_behind(world, approve_for_later):
    world.subscriber("Karen")
    sending = approve_for_later(world.issue())
    assert IssueLink.objects.exists()
    assert cancel_sending(sending_id=sending.pk)
    assert not IssueLink.objects.exists()
