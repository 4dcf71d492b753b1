"""Claiming and settling deliveries, so that a killed worker loses nobody and doubles nobody.

Several senders work on an issue at once. Each holds a lock of PostgreSQL under a number of its
own, which ends with its connection and stands in every row it claims. Before a message goes out
its row is `claimed`; after the server's answer it is settled. So a row that is claimed under a
number whose lock is free belonged to somebody who died in between: nobody can know whether that
message arrived, and it becomes `uncertain` (promise N1).

One statement settles what the last wave brought and claims the next: one commit for a message on
each connection.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lederweb.mail.services.hold import NOT_HELD_SQL
from lederweb.mail.services.suppress import suppressed_sql
from newsletter.models import Delivery, IssuePage, Sending, Subscriber
from newsletter.services.assign_variants import assign_variants
from newsletter.services.publish import publish_approved
from newsletter.services.render_anew import forget_unused_links, render_anew

# The first of the two numbers of our advisory locks: places at an issue (the second number is
# the issue's, so the first counts up from here), and senders (the second is the sender's).
_PLACES = 0x4C455000
_SENDERS = 0x4C457000
# PostgreSQL may be restarted while messages are on their way: what they came to is kept in hand
# so long. Whoever is told to stop meanwhile leaves them uncertain.
_RECONNECT_SECONDS = 90.0
_ONLY_WHEN_ASKED = 2**31 - 1  # of executions before psycopg prepares a statement by itself


class Candidate(NamedTuple):
    """A delivery that waits, as it was read; whether it still may go out the claim decides."""

    delivery_id: int
    message_key: UUID
    variant_id: int | None
    email: str
    public_id: UUID


class Settled(NamedTuple):
    """What became of a delivery: its new state. `wait`: seconds, for one that is to be tried
    again (`queued`)."""

    delivery_id: int
    state: str
    reason: str = ""
    wait: float = 0.0


class Sender:
    """One of the senders at an issue. Made by `sender_of`."""

    def __init__(self, issue_id: int, place: int, places: int) -> None:
        self.issue_id, self.place, self.places = issue_id, place, places
        self.number = 0
        self.lost_connection = False
        self._in_hand: set[int] = set()
        self._doubtful: set[int] = set()  # settled by us as uncertain
        self._position: tuple[Any, int] | None = None
        self._helps = False
        issue = IssuePage.objects.get(pk=issue_id)
        receiving, self._receiving = (
            Subscriber.objects.receiving(issue).order_by().values("id", "email_key")
        ).query.sql_with_params()
        suppressed, self._hash_keys = suppressed_sql("r.email_key")
        self._wave = _WAVE % {
            "receiving": receiving,
            "suppressed": suppressed,
            "not_held": NOT_HELD_SQL,
        }
        self._page = _PAGE % {"receiving": receiving}

    def register(self) -> None:
        """Take a number that no living sender has."""
        while True:
            number = self.number or secrets.randbelow(2**31 - 1) + 1
            if _lock(_SENDERS, number):
                self.number = number
                return
            self.number = 0

    def next_page(self, most: int, besides: Iterable[int]) -> tuple[list[Candidate], list[int]]:
        """Deliveries that wait and are due: candidates, and rows of people who want it no more.

        Each sender reads its own part of the list, so that they do not meet. Whoever is through
        helps the others, from the end backwards. besides: rows that are in hand.
        """
        while True:
            order = "DESC" if self._helps else "ASC"
            place, places = (0, 1) if self._helps else (self.place, self.places)
            start = self._position or (None, None)
            rows = self._run(
                self._page.replace("$order", order),
                [*self._receiving, self.issue_id, places, place, _array(map(str, besides)),
                 start[0], start[0], start[1], most],
            )  # fmt: skip
            if rows and not self._helps:
                self._position = (rows[-1][5], rows[-1][0])
            if rows or self._helps:
                wanted = [Candidate(*row[:5]) for row in rows if row[3] is not None]
                return wanted, [row[0] for row in rows if row[3] is None]
            # What came due again meanwhile lies before the position.
            self._helps, self._position = self._position is None, None

    def wave(
        self, results: list[Settled], claims: list[int], unwanted: Iterable[int] = ()
    ) -> set[int]:
        """Settle what the last wave brought and claim for the next: which of them are claimed.

        Not claimed is who has left, was erased, suppressed or paused meanwhile (withdrawn),
        whom another sender took, and everybody once the sending is paused, stopped or held.
        """
        unwanted = list(unwanted)
        reasons = [result.reason for result in results]
        waits = [result.wait for result in results]
        values = [
            _array(str(result.delivery_id) for result in results),
            _array(result.state for result in results),
            reasons if any(reasons) else [],
            waits if any(waits) else [],
            self.number,
            *self._hash_keys,
            _array(map(str, unwanted)),
            *self._receiving,
            _array(map(str, [*claims, *unwanted])),
            self.issue_id,
            self.number,
        ]
        try:
            claimed = {row[0] for row in self._run(self._wave, values)}
        except (psycopg.OperationalError, psycopg.InterfaceError):
            if connection.in_atomic_block:
                raise
            self._settle_anew(results)
            claimed = set()
        self._in_hand -= {result.delivery_id for result in results}
        self._in_hand |= claimed
        uncertain = Delivery.State.UNCERTAIN
        self._doubtful |= {each.delivery_id for each in results if each.state == uncertain}
        return claimed

    def _settle_anew(self, results: list[Settled]) -> None:
        """After the connection to the database broke: come back under the same number.

        What the broken statement may have claimed never went out, so it goes back. Others may
        have taken our messages for lost meanwhile; what we know of them counts.
        """
        self.lost_connection = True
        ends = time.monotonic() + _RECONNECT_SECONDS
        while True:
            with suppress(Exception):
                connection.close()
            try:
                self.register()
                break
            except Exception:
                if time.monotonic() > ends:
                    raise
                time.sleep(1)
        Delivery.objects.filter(
            issue_id=self.issue_id,
            claimed_by=self.number,
            state__in=[Delivery.State.CLAIMED, Delivery.State.UNCERTAIN],
        ).exclude(pk__in=self._in_hand | self._doubtful).update(
            state=Delivery.State.QUEUED, settled_at=None, reason=""
        )
        self.wave(results, [])

    def _run(self, statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
        """A prepared statement on Django's own connection: planned once, not for each wave."""
        connection.ensure_connection()
        # Django tells psycopg to prepare nothing at all; from now on it prepares what we name.
        connection.connection.prepare_threshold = _ONLY_WHEN_ASKED
        with psycopg.Cursor(connection.connection) as cursor:
            cursor.execute(statement, values, prepare=True)
            return cursor.fetchall()


def _array(words: Iterable[str]) -> str:
    """Numbers and plain words as PostgreSQL writes an array of them: psycopg looks at each for
    what it would have to quote.
    """
    return f"{{{','.join(words)}}}"


_PAGE = """
SELECT d.id, d.message_key, d.variant_id, r.email, r.public_id, d.next_try_at
FROM newsletter_delivery d
LEFT JOIN (
    SELECT s.* FROM newsletter_subscriber s JOIN (%(receiving)s) who ON who.id = s.id
) r ON r.id = d.subscriber_id
WHERE d.issue_id = %%s AND d.state = 'queued' AND d.next_try_at <= clock_timestamp()
    AND d.id %%%% %%s::bigint = %%s::bigint AND d.id <> ALL(%%s::bigint[])
    AND (%%s::timestamptz IS NULL OR (d.next_try_at, d.id) > (%%s::timestamptz, %%s::bigint))
ORDER BY d.next_try_at $order, d.id $order
LIMIT %%s
"""

_WAVE = """
WITH results AS (
    SELECT * FROM unnest(%%s::bigint[], %%s::text[], %%s::text[], %%s::float8[])
        AS r(id, state, reason, wait)
), settled AS (
    UPDATE newsletter_delivery d SET
        state = r.state,
        reason = coalesce(r.reason, ''),
        tries = d.tries + (d.state = 'queued')::int,
        settled_at = CASE WHEN r.state <> 'queued' THEN clock_timestamp() END,
        next_try_at = CASE WHEN r.state = 'queued'
            THEN clock_timestamp() + r.wait * interval '1 second' ELSE d.next_try_at END
    FROM results r
    WHERE d.id = r.id AND (
        d.state = 'queued'
        OR (d.state IN ('claimed', 'uncertain') AND d.claimed_by = %%s)
    )
), looked AS (
    SELECT d.id, (
        r.id IS NOT NULL AND NOT %(suppressed)s AND d.id <> ALL(%%s::bigint[])
    ) AS wanted
    FROM newsletter_delivery d
    LEFT JOIN (%(receiving)s) r ON r.id = d.subscriber_id
    WHERE d.id = ANY(%%s::bigint[]) AND d.state = 'queued'
        AND EXISTS (
            SELECT 1 FROM newsletter_sending g WHERE g.issue_id = %%s AND g.state = 'sending'
        )
        AND %(not_held)s
    FOR UPDATE OF d SKIP LOCKED
), marked AS (
    UPDATE newsletter_delivery d SET
        state = CASE WHEN l.wanted THEN 'claimed' ELSE 'withdrawn' END,
        tries = d.tries + l.wanted::int,
        claimed_at = clock_timestamp(),
        claimed_by = %%s,
        settled_at = CASE WHEN NOT l.wanted THEN clock_timestamp() END
    FROM looked l
    WHERE d.id = l.id
    RETURNING d.id, d.state
)
SELECT id FROM marked WHERE state = 'claimed'
"""


@contextmanager
def sender_of(issue_id: int, places: int) -> Iterator[Sender | None]:
    """A place at the issue for as long as the block runs; None when all places are taken.

    The locks belong to the database connection: behind a pooler they need session mode.
    """
    place = next((place for place in range(places) if _lock(_PLACES + place, issue_id)), None)
    if place is None:
        yield None
        return
    sender = None
    try:
        sender = Sender(issue_id, place, places)
        sender.register()
        yield sender
    finally:
        # Without a connection there are no locks left to give back.
        if connection.connection is not None and connection.is_usable():
            _unlock(_PLACES + place, issue_id)
            if sender is not None:
                _unlock(_SENDERS, sender.number)


def senders_at(issue_id: int) -> int:
    """How many are at an issue now."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM pg_locks l WHERE {_OURS} AND l.objid = %s"  # noqa: S608
            " AND l.classid BETWEEN %s AND %s",
            [issue_id, _PLACES, _SENDERS - 1],
        )
        return int(cursor.fetchone()[0])


_OURS = (
    "l.locktype = 'advisory' AND l.objsubid = 2 AND l.granted"
    " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def _lock(first: int, second: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [first, second])
        return bool(cursor.fetchone()[0])


def _unlock(first: int, second: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT CASE WHEN EXISTS (SELECT 1 FROM pg_locks l WHERE l.locktype = 'advisory'"
            " AND l.pid = pg_backend_pid() AND l.classid = %s AND l.objid = %s)"
            " THEN pg_advisory_unlock(%s, %s) END",
            [first, second, first, second],
        )


def freeze_audience(sending: Sending) -> bool:
    """Write one row for everybody who gets the newsletter now; whether it was us who did.

    One conditional update and one INSERT … SELECT in one transaction: all rows are there, or
    none and the issue is still only approved. Raises NotReady when the issue, checked again, can
    no longer be sent.
    """
    with transaction.atomic():
        begun = Sending.objects.filter(pk=sending.pk, state=Sending.State.APPROVED).update(
            state=Sending.State.SENDING, started_at=timezone.now()
        )
        if not begun:
            return False
        is_new = render_anew(sending)
        # Whom a kind is for stands on the page only once it is public as it was approved.
        publish_approved(sending=sending)
        issue = IssuePage.objects.get(pk=sending.issue_id)
        receiving, parameters = (
            Subscriber.objects.audience(issue).order_by("pk").values("id")
        ).query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO newsletter_delivery (issue_id, subscriber_id)"  # noqa: S608
                f" SELECT %s, who.id FROM ({receiving}) who ON CONFLICT DO NOTHING",
                [sending.issue_id, *parameters],
            )
            Sending.objects.filter(pk=sending.pk).update(audience_count=cursor.rowcount)
        assign_variants(sending)
        if is_new:
            forget_unused_links(sending)
    return True


def settle_orphans(issue_id: int) -> int:
    """What senders that died had on its way is uncertain; how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE newsletter_delivery SET state = 'uncertain', reason = %s,"  # noqa: S608
            " settled_at = clock_timestamp()"
            " WHERE issue_id = %s AND state = 'claimed' AND NOT EXISTS ("
            f" SELECT 1 FROM pg_locks l WHERE {_OURS} AND l.classid = %s"
            " AND l.objid::bigint = newsletter_delivery.claimed_by)",
            [_("The worker stopped while the message was on its way."), issue_id, _SENDERS],
        )
        return cursor.rowcount


def turns(most: int, rate: int) -> float:
    """Reserve so many messages of the rate over all senders: in how many seconds they may go.

    Whoever reserves and dies has only made the others slower (it fails safe).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO newsletter_pace AS p (id, next_at)"
            " VALUES (1, clock_timestamp() + %s * interval '1 second')"
            " ON CONFLICT (id) DO UPDATE SET next_at ="
            " greatest(p.next_at, clock_timestamp()) + %s * interval '1 second'"
            " RETURNING extract(epoch FROM p.next_at - clock_timestamp()) - %s",
            [most / rate] * 3,
        )
        return max(0.0, float(cursor.fetchone()[0]))


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
    with transaction.atomic():
        # Somebody may be sending the uncertain again this very moment, under the same lock.
        locked = Sending.objects.select_for_update(no_key=True).filter(pk=sending.pk)
        if not locked.values_list("pk") or left.exists():
            return False
        Sending.objects.filter(pk=sending.pk, state=Sending.State.SENDING).update(
            state=Sending.State.SENT, finished_at=timezone.now(), trouble=""
        )
    return True
