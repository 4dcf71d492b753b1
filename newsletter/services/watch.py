"""Watching a sending: noting trouble, and pausing it when errors mount."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from lederweb.mail.services.queue import queue_mail
from lederweb.mail.smtp import is_remote
from newsletter.models import Delivery, Sending

logger = logging.getLogger(__name__)

# What can be paused.
GOING = (Sending.State.APPROVED, Sending.State.SENDING)
# A send pauses itself at so many refused of those tried, once so many were (promise N8).
MOST_REFUSED = 0.05
FEWEST_TRIED = 100
# A server that has refused so many in a row speaks of itself, or of us, not of their addresses.
LONG_ROW = 20
# A server that takes messages and never answers is tried again after 1, 2, 4, 8 and 16 minutes:
# each try may cost a doubtful message, so then a person looks.
MOST_UNANSWERED = 6
# RFC 5321 §4.5.4.1: at least half an hour between two tries, and four to five days in all.
RETRY_AFTER = dt.timedelta(minutes=30)
GIVE_UP_AFTER = dt.timedelta(days=4)
# A mail server that takes nothing for so long needs a person, who may have slept till then.
TELL_AFTER = dt.timedelta(hours=4)
NO_TROUBLE = {
    "trouble": "",
    "trouble_since": None,
    "told_at": None,
    "unanswered": 0,
    "wait_until": None,
}

_LATELY = dt.timedelta(minutes=1)


class Health:
    """How a sending goes, seen from one sender: what stood in the ledger, and its own since."""

    def __init__(self, sending: Sending) -> None:
        self._sending = sending
        since = sending.resumed_at or sending.started_at or timezone.now()
        counts = Delivery.objects.filter(
            issue_id=sending.issue_id, settled_at__gte=since
        ).aggregate(
            sent=Count("pk", filter=Q(state=Delivery.State.SENT)),
            refused=Count(
                "pk", filter=Q(state__in=[Delivery.State.REFUSED, Delivery.State.BOUNCED])
            ),
        )
        self._sent, self._refused = counts["sent"], counts["refused"]
        self._in_a_row = 0  # refused, by this sender
        self._is_bad = False

    def count(self, state: str) -> None:
        if state == Delivery.State.SENT:
            self._sent += 1
            self._in_a_row = 0
        elif state == Delivery.State.REFUSED:
            self._refused += 1
            self._in_a_row += 1

    def is_bad(self) -> bool:
        """Whether so many were refused that the sending pauses; then it is paused."""
        tried = self._sent + self._refused
        is_row = self._in_a_row >= FEWEST_TRIED
        if tried < FEWEST_TRIED or not (is_row or self._refused >= MOST_REFUSED * tried):
            return False
        self._is_bad = True
        with override(settings.LANGUAGE_CODE):
            if self._refused >= MOST_REFUSED * tried:
                reason = _("%(refused)d of %(tried)d recipients were refused or bounced.") % {
                    "refused": self._refused,
                    "tried": tried,
                }
            else:
                reason = _("The last %(number)d recipients were all refused.") % {
                    "number": self._in_a_row
                }
        pause_by_itself(self._sending, reason)
        return True

    def most_are_taken(self) -> bool:
        """Whether the server takes mail, so that what it says of single addresses is believed."""
        is_half = 2 * self._refused >= self._sent + self._refused
        return not (self._is_bad or is_half or self._in_a_row >= LONG_ROW)

    def note(self, trouble: str, *, accepted: int, unanswered: int, is_away: bool) -> None:
        """At the end of a slice: what stands in the way, as the sending's page shows it.

        is_away: the mail server took nothing, which says nothing about any recipient.
        """
        sending, now = self._sending, timezone.now()
        changes: dict[str, Any] = {}
        since = None
        if unanswered and not accepted:
            times = sending.unanswered + 1
            wait = dt.timedelta(minutes=2 ** (times - 1))
            changes |= {"unanswered": times, "wait_until": now + wait}
        elif is_away and not accepted:
            # Where others still get through, or just did, it is soon tried again.
            if not self._was_taken_since(now - _LATELY):
                since = sending.trouble_since or now
                changes["trouble_since"] = since
                if is_remote():
                    changes["wait_until"] = now + RETRY_AFTER
        elif accepted and (sending.unanswered or sending.trouble_since):
            changes |= {**NO_TROUBLE, "trouble": trouble[:250]}
        if trouble[:250] != sending.trouble:
            changes["trouble"] = trouble[:250]
        if changes:
            Sending.objects.filter(pk=sending.pk, state=Sending.State.SENDING).update(**changes)
        if trouble:
            logger.warning("Issue %d waits: %s", sending.issue_id, trouble)
        if changes.get("unanswered", 0) == MOST_UNANSWERED:
            with override(settings.LANGUAGE_CODE):
                reason = _("The mail server takes messages and does not answer.")
            pause_by_itself(sending, reason)
        if since is not None and now - since >= GIVE_UP_AFTER:
            with override(settings.LANGUAGE_CODE):
                reason = _("The mail server has taken nothing for four days. It said: %(words)s")
            pause_by_itself(sending, reason % {"words": trouble})
        elif since is not None and now - since >= TELL_AFTER:
            tell_of_trouble(sending, trouble)

    def _was_taken_since(self, moment: dt.datetime) -> bool:
        return Delivery.objects.filter(
            issue_id=self._sending.issue_id, state=Delivery.State.SENT, settled_at__gt=moment
        ).exists()


@transaction.atomic
def tell_of_trouble(sending: Sending, trouble: str) -> bool:
    """That nothing goes out, and is tried again by itself; once until something does."""
    told = Sending.objects.filter(pk=sending.pk, state=Sending.State.SENDING, told_at=None).update(
        told_at=timezone.now()
    )
    if told:
        _tell(sending, "sending_waits", trouble)
    return bool(told)


@transaction.atomic
def pause_by_itself(sending: Sending, reason: str) -> bool:
    """Pause, and tell whoever approved it and NEWSLETTER_ALERT_ADDRESS; both, and once."""
    paused = Sending.objects.filter(pk=sending.pk, state__in=GOING).update(
        state=Sending.State.PAUSED, **{**NO_TROUBLE, "trouble": Truncator(reason).chars(250)}
    )
    if not paused:
        return False
    logger.error("Issue %d pauses itself: %s", sending.issue_id, reason)
    _tell(sending, "sending_paused", reason)
    return True


def _tell(sending: Sending, template: str, reason: str) -> None:
    """Whoever approved it and NEWSLETTER_ALERT_ADDRESS."""
    approver = sending.approved_by.email if sending.approved_by else ""
    deliveries = Delivery.objects.filter(issue_id=sending.issue_id)
    counts = deliveries.by_state()
    for address in {approver, settings.NEWSLETTER_ALERT_ADDRESS} - {""}:
        try:
            queue_mail(
                to=address,
                template=template,
                context={
                    "subject": sending.subject,
                    "reason": reason,
                    "has_begun": sending.started_at is not None,
                    "sent": counts[Delivery.State.SENT],
                    "left": counts[Delivery.State.QUEUED] + counts[Delivery.State.CLAIMED],
                    "refused": counts[Delivery.State.REFUSED],
                    "again": deliveries.to_send_again().count(),
                    "link": settings.BASE_URL
                    + reverse("newsletter_sendings:inspect", args=[sending.pk]),
                },
                purpose="newsletter-paused",
            )
        except ValidationError:
            logger.warning("Nobody was told: an address to tell is none.")
