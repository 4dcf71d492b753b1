"""How far a sending is, from one look at its deliveries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from newsletter.models import Delivery, Sending
from newsletter.querysets import NOT_THE_ADDRESS

_LATELY = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Progress:
    """Numbers of recipients. `ends_at` is where the pace of the last minute leads to."""

    sending: Sending
    sent: int
    left: int
    refused: int
    again: int  # of the refused: whom a person may have sent it again
    bounced: int
    uncertain: int
    withdrawn: int
    per_minute: int
    ends_at: dt.datetime | None

    @property
    def is_moving(self) -> bool:
        """Whether the figures may change by themselves."""
        return self.sending.state in (Sending.State.APPROVED, Sending.State.SENDING)


def progress_of(sending: Sending) -> Progress:
    """One query, whatever the number of recipients."""
    now = timezone.now()
    states = Delivery.State
    counts = Delivery.objects.filter(issue_id=sending.issue_id).aggregate(
        sent=Count("pk", filter=Q(state=states.SENT)),
        left=Count("pk", filter=Q(state__in=[states.QUEUED, states.CLAIMED])),
        refused=Count("pk", filter=Q(state=states.REFUSED)),
        again=Count("pk", filter=Q(NOT_THE_ADDRESS, state=states.REFUSED)),
        bounced=Count("pk", filter=Q(state=states.BOUNCED)),
        uncertain=Count("pk", filter=Q(state=states.UNCERTAIN)),
        withdrawn=Count("pk", filter=Q(state=states.WITHDRAWN)),
        per_minute=Count("pk", filter=Q(state=states.SENT, settled_at__gt=now - _LATELY)),
    )
    ends_at = None
    began = sending.resumed_at or sending.started_at
    if sending.state == Sending.State.SENDING and began and counts["per_minute"]:
        # Begun less than a minute ago, the pace is that of the time since.
        seconds = min(max((now - began).total_seconds(), 1.0), _LATELY.total_seconds())
        counts["per_minute"] = round(counts["per_minute"] * 60 / seconds)
        ends_at = now + dt.timedelta(minutes=counts["left"] / counts["per_minute"])
    return Progress(sending=sending, ends_at=ends_at, **counts)
