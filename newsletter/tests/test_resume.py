"""What was interrupted goes on: a sending is over only when nobody waits in it (promise N1)."""

import pytest
from django.db import connection

from newsletter import ledger
from newsletter.models import Delivery, Sending
from newsletter.services.approve import approve_issue
from newsletter.tasks import resume_sending, send_issue
from newsletter.tests.threads import in_a_thread


@pytest.mark.django_db(transaction=True)
def test_what_a_sender_puts_back_after_the_others_had_closed_the_sending_still_goes_out(
    world, mail_server
):
    """PostgreSQL broke off one sender's claim; the others took it for lost and came to the end."""
    karen = world.subscriber("Karen")
    issue = world.issue()
    sending = approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator)
    ledger.freeze_audience(sending)

    def break_off_and_close():
        # The claim was committed, and its answer never came back.
        Delivery.objects.update(state="claimed", claimed_by=sender.number)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])
        assert ledger.settle_orphans(issue.pk) == 1
        assert ledger.finish(sending)

    with ledger.sender_of(issue.pk, 2) as sender:
        backend = connection.connection.info.backend_pid
        in_a_thread(break_off_and_close).join()
        assert sender.wave([], []) == set()
    assert Delivery.objects.get().state == "queued"
    resume_sending()
    send_issue(issue.pk)
    assert mail_server.counts() == {karen.email: 1}
    assert Sending.objects.get().state == "sent"


@pytest.mark.django_db
def test_what_has_ended_and_has_nobody_waiting_stays_ended(world, mail_server):
    world.subscriber("Karen")
    issue = world.issue()
    approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator)
    send_issue(issue.pk)
    ended = Sending.objects.get().finished_at
    assert ended is not None
    resume_sending()
    assert Sending.objects.get().finished_at == ended
