"""Leaving, and coming back at once."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from newsletter.consent import REJOIN, REJOIN_WORDING
from newsletter.models import Consent, Subscriber, SubscriberChange


def leave(*, subscriber_id: uuid.UUID, by: Any = None, note: str = "") -> Subscriber | None:
    """End the subscription; may be repeated. None when nothing is kept about the person.

    by, note: somebody of the secretariat who does it because the person asked, and how.

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
            if by is not None:
                subscriber.changes.create(kind=SubscriberChange.Kind.LEFT, by=by, note=note)
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
