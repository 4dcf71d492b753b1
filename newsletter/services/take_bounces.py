"""What bounced: each report is handled once, the delivery is settled, the address left alone."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from lederweb.mail.models import Suppression
from lederweb.mail.services.suppress import suppress
from newsletter.bounces.judge import Verdict, judge
from newsletter.bounces.mailboxes import open_mailbox
from newsletter.models import BounceReport, Delivery, Sending, SubscriberChange
from newsletter.services import watch

logger = logging.getLogger(__name__)

Kind = BounceReport.Kind
State = Delivery.State
# A round of the beat job; what is left waits for the next one.
MOST_AT_ONCE = 500
# Reports that belong to no issue say only how much nonsense comes in.
KEPT_WITHOUT_ISSUE_DAYS = 90
_ASIDE = {Kind.AUTO_REPLY, Kind.FORGED, Kind.UNKNOWN}


@dataclass(frozen=True)
class Report:
    """`fingerprint`: of the message or call as it came."""

    fingerprint: str
    verdict: Verdict


def fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def fetch_bounces() -> int:
    """Handle what waits in the mailbox of NEWSLETTER_BOUNCES_URL; how many messages.

    A message is written down first and removed from the mailbox afterwards: whoever is killed
    in between finds it written down the next time. Raises MailboxAway.
    """
    if not settings.NEWSLETTER_BOUNCES_URL:
        return 0
    with open_mailbox(settings.NEWSLETTER_BOUNCES_URL) as box:
        found = [
            (name, Report(fingerprint(content), judge(content)))
            for name, content in box.messages(MOST_AT_ONCE)
        ]
        take_bounces([report for _name, report in found])
        for name, report in found:
            if report.verdict.kind in _ASIDE:
                box.put_aside(name)
            else:
                box.delete(name)
        box.tidy()
    return len(found)


def take_bounces(reports: Collection[Report]) -> int:
    """Handle reports; how many were new. May be repeated: a report does something once."""
    keys = [r.verdict.message_key for r in reports if r.verdict.message_key is not None]
    deliveries = {
        delivery.message_key: delivery
        for delivery in Delivery.objects.filter(message_key__in=keys).select_related("subscriber")
    }
    new = 0
    issues: set[int] = set()
    for report in reports:
        key = report.verdict.message_key
        delivery = deliveries.get(key) if key is not None else None
        if _take(report, delivery):
            new += 1
            if delivery is not None and report.verdict.kind == Kind.HARD:
                issues.add(delivery.issue_id)
    for sending in Sending.objects.filter(issue_id__in=issues, state=Sending.State.SENDING):
        watch.Health(sending).is_bad()
    return new


@transaction.atomic
def _take(report: Report, delivery: Delivery | None) -> bool:
    verdict = report.verdict
    _row, is_new = BounceReport.objects.get_or_create(
        fingerprint=report.fingerprint,
        defaults={
            "kind": verdict.kind,
            "status": verdict.status,
            "issue_id": delivery.issue_id if delivery else None,
        },
    )
    if not is_new or delivery is None or verdict.kind != Kind.HARD:
        return is_new
    with override(settings.LANGUAGE_CODE):
        reason = _("Sent back by the reader’s mail server (%(status)s).") % {
            "status": verdict.status
        }
    # It may come back before the server's yes was written down, or after its answer was lost.
    Delivery.objects.filter(
        pk=delivery.pk, state__in=[State.CLAIMED, State.SENT, State.UNCERTAIN]
    ).update(state=State.BOUNCED, reason=reason, settled_at=delivery.settled_at or timezone.now())
    if verdict.is_about_address and (address := _where_it_went(delivery)):
        try:
            suppress(address=address, reason=Suppression.Reason.BOUNCED)
        except ValidationError:
            logger.warning("A bounced address is none, so it was not suppressed.")
    return True


def _where_it_went(delivery: Delivery) -> str:
    """The address, unless its owner was erased or has moved to another one since."""
    subscriber = delivery.subscriber
    if subscriber is None:
        return ""
    moves = subscriber.changes.filter(kind=SubscriberChange.Kind.ADDRESS)
    has_moved = delivery.claimed_at and moves.filter(at__gte=delivery.claimed_at).exists()
    return "" if has_moved else subscriber.email


def forget_reports() -> int:
    """Delete reports that belong to no issue after `KEPT_WITHOUT_ISSUE_DAYS`; how many."""
    before = timezone.now() - dt.timedelta(days=KEPT_WITHOUT_ISSUE_DAYS)
    return BounceReport.objects.filter(issue=None, at__lt=before).delete()[0]


def kinds_since(moment: Any) -> dict[str, int]:
    """How many reports of each kind came since then."""
    kinds = list(BounceReport.objects.filter(at__gte=moment).values_list("kind", flat=True))
    return {kind: kinds.count(kind) for kind in Kind.values}
