"""Continuing what was interrupted."""

from django.utils import timezone

from newsletter import ledger
from newsletter.models import Delivery, Sending


def issues_to_resume() -> list[int]:
    """Issues with something to do and nobody at it, by number.

    A sender that died left its lock free, and its claims behind. What only waits for its next
    try is left alone until then.
    """
    return [
        sending.issue_id
        for sending in Sending.objects.exclude(state=Sending.State.SENT)
        if not ledger.has_sender(sending.issue_id) and not _only_waits(sending)
    ]


def _only_waits(sending: Sending) -> bool:
    deliveries = Delivery.objects.filter(issue_id=sending.issue_id)
    claimed = deliveries.filter(state=Delivery.State.CLAIMED)
    queued = deliveries.filter(state=Delivery.State.QUEUED)
    due = queued.filter(next_try_at__lte=timezone.now())
    return queued.exists() and not due.exists() and not claimed.exists()
