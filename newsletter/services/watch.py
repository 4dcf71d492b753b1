"""Watching a sending: noting trouble, and pausing it when errors mount."""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from lederweb.mail.services.queue import queue_mail
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

    def note(self, trouble: str, *, accepted: int, unanswered: int) -> None:
        """At the end of a slice: what stands in the way, as the sending's page shows it."""
        changes: dict[str, object] = {}
        if accepted and self._sending.unanswered:
            changes |= {"unanswered": 0, "wait_until": None}
        elif unanswered and not accepted:
            times = self._sending.unanswered + 1
            wait = dt.timedelta(minutes=2 ** (times - 1))
            changes |= {"unanswered": times, "wait_until": timezone.now() + wait}
        if trouble[:250] != self._sending.trouble:
            changes["trouble"] = trouble[:250]
        if changes:
            Sending.objects.filter(pk=self._sending.pk, state=Sending.State.SENDING).update(
                **changes
            )
        if trouble:
            logger.warning("Issue %d waits: %s", self._sending.issue_id, trouble)
        if changes.get("unanswered", 0) == MOST_UNANSWERED:
            with override(settings.LANGUAGE_CODE):
                reason = _("The mail server takes messages and does not answer.")
            pause_by_itself(self._sending, reason)


@transaction.atomic
def pause_by_itself(sending: Sending, reason: str) -> bool:
    """Pause, and tell whoever approved it and NEWSLETTER_ALERT_ADDRESS; both, and once."""
    paused = Sending.objects.filter(pk=sending.pk, state__in=GOING).update(
        state=Sending.State.PAUSED, trouble=reason[:250], unanswered=0, wait_until=None
    )
    if not paused:
        return False
    logger.error("Issue %d pauses itself: %s", sending.issue_id, reason)
    approver = sending.approved_by.email if sending.approved_by else ""
    deliveries = Delivery.objects.filter(issue_id=sending.issue_id)
    counts = deliveries.by_state()
    for address in {approver, settings.NEWSLETTER_ALERT_ADDRESS} - {""}:
        try:
            queue_mail(
                to=address,
                template="sending_paused",
                context={
                    "subject": sending.subject,
                    "reason": reason,
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
    return True
