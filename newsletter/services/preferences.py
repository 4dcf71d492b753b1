"""What a subscriber can see and change behind a signed link."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from lederweb.mail.addresses import identity
from lederweb.mail.models import OutboxMail
from lederweb.mail.services.limit import within_limit
from lederweb.mail.services.queue import queue_mail
from newsletter.emails import PREFERENCES, PREFERENCES_WITHIN, link
from newsletter.models import Subscriber

PER_DAY, PER_MONTH = 2, 10


def send_preferences_link(*, address: str) -> None:
    """Send the link to the address if something is kept about it; the caller cannot tell.

    Raises ValidationError when the address is none.
    """
    with transaction.atomic():
        if not within_limit(to=address, purpose=PREFERENCES, per_day=PER_DAY, per_month=PER_MONTH):
            return
        subscriber = (
            Subscriber.objects.filter(email_key=identity(address))
            .exclude(state=Subscriber.State.PENDING)
            .first()
        )
        if subscriber is None:
            return
        queue_mail(
            to=subscriber.email,
            template="preferences",
            context={
                "preferences_link": link(
                    "newsletter_preferences", PREFERENCES, subscriber.public_id
                ),
                "days": PREFERENCES_WITHIN.days,
            },
            purpose=PREFERENCES,
            is_confidential=True,
        )


def choose_tiers(*, subscriber: Subscriber, tiers: list[str]) -> None:
    subscriber.tiers = sorted(tiers)
    subscriber.save(update_fields=["tiers"])


def data_about(subscriber: Subscriber) -> dict[str, Any]:
    """All that is stored about a subscriber, for the subscriber (GDPR art. 15 and 20)."""
    return {
        "email": subscriber.email,
        "state": subscriber.state,
        "tiers": subscriber.tiers,
        "signed_up": subscriber.created_at,
        "confirmed": subscriber.confirmed_at,
        "left": subscriber.left_at,
        "consents": list(
            subscriber.consents.values(
                "wording", "version", "source", "given_at", "confirmed_at", "withdrawn_at"
            )
        ),
        "issues": list(
            subscriber.deliveries.order_by("pk").values(
                "issue__title", "state", "tries", "reason", "settled_at"
            )
        ),
        "other_mails": list(
            OutboxMail.objects.filter(recipient__iexact=subscriber.email)
            .order_by("pk")
            .values("purpose", "subject", "status", "reason", "created_at", "sent_at")
        ),
    }
