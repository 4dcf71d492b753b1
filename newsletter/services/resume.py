"""Continuing what was interrupted."""

from django.utils import timezone

from newsletter import ledger
from newsletter.models import Delivery, Sending


def issues_to_resume() -> list[int]:
    """Issues with something to do and nobody at it, by number.

    A sender that died left its lock free, and its claims behind. What only waits for its next
    try is left alone until then, and what is paused until it is resumed.
    """
    return [
        sending.issue_id
        for sending in Sending.objects.exclude(state=Sending.State.SENT)
        if not ledger.has_sender(sending.issue_id) and _has_work(sending)
    ]


def _has_work(sending: Sending) -> bool:
    deliveries = Delivery.objects.filter(issue_id=sending.issue_id)
    if deliveries.filter(state=Delivery.State.CLAIMED).exists():
        return True
    queued = deliveries.filter(state=Delivery.State.QUEUED)
    if sending.state == Sending.State.PAUSED:
        return False
    if sending.state == Sending.State.STOPPED:
        return queued.exists()
    return queued.filter(next_try_at__lte=timezone.now()).exists() or not queued.exists()
