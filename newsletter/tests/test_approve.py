"""Approving and sending: once, by whom it is given to (promise N4)."""

import threading

import pytest
from django.db import connection
from django.urls import reverse

from lederweb.lib.redis import client as redis_client
from lederweb.mail.services.hold import hold_sending
from newsletter.models import Delivery, IssuePage, Sending
from newsletter.services.approve import NotReady, approve_issue
from newsletter.tasks import send_issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(world):
    world.subscriber("Karen")
    return world.issue()


def address(issue):
    return reverse("newsletter_send_issue", args=[issue.pk])


def seen(issue):
    """What the form says about the draft that was shown."""
    issue.refresh_from_db(fields=["latest_revision"])
    return {"revision": issue.latest_revision_id}


def test_a_draft_that_was_changed_since_it_was_seen_is_not_approved(world, client, issue):
    client.force_login(world.morten_the_moderator)
    shown = client.get(address(issue)).content.decode()
    assert f'name="revision" value="{issue.latest_revision_id}"' in shown
    before = seen(issue)
    draft = issue.get_latest_revision_as_object()
    draft.subject = "Skrevet bag om ryggen"
    draft.save_revision()
    page = client.post(address(issue), before, follow=True).content.decode()
    assert not Sending.objects.exists()
    assert "Skrevet bag om ryggen" in page
    assert "ændret" in page
    client.post(address(issue), seen(issue))
    assert Sending.objects.get().subject == "Skrevet bag om ryggen"


@pytest.mark.parametrize("data", [{}, {"revision": "x"}, {"revision": "²"}])
def test_a_form_that_does_not_say_what_was_seen_approves_nothing(world, client, issue, data):
    client.force_login(world.morten_the_moderator)
    assert client.post(address(issue), data).status_code == 302
    assert not Sending.objects.exists()


def test_the_page_says_to_how_many_it_goes_and_looking_sends_nothing(world, client, issue):
    world.subscriber("Jens")
    world.subscriber("Poul", state="left")
    client.force_login(world.morten_the_moderator)
    page = client.get(address(issue))
    assert page.status_code == 200
    assert "<strong>2</strong>" in page.content.decode()
    assert not Sending.objects.exists()


def test_approved_it_is_public_in_the_archive_and_on_its_way(world, client, issue):
    assert client.get(issue.url).status_code == 404
    client.force_login(world.morten_the_moderator)
    answer = client.post(address(issue), seen(issue))
    sending = Sending.objects.get()
    assert answer.url == reverse("newsletter_sendings:inspect", args=[sending.pk])
    assert sending.approved_by == world.morten_the_moderator
    assert "https://link.invalid/leave" in sending.text
    client.logout()
    assert client.get(issue.url).status_code == 200


def test_ten_clicks_two_beats_and_a_redelivered_task_send_once(world, client, issue, mail_server):
    client.force_login(world.morten_the_moderator)
    for _click in range(10):
        assert client.post(address(issue), seen(issue)).status_code == 302
    for _time in range(3):
        send_issue(issue.pk)
    assert Sending.objects.count() == 1
    assert mail_server.counts() == {"karen@example.org": 1}


@pytest.mark.django_db(transaction=True)
def test_ten_clicks_at_once_approve_once(world, issue, mail_server, settings):
    morten = world.morten_the_moderator
    done = []

    def click():
        try:
            done.append(approve_issue(issue_id=issue.pk, approved_by=morten).pk)
            send_issue(issue.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 10
    assert len(set(done)) == 1
    # Announced once, and once more for each sender beside the first; a broker that was slow to
    # answer is told by the beat.
    assert redis_client().llen("bulk") <= settings.NEWSLETTER_SENDERS
    assert Delivery.objects.count() == 1
    assert mail_server.counts() == {"karen@example.org": 1}


def test_only_who_may_send_can(world, client, issue):
    for person, answer in ((world.ellen_the_editor, 200), (world.sanne_of_the_secretariat, 302)):
        client.force_login(person)
        page = client.get(address(issue))
        assert page.status_code == answer
        assert b'name="revision"' not in page.content
        client.post(address(issue), seen(issue))
    client.logout()
    assert client.post(address(issue), seen(issue)).status_code == 302
    assert not Sending.objects.exists()


def test_whoever_writes_checks_and_the_moderator_sends(world, client, issue):
    edit = reverse("wagtailadmin_pages:edit", args=[issue.pk])
    for person, may_send in ((world.ellen_the_editor, False), (world.morten_the_moderator, True)):
        client.force_login(person)
        assert address(issue) in client.get(edit).content.decode()
        assert (b'name="revision"' in client.get(address(issue)).content) is may_send


def test_a_moderator_cannot_publish_an_issue_past_the_sending(world, client, issue):
    morten = world.morten_the_moderator
    assert not issue.permissions_for_user(morten).can_publish()
    client.force_login(morten)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[issue.pk])).content.decode()
    assert 'name="action-publish"' not in page
    approve_issue(issue_id=issue.pk, approved_by=morten)
    issue.refresh_from_db()
    assert issue.permissions_for_user(morten).can_publish()


def test_what_was_sent_cannot_be_deleted(world, issue):
    anna = world.anna_the_administrator
    assert issue.permissions_for_user(anna).can_delete()
    approve_issue(issue_id=issue.pk, approved_by=anna)
    assert not IssuePage.objects.get().permissions_for_user(anna).can_delete()
    assert not world.newsletter.permissions_for_user(anna).can_delete()


@pytest.mark.parametrize(
    "fields",
    [{"subject": ""}, {"pages": []}, {"introduction": f"<p>{'x' * 110_000}</p>"}],
    ids=["without a subject", "without items", "too large"],
)
def test_an_unfinished_issue_is_refused_with_a_sentence(world, client, fields):
    world.subscriber("Karen")
    issue = world.issue(**fields)
    with pytest.raises(NotReady) as refusal:
        approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator)
    assert len(refusal.value.problems) == 1
    client.force_login(world.morten_the_moderator)
    page = client.post(address(issue), seen(issue), follow=True).content.decode()
    assert '<form method="post">' not in page
    assert not Sending.objects.exists()


def test_an_item_that_was_taken_off_the_site_stands_in_the_way(world, issue):
    issue.items.get().page.unpublish()
    with pytest.raises(NotReady, match="Frivillige skal også ledes"):
        approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator)


def test_without_readers_there_is_nothing_to_send(world):
    issue = world.issue()
    with pytest.raises(NotReady):
        approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator)


def test_in_a_restored_copy_nothing_can_be_approved(world, issue):
    hold_sending(reason="Restored.")
    with pytest.raises(NotReady, match="release_mail"):
        approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator)


def test_what_the_editor_saved_last_is_what_is_sent(world, issue):
    draft = issue.get_latest_revision_as_object()
    draft.subject = "Rettet i sidste øjeblik"
    draft.save_revision()
    approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator)
    assert Sending.objects.get().subject == "Rettet i sidste øjeblik"
    assert IssuePage.objects.get().subject == "Rettet i sidste øjeblik"


def test_a_correction_of_the_page_afterwards_changes_no_mail_and_no_state(world, issue):
    approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator)
    page = IssuePage.objects.get()
    page.subject = "Rettet bagefter"
    page.save_revision().publish()
    assert Sending.objects.get().subject == "Frivillige skal også ledes"
    assert IssuePage.objects.get().state == "approved"


@pytest.mark.parametrize("end", ["\r\n", "\0"])
def test_a_subject_that_would_not_stay_one_line_is_refused(world, issue, end):
    from django.core.exceptions import ValidationError

    issue.subject = f"Hej{end}Bcc: everybody@example.org"
    with pytest.raises(ValidationError):
        issue.full_clean()
