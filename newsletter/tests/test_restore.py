"""After a restore: nothing that the old site may have sent is sent by itself (N1, O4)."""

import io

import pytest
from django.core.management import call_command

from lederweb.core.signals import restored
from lederweb.mail.services.hold import hold_sending, release_sending
from newsletter import ledger
from newsletter.models import Delivery, IssuePage, Sending
from newsletter.services import send as sender
from newsletter.services.approve import approve_issue
from newsletter.tasks import send_issue
from newsletter.tests.claiming import claim

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(world):
    for name in ("Karen", "Jens", "Lis"):
        world.subscriber(name)
    issue = world.issue()
    approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator)
    return issue


def test_what_was_on_its_way_is_uncertain_and_what_is_settled_stays(issue, mail_server):
    ledger.freeze_audience(Sending.objects.get())
    [sent] = claim(issue.pk, 1)
    Delivery.objects.filter(subscriber=sent).update(state="sent")
    claim(issue.pk, 1)
    restored.send(sender=None)
    assert Delivery.objects.by_state() | {"uncertain": 2, "sent": 1} == (
        Delivery.objects.by_state()
    )
    send_issue(issue.pk)
    release_sending()
    send_issue(issue.pk)
    assert not mail_server.taken
    assert Sending.objects.get().state == "sent"


def test_what_was_approved_and_not_begun_is_a_draft_again(issue, mail_server):
    restored.send(sender=None)
    release_sending()
    send_issue(issue.pk)
    assert not mail_server.taken
    assert IssuePage.objects.get().state == "draft"


def test_a_restore_that_was_cut_off_is_finished_before_mail_goes(issue, mail_server):
    """Only the hold came with the data: the process died before it told anybody."""
    ledger.freeze_audience(Sending.objects.get())
    hold_sending(reason="Restored from a backup.")
    said = io.StringIO()
    call_command("release_mail", "--yes", stdout=said)
    assert "uncertain and not sent again: 3" in said.getvalue()
    send_issue(issue.pk)
    assert not mail_server.taken
    assert Delivery.objects.by_state()["uncertain"] == 3


def test_without_a_hold_nothing_on_its_way_is_doubted(issue):
    ledger.freeze_audience(Sending.objects.get())
    call_command("release_mail", "--yes", stdout=io.StringIO())
    assert Delivery.objects.by_state()["queued"] == 3


def test_a_new_issue_goes_out_after_the_release(issue, world, mail_server):
    restored.send(sender=None)
    release_sending()
    approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator)
    assert not sender.send_issue(issue_id=issue.pk)
    assert len(mail_server.taken) == 3
