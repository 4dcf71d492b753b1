"""The yes that counts: given from the mail itself."""

import uuid

from django.db import transaction
from django.utils import timezone

from newsletter.models import Consent, Subscriber


class NothingToConfirm(Exception):
    """The sign-up is gone: never confirmed and deleted, or taken back since."""


def confirm(*, consent_id: uuid.UUID) -> Subscriber:
    """Begin the subscription; may be repeated. Raises NothingToConfirm."""
    now = timezone.now()
    with transaction.atomic():
        # The subscriber's row is always locked first, here and when leaving.
        subscriber = (
            Subscriber.objects.select_for_update().filter(consents__public_id=consent_id).first()
        )
        consent = Consent.objects.filter(public_id=consent_id).first()
        if subscriber is None or consent is None or consent.withdrawn_at:
            raise NothingToConfirm
        if consent.confirmed_at is None:
            consent.confirmed_at = now
            consent.save(update_fields=["confirmed_at"])
            # What was asked for and never answered is no consent, and its link dies with it.
            subscriber.consents.filter(confirmed_at=None).delete()
            subscriber.state = Subscriber.State.ACTIVE
            subscriber.confirmed_at, subscriber.left_at = now, None
            # A pause of an earlier subscription would make this one look broken.
            subscriber.paused_until = None
            for name, value in consent.choices.items():
                setattr(subscriber, name, value)
            subscriber.save()
    return subscriber
