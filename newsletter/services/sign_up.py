"""Signing up, confirmed from a mail (double opt-in, promises N7 and N10)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import translation

from lederweb.mail.addresses import identity
from lederweb.mail.services.limit import within_limit
from lederweb.mail.services.queue import queue_mail
from newsletter.consent import CURRENT, WORDINGS
from newsletter.emails import CONFIRM, CONFIRM_WITHIN, link
from newsletter.models import Consent, Subscriber

PER_DAY, PER_MONTH = 1, 3


def sign_up(
    *,
    address: str,
    version: str = CURRENT,
    language: str = "da",
    choices: dict[str, Any] | None = None,
) -> None:
    """Ask an address by mail whether it wants the newsletter.

    version, language: of the wording that was shown. choices: tiers, topics and frequency that
    were chosen along with it; they take effect when the address confirms. Whoever gets the newsletter already,
    whoever was asked lately and whoever is suppressed is sent nothing; the caller cannot tell,
    so that nobody learns who subscribes. Raises ValidationError when the address is none.
    """
    with transaction.atomic():
        # Locks the mailbox, so that two forms sent at once make one subscriber and one mail.
        if not within_limit(to=address, purpose=CONFIRM, per_day=PER_DAY, per_month=PER_MONTH):
            return
        subscriber, _created = Subscriber.objects.get_or_create(
            email_key=identity(address), defaults={"email": address}
        )
        if subscriber.state == Subscriber.State.ACTIVE:
            return
        with translation.override(language):
            wording = str(WORDINGS[version])
        consent = Consent.objects.create(
            subscriber=subscriber,
            source=Consent.Source.FORM,
            wording=wording,
            version=version,
            choices=choices or {},
        )
        queue_mail(
            to=subscriber.email,
            template="confirm",
            context={
                "confirm_link": link("newsletter_confirm", CONFIRM, consent.public_id),
                "days": CONFIRM_WITHIN.days,
            },
            purpose=CONFIRM,
            is_confidential=True,
        )
