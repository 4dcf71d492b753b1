"""Continuing what was interrupted."""

from django.conf import settings
from django.utils import timezone

from newsletter import ledger
from newsletter.models import Delivery, Sending


def issues_to_resume() -> dict[int, int]:
    """Issues with something to do, by number, with how many senders each still lacks.

    A sender that died left its place free, and its claims behind. What only waits for its time
    or its next try is left alone until then, and what is paused until it is resumed.
    """
    _reopen()
    lacking = {
        sending.issue_id: settings.NEWSLETTER_SENDERS - ledger.senders_at(sending.issue_id)
        for sending in Sending.objects.exclude(state=Sending.State.SENT).defer("text", "html")
        if _has_work(sending)
    }
    return {issue_id: number for issue_id, number in lacking.items() if number > 0}


def _reopen() -> None:
    """Go on with what was closed too early.

    A sender that had lost PostgreSQL puts back what never went out, perhaps after the others had
    taken it for uncertain and come to the end.
    """
    # Each state by itself: the small indexes of the ledger are for one.
    for state in (Delivery.State.QUEUED, Delivery.State.CLAIMED):
        waiting = Delivery.objects.filter(state=state).values("issue")
        Sending.objects.filter(issue__in=waiting, state=Sending.State.SENT).update(
            state=Sending.State.SENDING, finished_at=None
        )


def _has_work(sending: Sending) -> bool:
    deliveries = Delivery.objects.filter(issue_id=sending.issue_id)
    if deliveries.filter(state=Delivery.State.CLAIMED).exists():
        return True
    queued = deliveries.filter(state=Delivery.State.QUEUED)
    if sending.state == Sending.State.APPROVED:
        return sending.is_due()
    if sending.state == Sending.State.PAUSED:
        return False
    if sending.state == Sending.State.STOPPED:
        return queued.exists()
    if not sending.is_patient():
        return False
    return queued.filter(next_try_at__lte=timezone.now()).exists() or not queued.exists()
