"""Forgetting a person (GDPR art. 17, promise N10), and what was never confirmed (N7)."""

from django.db import transaction

from lederweb.mail.models import Suppression
from lederweb.mail.services.forget import forget_address
from lederweb.mail.services.suppress import suppress
from newsletter.emails import CONFIRM_WITHIN
from newsletter.models import Subscriber


def erase(*, subscriber: Subscriber) -> None:
    """Remove the address everywhere but for a keyed hash, so that no import brings it back.

    What was sent stays in the ledger without a person; what is on its way is withdrawn.
    """
    with transaction.atomic():
        suppress(address=subscriber.email, reason=Suppression.Reason.ERASED)
        forget_address(address=subscriber.email)
        subscriber.delete()


def delete_unconfirmed() -> int:
    """Delete who signed up six days ago and never confirmed; how many there were."""
    deleted = 0
    for pk in Subscriber.objects.never_confirmed(CONFIRM_WITHIN).values_list("pk", flat=True):
        with transaction.atomic():
            # Asked again under a lock: who confirms this very moment stays.
            subscriber = (
                Subscriber.objects.never_confirmed(CONFIRM_WITHIN)
                .select_for_update()
                .filter(pk=pk)
                .first()
            )
            if subscriber is not None:
                forget_address(address=subscriber.email)
                subscriber.delete()
                deleted += 1
    return deleted
