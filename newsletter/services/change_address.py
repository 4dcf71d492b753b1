"""A new address for a subscription, confirmed from the new inbox."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from lederweb.mail.addresses import identity
from lederweb.mail.services.forget import forget_address
from lederweb.mail.services.limit import within_limit
from lederweb.mail.services.queue import queue_mail
from lederweb.mail.services.suppress import is_suppressed
from newsletter.emails import CONFIRM, CONFIRM_WITHIN, PREFERENCES, link
from newsletter.models import AddressChange, FormerId, Subscriber, SubscriberChange
from newsletter.services.sign_up import PER_DAY, PER_MONTH

_State = Subscriber.State
# Of whoever never said yes; they give way to somebody who has, from the same inbox.
_GIVE_WAY = (_State.PENDING, _State.SET_ASIDE)

# Of the link in the mail to the new address.
ADDRESS = "newsletter-address"


class NothingToChange(Exception):
    """The request is gone or was replaced, its subscription has ended, or the address has one of
    its own or is suppressed by now."""


def ask_for_address(*, subscriber: Subscriber, address: str) -> None:
    """Ask the new address by mail; the caller cannot tell whether it was.

    Nothing goes to an address that has the newsletter, has left it, was asked lately or is
    suppressed: as with signing up, and counted together with it (promise N7). Who gets no
    newsletter has none to move. Raises ValidationError.
    """
    with transaction.atomic():
        if subscriber.state != _State.ACTIVE:
            return
        # Not counted where no mail goes: signing the new address up is the way that is left.
        if _is_taken(address, subscriber) or is_suppressed(address):
            return
        if not within_limit(to=address, purpose=CONFIRM, per_day=PER_DAY, per_month=PER_MONTH):
            return
        AddressChange.objects.filter(subscriber=subscriber).delete()
        change = AddressChange.objects.create(subscriber=subscriber, email=address)
        queue_mail(
            to=address,
            template="new_address",
            context={
                "confirm_link": link("newsletter_new_address", ADDRESS, change.public_id),
                "days": CONFIRM_WITHIN.days,
            },
            purpose=CONFIRM,
            is_confidential=True,
        )


def confirm_address(*, change_id: uuid.UUID) -> Subscriber:
    """Move the subscription to the new address. Raises NothingToChange.

    Links that were mailed to the old address no longer open anything, but for the one that
    leaves: whoever has the old inbox now must not read on, and may always say no.
    """
    with transaction.atomic():
        subscriber = (
            Subscriber.objects.select_for_update(of=("self",))
            .filter(address_change__public_id=change_id)
            .first()
        )
        change = AddressChange.objects.filter(public_id=change_id).first()
        if subscriber is None or change is None or subscriber.state != _State.ACTIVE:
            raise NothingToChange
        if _is_taken(change.email, subscriber) or is_suppressed(change.email):
            raise NothingToChange
        # Nothing of the old address is kept; who left it had a reason.
        forget_address(address=subscriber.email, purposes=[CONFIRM, PREFERENCES])
        Subscriber.objects.filter(email_key=identity(change.email), state__in=_GIVE_WAY).exclude(
            pk=subscriber.pk
        ).delete()
        FormerId.objects.create(subscriber=subscriber, public_id=subscriber.public_id)
        subscriber.email, subscriber.public_id = change.email, uuid.uuid4()
        subscriber.save(update_fields=["email", "email_key", "public_id"])
        change.delete()
        subscriber.changes.create(kind=SubscriberChange.Kind.ADDRESS)
    return subscriber


def delete_unanswered() -> int:
    """Forget new addresses that were never confirmed; how many."""
    old = AddressChange.objects.filter(asked_at__lt=timezone.now() - CONFIRM_WITHIN)
    deleted, _per_model = old.delete()
    return deleted


def _is_taken(address: str, subscriber: Subscriber) -> bool:
    return (
        Subscriber.objects.filter(email_key=identity(address))
        .exclude(pk=subscriber.pk)
        .exclude(state__in=_GIVE_WAY)
        .exists()
    )
