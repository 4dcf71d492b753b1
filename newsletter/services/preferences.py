"""What a subscriber can see and change behind a signed link."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from lederweb.mail.addresses import identity
from lederweb.mail.models import OutboxMail
from lederweb.mail.services.limit import within_limit
from lederweb.mail.services.queue import queue_mail
from lederweb.mail.services.suppress import suppression_of
from newsletter.emails import PREFERENCES, PREFERENCES_WITHIN, link
from newsletter.models import ImportRow, Subscriber, SubscriberChange
from newsletter.topics import topics_on_offer

PER_DAY, PER_MONTH = 2, 10
# Whoever is away for longer is better off leaving, and the list stays honest.
LONGEST_PAUSE = dt.timedelta(days=366)

_CHOICES = ("tiers", "topics", "frequency")


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


def choose(
    *,
    subscriber: Subscriber,
    tiers: list[str],
    topics: list[int],
    frequency: str,
) -> bool:
    """Keep the reader's choices; whether anything is different from before."""
    chosen: dict[str, Any] = {
        "tiers": sorted(tiers),
        "topics": sorted(topics),
        "frequency": frequency,
    }
    with transaction.atomic():
        _lock(subscriber)
        changed = {
            name: chosen[name] for name in _CHOICES if getattr(subscriber, name) != chosen[name]
        }
        if changed:
            for name, value in changed.items():
                setattr(subscriber, name, value)
            subscriber.save(update_fields=list(changed))
            subscriber.changes.create(kind=SubscriberChange.Kind.PREFERENCES, details=changed)
    return bool(changed)


def pause(*, subscriber: Subscriber, until: dt.date) -> None:
    """Send nothing before the day; from that day on issues come again by themselves."""
    with transaction.atomic():
        _lock(subscriber)
        if subscriber.paused_until != until:
            subscriber.paused_until = until
            subscriber.save(update_fields=["paused_until"])
            subscriber.changes.create(
                kind=SubscriberChange.Kind.PAUSED, details={"paused_until": until.isoformat()}
            )


def resume(*, subscriber: Subscriber) -> None:
    """End the pause now; may be repeated."""
    with transaction.atomic():
        _lock(subscriber)
        if subscriber.paused_until is not None:
            subscriber.paused_until = None
            subscriber.save(update_fields=["paused_until"])
            subscriber.changes.create(kind=SubscriberChange.Kind.RESUMED)


def _lock(subscriber: Subscriber) -> None:
    """The row as it is now, for us alone until the transaction ends."""
    subscriber.refresh_from_db(from_queryset=Subscriber.objects.select_for_update())


def data_about(subscriber: Subscriber) -> dict[str, Any]:
    """All that is stored about a subscriber, for the subscriber (GDPR art. 15 and 20)."""
    titles = topics_on_offer()
    address_change = getattr(subscriber, "address_change", None)
    suppression = suppression_of(subscriber.email)
    return {
        "email": subscriber.email,
        "state": subscriber.state,
        "state_in_words": subscriber.state_in_words,
        "tiers": subscriber.tiers,
        "topics": [titles.get(number, str(number)) for number in subscriber.topics],
        "frequency": subscriber.frequency,
        "paused_until": subscriber.paused_until,
        "signed_up": subscriber.created_at,
        "confirmed": subscriber.confirmed_at,
        "left": subscriber.left_at,
        "suppressed": (
            {"reason": suppression.reason, "since": suppression.created_at} if suppression else None
        ),
        "address_asked_for": address_change.email if address_change else None,
        "consents": list(
            subscriber.consents.values(
                "wording",
                "version",
                "source",
                "evidence",
                "choices",
                "given_at",
                "confirmed_at",
                "withdrawn_at",
            )
        ),
        "changes": [
            {
                "kind": change.kind,
                "at": change.at,
                "by": "secretariat" if change.by_id else "",
                "note": change.note,
                "details": change.details,
            }
            for change in subscriber.changes.order_by("at", "pk")
        ],
        "imports": imports_with(subscriber.email_key),
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


def imports_with(email_key: str) -> list[dict[str, Any]]:
    """The rows with an address in lists that wait, are taken in or could not be read."""
    rows = ImportRow.objects.filter(email_key=email_key).order_by("batch_id", "line")
    return [
        {
            "file": row.batch.file_name,
            "read": row.batch.created_at,
            "line": row.line,
            "cells": row.cells,
            "tiers": row.tiers,
            "frequency": row.frequency,
            "paused_until": row.paused_until,
            "consent": row.consent_at,
            "wording": row.wording,
            "source": row.source,
            "reason": row.reason,
        }
        for row in rows.select_related("batch")
    ]
