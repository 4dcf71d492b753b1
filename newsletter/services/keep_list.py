"""What the secretariat does for a reader who writes or calls."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lederweb.core.templatetags.lederweb import danish_date
from lederweb.lib.periods import start_of
from lederweb.mail.addresses import identity
from lederweb.mail.models import Suppression
from lederweb.mail.services.suppress import lift, suppression_of
from newsletter.models import Consent, Subscriber, SubscriberChange

BY_HAND = "by-hand"


class CannotDo(Exception):
    """It would break what somebody was promised; the text says which."""


def add_by_hand(
    *,
    address: str,
    tiers: list[str],
    frequency: str,
    consent_on: dt.date,
    wording: str,
    source: str,
    by: Any,
) -> Subscriber:
    """Take somebody in who said yes elsewhere. Raises CannotDo and ValidationError.

    Whoever has left needs a yes from after that; whoever is suppressed stays out.
    """
    suppression = suppression_of(address)
    if suppression is not None:
        raise CannotDo(
            _("The address is suppressed (%(reason)s), so nothing is sent to it.")
            % {"reason": suppression.get_reason_display()}
        )
    given, now = start_of(consent_on), timezone.now()
    with transaction.atomic():
        subscriber, _created = Subscriber.objects.select_for_update().get_or_create(
            email_key=identity(address), defaults={"email": address}
        )
        if subscriber.state == Subscriber.State.ACTIVE:
            raise CannotDo(_("The address has the newsletter already."))
        if subscriber.left_at and subscriber.left_at > given + dt.timedelta(days=1):
            raise CannotDo(
                _("They left on %(day)s, after this consent. They must say yes anew.")
                % {"day": danish_date(subscriber.left_at)}
            )
        subscriber.state, subscriber.left_at = Subscriber.State.ACTIVE, None
        subscriber.confirmed_at, subscriber.paused_until = now, None
        subscriber.tiers, subscriber.frequency = sorted(tiers), frequency
        subscriber.save()
        Consent.objects.create(
            subscriber=subscriber,
            source=Consent.Source.BY_HAND,
            wording=wording,
            version=BY_HAND,
            evidence=source,
            given_at=given,
            confirmed_at=now,
        )
    return subscriber


def lift_suppression(*, subscriber: Subscriber, note: str, by: Any) -> bool:
    """Write to the address again; False when it was not suppressed.

    Raises CannotDo for somebody who was erased: nobody but they themselves may undo that.
    """
    with transaction.atomic():
        suppression = suppression_of(subscriber.email)
        if suppression is None:
            return False
        if suppression.reason == Suppression.Reason.ERASED:
            raise CannotDo(_("The address was erased at its owner’s request. That is kept."))
        lift(address=subscriber.email)
        subscriber.changes.create(kind=SubscriberChange.Kind.LIFTED, note=note, by=by)
    return True
