"""Forgetting a person (GDPR art. 17, promise N10), and what was never confirmed (N7)."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from lederweb.mail.addresses import identity
from lederweb.mail.models import Suppression
from lederweb.mail.services.forget import forget_address
from lederweb.mail.services.suppress import suppress
from newsletter.emails import CONFIRM, CONFIRM_WITHIN, PREFERENCES
from newsletter.models import AddressChange, Consent, ImportRow, Subscriber
from newsletter.querysets import SubscriberQuerySet

# So long one can show that a mail was asked for: sending one that was not is punished with a
# fine, which is time-barred after two years (markedsføringsloven § 10, straffeloven § 93).
LEFT_KEPT = dt.timedelta(days=730)
# So long the proof of consent that an import lacked may be looked for.
SET_ASIDE_KEPT = dt.timedelta(days=180)


def erase(*, subscriber: Subscriber) -> None:
    """Remove the address everywhere but for a keyed hash, so that no import brings it back.

    What was sent stays in the ledger without a person; what is on its way is withdrawn.
    """
    with transaction.atomic():
        asked = AddressChange.objects.filter(subscriber=subscriber).first()
        if asked is not None:
            forget_address(address=asked.email, purposes=[CONFIRM])
        erase_address(address=subscriber.email)


def erase_address(*, address: str) -> None:
    """The same of an address that perhaps only stands in a list to be imported, or that somebody
    wants to move to. Raises ValidationError when it is none.
    """
    key = identity(address)
    with transaction.atomic():
        suppress(address=address, reason=Suppression.Reason.ERASED)
        forget_address(address=address)
        AddressChange.objects.filter(email__iexact=key).delete()
        # An import that is taking in the row this moment holds its lock: so the subscriber is
        # looked for after it.
        ImportRow.objects.filter(email_key=key).delete()
        Subscriber.objects.filter(email_key=key).delete()


def delete_unconfirmed() -> int:
    """Delete who signed up six days ago and never confirmed; how many there were.

    And of those who stay, the sign-ups that they never confirmed: whoever left, thought of
    coming back and let it be.
    """
    old = Subscriber.objects.never_confirmed(CONFIRM_WITHIN)
    deleted = _delete(old)
    Consent.objects.filter(confirmed_at=None, given_at__lt=timezone.now() - CONFIRM_WITHIN).delete()
    return deleted


def delete_left() -> int:
    """Delete who left `LEFT_KEPT` ago, with address and consents; how many there were.

    No hash stays behind: they are free to come back, and nothing is left to write to. Whoever
    asked never to be written to was suppressed, and still is.
    """
    return _delete(Subscriber.objects.left_before(timezone.now() - LEFT_KEPT))


def delete_set_aside() -> int:
    """Delete who was set aside without consent `SET_ASIDE_KEPT` ago; how many there were."""
    return _delete(Subscriber.objects.set_aside_before(timezone.now() - SET_ASIDE_KEPT))


def _delete(subscribers: SubscriberQuerySet) -> int:
    deleted = 0
    for pk in subscribers.values_list("pk", flat=True):
        with transaction.atomic():
            # Asked again under a lock: who confirms this very moment stays.
            subscriber = subscribers.select_for_update(of=("self",)).filter(pk=pk).first()
            if subscriber is not None:
                # Not what other parts of the site wrote, such as a course.
                forget_address(address=subscriber.email, purposes=[CONFIRM, PREFERENCES])
                subscriber.delete()
                deleted += 1
    return deleted
