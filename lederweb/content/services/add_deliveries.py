"""What came of the demonstration's newsletters: deliveries and clicks, made up and few.

Nothing is sent. Whoever was subscribed at the time has got the issue, but for some whose mailbox
was full; of the issue from before the first subscriber there are none, and its page says so.
"""

from __future__ import annotations

import datetime as dt
import random

from django.db import transaction
from django.db.models import Q

from lederweb.content.services.demonstration import Demonstration
from lederweb.lib.periods import day_of
from newsletter.models import Consent, Delivery, IssueLink, LinkDay, Sending, Subscriber

# Every so many readers has a mailbox that takes no more.
_FULL = 97
_REASON = "552 5.2.2 Mailbox full"
# Of a hundred readers so many click on the first item, and fewer on each that follows.
_CLICKS = 9
# How the clicks of an issue fall on its first days, in per cent.
_DAYS = (70, 22, 8)


def add_deliveries(*, demonstration: Demonstration) -> None:
    """Give the sent issues that nobody got their readers; each is one transaction."""
    made = 0
    sendings = Sending.objects.filter(
        state=Sending.State.SENT, audience_count=0, approved_by=demonstration.editor
    )
    for sending in sendings.defer("text", "html").order_by("pk"):
        with transaction.atomic():
            made += _deliver(sending)
    there = Delivery.objects.filter(issue__sending__approved_by=demonstration.editor).count()
    demonstration.report("Newsletters delivered", made, there - made)


def _deliver(sending: Sending) -> int:
    """How many readers had it; none of those who came later or had left."""
    at = sending.approved_at
    readers = (
        Subscriber.objects.filter(consents__source=Consent.Source.DEMONSTRATION)
        .filter(Q(left_at=None) | Q(left_at__gt=at), confirmed_at__lt=at)
        .exclude(frequency=Subscriber.Frequency.SPECIAL)
        .values_list("pk", flat=True)
        .order_by("pk")
        .distinct()
    )
    deliveries = [
        Delivery(
            issue_id=sending.issue_id,
            subscriber_id=reader,
            state=Delivery.State.SENT if number % _FULL else Delivery.State.REFUSED,
            reason="" if number % _FULL else _REASON,
            tries=1,
            settled_at=at + dt.timedelta(milliseconds=4 * number),
        )
        for number, reader in enumerate(readers, 1)
    ]
    if not deliveries:
        return 0
    Delivery.objects.bulk_create(deliveries)
    Sending.objects.filter(pk=sending.pk).update(
        audience_count=len(deliveries), finished_at=deliveries[-1].settled_at
    )
    _click(sending, len(deliveries))
    return len(deliveries)


def _click(sending: Sending, readers: int) -> None:
    chance = random.Random(sending.subject)
    rows = []
    for link in IssueLink.objects.filter(issue=sending.issue_id):
        # The first leads from the mail's head to the front page; what is told of begins below it.
        rank = link.position or 9
        clicks = readers * _CLICKS / 100 / rank * chance.uniform(0.6, 1.4)
        for number, share in enumerate(_DAYS):
            people = round(clicks * share / 100)
            day = day_of(sending.approved_at + dt.timedelta(days=number))
            rows.append(
                LinkDay(link=link, day=day, people=people, unsure=people // 6, machines=people // 2)
            )
    LinkDay.objects.bulk_create(rows, ignore_conflicts=True)
