"""Claiming and settling deliveries, so that a killed worker loses nobody and doubles nobody.

One sender works on an issue at a time, and holds a lock of PostgreSQL that ends with its
connection: when a worker is killed, the lock is free. Before a message goes out its row is
`claimed`; after the server's answer it is settled. So whoever gets the lock knows that a row
found `claimed` belonged to somebody who died in between: nobody can know whether that message
arrived, and it becomes `uncertain` (promise N1).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Exists, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lederweb.mail.services.hold import is_held
from lederweb.mail.services.suppress import is_suppressed
from newsletter.models import Delivery, Sending, Subscriber

# The upper half of the 64 bits of our advisory locks; the lower half is the issue's number.
_LOCKS = 0x4C455457

# RFC 5321 §4.5.4.1: at least half an hour between two tries, and four to five days in all.
RETRY_AFTER = dt.timedelta(minutes=30)
GIVE_UP_AFTER = dt.timedelta(days=4)
# A recipient at whose turn the connection broke goes behind the others for a while.
STEP_BACK = dt.timedelta(minutes=5)


@contextmanager
def sole_sender(issue_id: int) -> Iterator[bool]:
    """Whether we are the only sender of the issue, for as long as the block runs.

    The lock belongs to the database connection: behind a pooler it needs session mode.
    """
    key = (_LOCKS << 32) | issue_id
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        [alone] = cursor.fetchone()
    try:
        yield alone
    finally:
        # Without a connection there is no lock left to give back.
        if alone and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


def has_sender(issue_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1"
            " AND classid = %s AND objid = %s"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [_LOCKS, issue_id],
        )
        return cursor.fetchone() is not None


def freeze_audience(sending: Sending) -> bool:
    """Write one row for everybody who gets the newsletter now; whether it was us who did.

    One conditional update and one INSERT … SELECT in one transaction: all rows are there, or
    none and the issue is still only approved.
    """
    with transaction.atomic():
        begun = Sending.objects.filter(pk=sending.pk, state=Sending.State.APPROVED).update(
            state=Sending.State.SENDING, started_at=timezone.now()
        )
        if not begun:
            return False
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO newsletter_delivery (issue_id, subscriber_id)"
                " SELECT %s, id FROM newsletter_subscriber WHERE state = %s ORDER BY id"
                " ON CONFLICT DO NOTHING",
                [sending.issue_id, Subscriber.State.ACTIVE],
            )
            Sending.objects.filter(pk=sending.pk).update(audience_count=cursor.rowcount)
    return True


def settle_orphans(issue_id: int) -> int:
    """Only for the sole sender: what a dead one had on its way is uncertain; how many."""
    return Delivery.objects.filter(issue_id=issue_id, state=Delivery.State.CLAIMED).update(
        state=Delivery.State.UNCERTAIN,
        settled_at=timezone.now(),
        reason=_("The worker stopped while the message was on its way."),
    )


def claim_next(issue_id: int) -> Delivery | None:
    """The next delivery that may go out, claimed for us; None when there is none now.

    None also as soon as the sending is paused or stopped.
    Looks again whether the person still wants it: who has left, was erased or is suppressed
    meanwhile is withdrawn, and the next one is tried.
    """
    going = Sending.objects.filter(issue_id=issue_id, state=Sending.State.SENDING)
    while not is_held():
        with transaction.atomic():
            delivery = (
                Delivery.objects.select_for_update(skip_locked=True, of=("self",))
                .select_related("subscriber")
                .filter(
                    Exists(going),
                    issue_id=issue_id,
                    state=Delivery.State.QUEUED,
                    next_try_at__lte=timezone.now(),
                )
                .order_by("next_try_at", "id")
                .first()
            )
            if delivery is None:
                return None
            state, reason = _verdict(delivery.subscriber)
            if state == Delivery.State.CLAIMED:
                Delivery.objects.filter(pk=delivery.pk).update(
                    state=state, tries=F("tries") + 1, claimed_at=timezone.now()
                )
                return delivery
            Delivery.objects.filter(pk=delivery.pk).update(
                state=state, reason=reason, settled_at=timezone.now()
            )
    return None


def _verdict(subscriber: Subscriber | None) -> tuple[str, str]:
    """Whether the person is still to be written to: the delivery's state, and why."""
    if subscriber is None or subscriber.state != Subscriber.State.ACTIVE:
        return Delivery.State.WITHDRAWN, ""
    try:
        suppressed = is_suppressed(subscriber.email)
    except ValidationError:
        # A row that was written past the model's own check must not stop all others.
        return Delivery.State.REFUSED, _("This is not an e-mail address.")
    return (Delivery.State.WITHDRAWN if suppressed else Delivery.State.CLAIMED), ""


def settle(delivery: Delivery, state: str, reason: str = "") -> None:
    """The end of a delivery that was claimed by us."""
    _claimed(delivery).update(state=state, reason=reason, settled_at=timezone.now())


def put_back(delivery: Delivery, wait: dt.timedelta, reason: str, since: dt.datetime) -> None:
    """To be tried again after the wait; refused for good when that is too long after `since`."""
    now = timezone.now()
    if now - since > GIVE_UP_AFTER:
        settle(delivery, Delivery.State.REFUSED, reason)
        return
    _claimed(delivery).update(state=Delivery.State.QUEUED, reason=reason, next_try_at=now + wait)


def withdraw_queued(issue_id: int) -> int:
    """Only of a sending that was stopped: what waits goes to nobody; how many."""
    return Delivery.objects.filter(issue_id=issue_id, state=Delivery.State.QUEUED).update(
        state=Delivery.State.WITHDRAWN,
        settled_at=timezone.now(),
        reason=_("The sending was stopped."),
    )


def finish(sending: Sending) -> bool:
    """Close the sending when nothing of it is left; whether it is closed."""
    left = Delivery.objects.filter(
        Q(state=Delivery.State.QUEUED) | Q(state=Delivery.State.CLAIMED),
        issue_id=sending.issue_id,
    )
    if left.exists():
        return False
    Sending.objects.filter(pk=sending.pk, state=Sending.State.SENDING).update(
        state=Sending.State.SENT, finished_at=timezone.now(), trouble=""
    )
    return True


def _claimed(delivery: Delivery):  # type: ignore[no-untyped-def]
    return Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.CLAIMED)
