"""How many mails of one purpose a mailbox may get (promise N7)."""

import datetime as dt

from django.db import connection
from django.utils import timezone

from lederweb.mail.addresses import keyed_hash, keyed_hashes, mailbox
from lederweb.mail.models import OutboxMail

DAY = dt.timedelta(days=1)
MONTH = dt.timedelta(days=31)

_PURPOSE = "mailbox"


def mailbox_hash(address: str) -> str:
    """What stands for the mailbox in the outbox. Raises ValidationError."""
    return keyed_hash(mailbox(address), _PURPOSE)


def within_limit(*, to: str, purpose: str, per_day: int, per_month: int) -> bool:
    """Whether one more mail of this purpose may go to the mailbox, however it is spelled.

    A day is 24 hours and a month 31 days, both counted back from now. To be called in the
    transaction that queues the mail: two that ask at once for one mailbox wait for each other.
    Raises ValidationError when the address is none.
    """
    hashes = keyed_hashes(mailbox(to), _PURPOSE)
    with connection.cursor() as cursor:
        # Sixteen hexadecimal digits fit the signed 64 bits of PostgreSQL's advisory locks.
        key = int(hashes[0][:16], 16) - 2**63
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
    sent = OutboxMail.objects.to_mailbox(hashes, purpose)
    now = timezone.now()
    return (
        sent.filter(created_at__gt=now - DAY).count() < per_day
        and sent.filter(created_at__gt=now - MONTH).count() < per_month
    )
