"""Leaving, and coming back at once."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from newsletter.consent import REJOIN, REJOIN_WORDING
from newsletter.models import AddressChange, Consent, Subscriber, SubscriberChange
from newsletter.querysets import SubscriberQuerySet


def whose_link(
    subscriber_id: uuid.UUID, among: SubscriberQuerySet | None = None
) -> Subscriber | None:
    """Whom a link for leaving belongs to, also one that was mailed before the address moved."""
    everybody = Subscriber.objects.all() if among is None else among
    # One after the other: a move that is under way is over when the second is asked.
    return (
        everybody.filter(public_id=subscriber_id).first()
        or everybody.filter(former_ids__public_id=subscriber_id).first()
    )


def leave(*, subscriber_id: uuid.UUID, by: Any = None, note: str = "") -> Subscriber | None:
    """End the subscription; may be repeated. None when nothing is kept about the person.

    subscriber_id: what stands in the link, now or before the address moved. by, note: somebody of
    the secretariat who does it because the person asked, and how.

    Holds for every message not yet handed over: each claim of a delivery looks again.
    """
    now = timezone.now()
    with transaction.atomic():
        subscriber = whose_link(subscriber_id, Subscriber.objects.select_for_update(of=("self",)))
        if subscriber is None:
            return None
        if subscriber.state == Subscriber.State.ACTIVE:
            subscriber.state, subscriber.left_at = Subscriber.State.LEFT, now
            subscriber.save(update_fields=["state", "left_at"])
            if by is not None:
                subscriber.changes.create(kind=SubscriberChange.Kind.LEFT, by=by, note=note)
        AddressChange.objects.filter(subscriber=subscriber).delete()
        subscriber.consents.filter(confirmed_at=None).delete()
        subscriber.consents.filter(withdrawn_at=None).update(withdrawn_at=now)
    return subscriber


def rejoin(*, subscriber_id: uuid.UUID) -> Subscriber | None:
    """Undo leaving, with a consent of its own; may be repeated. None as in `leave`."""
    now = timezone.now()
    with transaction.atomic():
        subscriber = Subscriber.objects.select_for_update().filter(public_id=subscriber_id).first()
        if subscriber is not None and subscriber.state == Subscriber.State.LEFT:
            subscriber.state, subscriber.left_at = Subscriber.State.ACTIVE, None
            # As when confirming: who asks for the newsletter gets it.
            subscriber.paused_until = None
            subscriber.save(update_fields=["state", "left_at", "paused_until"])
            Consent.objects.create(
                subscriber=subscriber,
                source=Consent.Source.REJOIN,
                wording=str(REJOIN_WORDING),
                version=REJOIN,
                given_at=now,
                confirmed_at=now,
            )
    return subscriber
