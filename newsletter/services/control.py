"""What a person decides about a sending. Honoured at the next claim."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.db.models import Case, Q, Value, When
from django.utils import timezone

from newsletter import ledger, tasks
from newsletter.models import Delivery, IssueLink, Sending
from newsletter.services.watch import GOING, NO_TROUBLE

RESENDING = (Sending.State.SENDING, Sending.State.PAUSED, Sending.State.SENT)
_ANEW = {"state": Delivery.State.QUEUED, "settled_at": None, "reason": ""}


def pause_sending(*, sending_id: int) -> bool:
    """Send no more until it is resumed; False when it was not going.

    The message that is on its way at this moment arrives.
    """
    changed = Sending.objects.filter(pk=sending_id, state__in=GOING).update(
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
            **NO_TROUBLE,
        )
        if changed:
            _announce(sending_id)
    return bool(changed)


def cancel_sending(*, sending_id: int) -> bool:
    """Take back an approval before its time, or of one that paused at that moment: the issue is a
    draft again. False when it began.
    """
    to_come = Sending.objects.filter(pk=sending_id, started_at=None, send_at__isnull=False)
    going = to_come.filter(Q(send_at__gt=timezone.now()) | Q(state=Sending.State.PAUSED))
    with transaction.atomic():
        # Looked at under its lock, so that it does not begin between looking and deleting.
        sending = going.exclude(state=Sending.State.STOPPED).select_for_update().first()
        if sending is None:
            return False
        # Those of nothing that went out; what is approved next counts its own.
        IssueLink.objects.filter(issue_id=sending.issue_id).delete()
        sending.delete()
    return True


def resend_uncertain(*, sending_id: int) -> bool:
    """Send once more, under the same Message-ID, what nobody knows the fate of.

    Only because a person says so (promise N3). False when there is none, or it was stopped.
    """
    with transaction.atomic():
        sending = Sending.objects.select_for_update().get(pk=sending_id)
        if sending.state not in RESENDING:
            return False
        uncertain = Delivery.objects.filter(
            issue_id=sending.issue_id, state=Delivery.State.UNCERTAIN
        )
        again = uncertain.update(**_ANEW, next_try_at=timezone.now())
        if again:
            _go_on(sending)
    return bool(again)


def resend_refused(*, sending_id: int) -> bool:
    """Send once more to whom the mail server refused for another reason than the address.

    Only because a person says so: a refusal is final. Counting errors begins anew. False when
    there is nobody, or it was stopped; one that is paused stays so.
    """
    with transaction.atomic():
        sending = Sending.objects.select_for_update().get(pk=sending_id)
        if sending.state not in RESENDING:
            return False
        refused = Delivery.objects.filter(issue_id=sending.issue_id).to_send_again()
        again = refused.update(**_ANEW, next_try_at=timezone.now())
        if again:
            _go_on(sending)
    return bool(again)


def _go_on(sending: Sending) -> None:
    """With what is in the queue again; the time for trying is counted from now."""
    changes: dict[str, object] = {"resumed_at": timezone.now()}
    if sending.state == Sending.State.SENT:
        changes |= {"state": Sending.State.SENDING, "finished_at": None}
    Sending.objects.filter(pk=sending.pk).update(**changes)
    _announce(sending.pk)


def _announce(sending_id: int) -> None:
    issue_id = Sending.objects.values_list("issue_id", flat=True).get(pk=sending_id)
    for _sender in range(settings.NEWSLETTER_SENDERS):
        tasks.send_issue.delay_on_commit(issue_id)


def stop_sending(*, sending_id: int) -> bool:
    """End it for good: whoever has not got it does not get it. False when it had ended.

    What a worker has in its hands at this moment arrives, or is withdrawn at the next beat.
    """
    with transaction.atomic():
        changed = Sending.objects.filter(
            pk=sending_id, state__in=[*GOING, Sending.State.PAUSED]
        ).update(state=Sending.State.STOPPED, finished_at=timezone.now(), trouble="")
        if changed:
            issue_id = Sending.objects.values_list("issue_id", flat=True).get(pk=sending_id)
            ledger.withdraw_queued(issue_id)
    return bool(changed)
