"""Sending what is in the outbox."""

from __future__ import annotations

import datetime as dt
import logging
import time

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from lederweb.mail.attachments import AttachedFile, with_files
from lederweb.mail.mime import Letter
from lederweb.mail.models import OutboxMail
from lederweb.mail.services.suppress import is_suppressed
from lederweb.mail.smtp import Outcome, Result, ServerAway, SmtpConnection

logger = logging.getLogger(__name__)

# Minutes until the next try, by how many there were; the last one repeats.
WAITS = (1, 2, 5, 15, 30, 60, 120)
# RFC 5321 §4.5.4.1: give up after four to five days.
GIVE_UP_AFTER = dt.timedelta(days=4)
# Longer than any living worker can hold a mail: connecting, five commands and the last reply.
STUCK_AFTER = dt.timedelta(minutes=20)
# The sweep runs every minute and leaves the rest to the next one.
SWEEP_SECONDS = 50


def deliver(*, mail_id: int, connection: SmtpConnection | None = None) -> bool:
    """Send one mail if it is due; whether it was ours to send.

    May run any number of times, also at once: the claim is one conditional update, and who
    comes second does nothing. Raises ServerAway after writing down when to try again.
    """
    claimed = (
        OutboxMail.objects.due()
        .filter(pk=mail_id)
        .update(status=OutboxMail.Status.SENDING, tries=F("tries") + 1, claimed_at=timezone.now())
    )
    if not claimed:
        return False
    mail = OutboxMail.objects.get(pk=mail_id)
    if not mail.recipient or is_suppressed(mail.recipient):
        _settle(mail, OutboxMail.Status.SUPPRESSED, "")
        return True
    letter = Letter(
        sender=settings.DEFAULT_FROM_EMAIL,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        headers=mail.headers,
    )
    content = with_files(
        letter.for_recipient(mail.recipient, mail.message_id),
        [
            AttachedFile(file.name, file.content_type, bytes(file.content), file.content_id)
            for file in mail.files.all()
        ],
    )
    own = connection or SmtpConnection()
    try:
        result = own.send(letter.envelope_sender, mail.recipient, content)
    except ServerAway as error:
        _try_later(mail, str(error))
        raise
    finally:
        if connection is None:
            own.close()
    _settle_by(mail, result)
    return True


def sweep() -> int:
    """Send what waits and is due, over one connection; how many mails were taken up.

    First what a vanished worker had claimed goes back to waiting. Stops at the first sign that
    the server is away.
    """
    OutboxMail.objects.stuck(STUCK_AFTER).update(
        status=OutboxMail.Status.WAITING, reason="The worker vanished while sending."
    )
    ends = time.monotonic() + SWEEP_SECONDS
    taken = 0
    with SmtpConnection() as connection:
        due = OutboxMail.objects.due().order_by("next_try_at").values_list("pk", flat=True)
        for mail_id in due[:1000]:
            if time.monotonic() > ends:
                break
            try:
                taken += deliver(mail_id=mail_id, connection=connection)
            except ServerAway as error:
                logger.warning("The mail server is away: %s", error)
                break
    return taken


def _settle_by(mail: OutboxMail, result: Result) -> None:
    if result.outcome is Outcome.ACCEPTED:
        _settle(mail, OutboxMail.Status.SENT, result.reason)
    elif result.outcome is Outcome.REFUSED:
        _settle(mail, OutboxMail.Status.REFUSED, result.reason)
    else:
        _try_later(mail, result.reason)


def _settle(mail: OutboxMail, status: str, reason: str) -> None:
    """The end of a mail. What opens something is not kept longer than needed."""
    changes: dict[str, object] = {"status": status, "reason": reason}
    if status == OutboxMail.Status.SENT:
        changes["sent_at"] = timezone.now()
    if mail.is_confidential and status != OutboxMail.Status.REFUSED:
        # Of a refused one it stays for some days (forget.py): a person may mend what the server
        # disliked and try again.
        changes |= {"text": "", "html": ""}
    _held_by_us(mail).update(**changes)


def _try_later(mail: OutboxMail, reason: str) -> None:
    now = timezone.now()
    if now - mail.created_at > GIVE_UP_AFTER:
        _settle(mail, OutboxMail.Status.FAILED, reason)
        return
    minutes = WAITS[min(mail.tries, len(WAITS)) - 1]
    _held_by_us(mail).update(
        status=OutboxMail.Status.WAITING,
        reason=reason,
        next_try_at=now + dt.timedelta(minutes=minutes),
    )


def _held_by_us(mail: OutboxMail):  # type: ignore[no-untyped-def]
    """The mail as long as nobody else has taken it over meanwhile."""
    return OutboxMail.objects.filter(
        pk=mail.pk, status=OutboxMail.Status.SENDING, claimed_at=mail.claimed_at
    )
