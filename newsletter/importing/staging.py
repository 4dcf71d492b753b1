"""The rows of an import in PostgreSQL: written by COPY, judged and taken in by a few statements.

What is to happen to each row is worked out by one statement, for the dry run and again when the
row is taken in: whoever left or was suppressed in between is not taken in. Subscribers that have
a state are never changed by an import, but for those who were only set aside or never confirmed
and for whom a proof of consent has come. A row that itself says why somebody gets nothing has its
verdict and reason from the start, and is never new.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import connection, models
from django.utils import timezone

from lederweb.mail.addresses import keyed_hashes
from lederweb.mail.services.suppress import PURPOSE as SUPPRESSION
from newsletter.importing.columns import Entry
from newsletter.models import Consent, ImportRow, Subscriber, SubscriberImport

_State, _Verdict = Subscriber.State, ImportRow.Verdict

_COPY = (
    "COPY newsletter_importrow (batch_id, line, email, email_key, hashes, tiers, topics,"
    " frequency, paused_until, consent_at, wording, source, verdict, reason, cells, is_taken) FROM STDIN"
)


def write(batch: SubscriberImport, rows: Iterable[tuple[int, list[str], Entry]]) -> int:
    """Copy the rows into the database; how many there were."""
    count = 0
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for line, cells, entry in rows:
            is_bad = entry.verdict == _Verdict.INVALID
            # Also of a row that cannot be read, so that an erasure finds it.
            key = entry.email.lower()
            copy.write_row(
                (
                    batch.pk,
                    line,
                    entry.email,
                    key,
                    [] if is_bad else keyed_hashes(key, SUPPRESSION),
                    entry.tiers,
                    entry.topics,
                    entry.frequency,
                    entry.paused_until,
                    entry.consent_at,
                    entry.wording or batch.wording,
                    entry.source or batch.source,
                    entry.verdict,
                    entry.reason[:250],
                    [cell.replace("\0", "") for cell in cells] if is_bad else [],
                    False,
                )
            )
            count += 1
    with connection.cursor() as cursor:
        # PostgreSQL's own turn may come only after the import: until then it takes the list for
        # short, and each step for its whole length.
        cursor.execute("ANALYZE newsletter_importrow")
    return count


_JUDGE = """
UPDATE newsletter_importrow AS candidate SET verdict = CASE
    WHEN place.number > 1 THEN %(duplicate)s
    WHEN EXISTS (SELECT FROM mail_suppression s WHERE s.address_hash = ANY (candidate.hashes))
        THEN %(suppressed)s
    WHEN place.state = %(active)s THEN %(known)s
    WHEN place.state = %(left_state)s THEN %(left)s
    WHEN candidate.reason <> '' THEN candidate.verdict
    WHEN candidate.consent_at IS NOT NULL AND candidate.wording <> ''
        AND candidate.source <> '' THEN %(new)s
    WHEN place.state IS NOT NULL THEN %(known)s
    ELSE %(set_aside)s END
FROM (
    SELECT r.id, s.state, row_number() OVER (
        PARTITION BY r.email_key
        ORDER BY r.is_taken DESC, r.reason = '',
            r.consent_at IS NULL OR r.wording = '' OR r.source = '', r.line
    ) AS number
    FROM newsletter_importrow r
    LEFT JOIN newsletter_subscriber s ON s.email_key = r.email_key
    WHERE r.batch_id = %(batch)s AND r.verdict <> %(invalid)s
) AS place
WHERE candidate.id = place.id AND NOT candidate.is_taken AND candidate.line <= %(last)s
"""

_TAKE_IN = """
WITH wanted AS (
    SELECT * FROM newsletter_importrow
    WHERE batch_id = %(batch)s AND NOT is_taken AND line <= %(last)s AND verdict = %(new)s
), taken AS (
    INSERT INTO newsletter_subscriber (public_id, email, email_key, state, tiers, topics,
        frequency, paused_until, created_at, confirmed_at)
    SELECT gen_random_uuid(), email, email_key, %(active)s, tiers, topics, frequency,
        paused_until, %(now)s, %(now)s
    FROM wanted ORDER BY email_key
    ON CONFLICT (email_key) DO UPDATE SET state = %(active)s, confirmed_at = %(now)s,
        tiers = CASE WHEN EXCLUDED.tiers = '{}' THEN newsletter_subscriber.tiers
            ELSE EXCLUDED.tiers END,
        topics = CASE WHEN EXCLUDED.topics = '{}' THEN newsletter_subscriber.topics
            ELSE EXCLUDED.topics END,
        frequency = EXCLUDED.frequency, paused_until = EXCLUDED.paused_until
        WHERE newsletter_subscriber.state IN (%(pending)s, %(set_aside_state)s)
    RETURNING id, email_key
)
INSERT INTO newsletter_consent (public_id, subscriber_id, source, wording, version, evidence,
    choices, given_at, confirmed_at)
SELECT gen_random_uuid(), taken.id, %(import)s, wanted.wording, %(version)s, wanted.source,
    '{}'::jsonb, wanted.consent_at, %(now)s
FROM taken JOIN wanted USING (email_key)
"""

_SET_ASIDE = """
INSERT INTO newsletter_subscriber (public_id, email, email_key, state, tiers, topics,
    frequency, created_at)
SELECT gen_random_uuid(), email, email_key, %(set_aside_state)s, tiers, topics, frequency, %(now)s
FROM newsletter_importrow
WHERE batch_id = %(batch)s AND NOT is_taken AND line <= %(last)s AND verdict = %(set_aside)s
ORDER BY email_key
ON CONFLICT (email_key) DO NOTHING
"""

_TAKEN = """
UPDATE newsletter_importrow SET is_taken = true
WHERE batch_id = %(batch)s AND NOT is_taken AND line <= %(last)s
"""

LAST = 2**31 - 1


def judge(batch: SubscriberImport, last: int = LAST) -> None:
    """Work out what happens to each row up to a line, as things are now."""
    with connection.cursor() as cursor:
        cursor.execute(_JUDGE, _names(batch, last))


def take_in(batch: SubscriberImport, last: int, now: dt.datetime | None = None) -> None:
    """Judge the rows up to a line once more and take them in; to be called in a transaction."""
    names = _names(batch, last) | {"now": now or timezone.now()}
    with connection.cursor() as cursor:
        for statement in (_JUDGE, _TAKE_IN, _SET_ASIDE, _TAKEN):
            cursor.execute(statement, names)


def counts(batch: SubscriberImport) -> dict[str, int]:
    """How many rows there are of each verdict; those without any are 0."""
    found = dict(batch.rows.order_by().values_list("verdict").annotate(models.Count("pk")))
    return {verdict: found.get(verdict, 0) for verdict in _Verdict.values}


def _names(batch: SubscriberImport, last: int) -> dict[str, Any]:
    return {
        "batch": batch.pk,
        "last": last,
        "version": f"import-{batch.pk}",
        "import": Consent.Source.IMPORT.value,
        "active": _State.ACTIVE.value,
        "pending": _State.PENDING.value,
        "left_state": _State.LEFT.value,
        "set_aside_state": _State.SET_ASIDE.value,
        **{verdict.name.lower(): verdict.value for verdict in _Verdict},
    }
