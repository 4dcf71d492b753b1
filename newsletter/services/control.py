"""Pausing, resuming and stopping a sending: a person's decision, honoured at the next claim."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Case, Value, When
from django.utils import timezone

from newsletter import ledger, tasks
from newsletter.models import Sending

_GOING = (Sending.State.APPROVED, Sending.State.SENDING)


def pause_sending(*, sending_id: int) -> bool:
    """Send no more until it is resumed; False when it was not going.

    The message that is on its way at this moment arrives.
    """
    changed = Sending.objects.filter(pk=sending_id, state__in=_GOING).update(
        state=Sending.State.PAUSED
    )
    return bool(changed)


def resume_sending(*, sending_id: int) -> bool:
    """Go on where it was paused; False when it is not paused."""
    with transaction.atomic():
        changed = Sending.objects.filter(pk=sending_id, state=Sending.State.PAUSED).update(
            state=Case(
                When(started_at=None, then=Value(Sending.State.APPROVED)),
                default=Value(Sending.State.SENDING),
            ),
            resumed_at=timezone.now(),
        )
        if changed:
            issue_id = Sending.objects.values_list("issue_id", flat=True).get(pk=sending_id)
            tasks.send_issue.delay_on_commit(issue_id)
    return bool(changed)


def stop_sending(*, sending_id: int) -> bool:
    """End it for good: whoever has not got it does not get it. False when it had ended.

    What a worker has in its hands at this moment arrives, or is withdrawn at the next beat.
    """
    with transaction.atomic():
        changed = Sending.objects.filter(
            pk=sending_id, state__in=[*_GOING, Sending.State.PAUSED]
        ).update(state=Sending.State.STOPPED, finished_at=timezone.now(), trouble="")
        if changed:
            issue_id = Sending.objects.values_list("issue_id", flat=True).get(pk=sending_id)
            ledger.withdraw_queued(issue_id)
    return bool(changed)
