"""Leaving, and coming back at once."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from newsletter.consent import REJOIN, REJOIN_WORDING
from newsletter.models import Consent, Subscriber


def leave(*, subscriber_id: uuid.UUID) -> Subscriber | None:
    """End the subscription; may be repeated. None when nothing is kept about the person.

    Holds for every message not yet handed over: each claim of a delivery looks again.
    """
    now = timezone.now()
    with transaction.atomic():
        subscriber = Subscriber.objects.select_for_update().filter(public_id=subscriber_id).first()
        if subscriber is None:
            return None
        if subscriber.state == Subscriber.State.ACTIVE:
            subscriber.state, subscriber.left_at = Subscriber.State.LEFT, now
            subscriber.save(update_fields=["state", "left_at"])
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
            subscriber.save(update_fields=["state", "left_at"])
            Consent.objects.create(
                subscriber=subscriber,
                source=Consent.Source.REJOIN,
                wording=str(REJOIN_WORDING),
                version=REJOIN,
                given_at=now,
                confirmed_at=now,
            )
    return subscriber
