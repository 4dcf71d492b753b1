"""Sending an approved issue, one slice of time after another."""

from __future__ import annotations

import datetime as dt
import logging
import time

from django.conf import settings
from django.utils import timezone

from lederweb.mail.mime import Letter
from lederweb.mail.services.hold import is_held
from lederweb.mail.smtp import Outcome, Result, ServerAway, SmtpConnection
from newsletter import emails, ledger
from newsletter.models import Delivery, Sending

logger = logging.getLogger(__name__)

# A worker that is told to stop finishes its slice first; `./dev down` and most supervisors
# wait at least this long.
SLICE_SECONDS = 8
NO_WAIT = dt.timedelta()


def send_issue(*, issue_id: int) -> bool:
    """Send for a slice of time; True when there is more to send at once.

    May run any number of times, also at once: who is not the only sender does nothing. What is
    left after a fault is continued by the beat (`newsletter.resume_sending`).
    """
    if is_held():
        return False
    with ledger.sole_sender(issue_id) as alone:
        if not alone:
            return False
        sending = Sending.objects.filter(issue_id=issue_id).first()
        if sending is None or sending.state == Sending.State.SENT:
            return False
        if ledger.freeze_audience(sending):
            logger.info("Issue %d: sending begins.", issue_id)
        sending.refresh_from_db()
        orphans = ledger.settle_orphans(issue_id)
        if orphans:
            logger.warning("Issue %d: %d deliveries are uncertain.", issue_id, orphans)
        if sending.state == Sending.State.STOPPED:
            # What was in a worker's hands at that moment and came back to be tried again.
            ledger.withdraw_queued(issue_id)
        if sending.state != Sending.State.SENDING:
            return False
        more = _send_slice(sending)
        return not ledger.finish(sending) and more


def _send_slice(sending: Sending) -> bool:
    """True when the time was over before the work."""
    letter = Letter(
        sender=settings.DEFAULT_FROM_EMAIL,
        subject=sending.subject,
        text=sending.text,
        html=sending.html,
        headers={"List-Id": emails.list_id(), "Auto-Submitted": "auto-generated"},
    )
    ends = time.monotonic() + SLICE_SECONDS
    with SmtpConnection() as smtp:
        while time.monotonic() < ends:
            delivery = ledger.claim_next(sending.issue_id)
            if delivery is None:
                return False
            try:
                result = _send_one(smtp, letter, delivery)
            except ServerAway as error:
                # It says nothing about this recipient, who keeps the place in the queue.
                ledger.put_back(delivery, NO_WAIT, str(error), _since(sending))
                _note_trouble(sending, str(error))
                return False
            _settle(sending, delivery, result)
            if result.outcome is Outcome.NOT_TAKEN:
                _note_trouble(sending, result.reason)
                return False
    _note_trouble(sending, "")
    return True


def _send_one(smtp: SmtpConnection, letter: Letter, delivery: Delivery) -> Result:
    subscriber = delivery.subscriber
    assert subscriber is not None  # the claim looked
    leave = emails.link("newsletter_leave", emails.LEAVE, subscriber.public_id)
    preferences = emails.link("newsletter_preferences", emails.PREFERENCES, subscriber.public_id)
    content = letter.for_recipient(
        subscriber.email,
        emails.message_id(delivery, letter.envelope_sender.rpartition("@")[2]),
        headers=emails.recipient_headers(leave),
        words={emails.LEAVE_LINK: leave, emails.PREFERENCES_LINK: preferences},
    )
    return smtp.send(letter.envelope_sender, subscriber.email, content)


def _settle(sending: Sending, delivery: Delivery, result: Result) -> None:
    if result.outcome is Outcome.ACCEPTED:
        ledger.settle(delivery, Delivery.State.SENT)
    elif result.outcome is Outcome.REFUSED:
        ledger.settle(delivery, Delivery.State.REFUSED, result.reason)
    elif result.outcome is Outcome.UNKNOWN:
        # The message may have arrived: sending it again is a person's decision (promise N3).
        ledger.settle(delivery, Delivery.State.UNCERTAIN, result.reason)
    elif result.outcome is Outcome.LATER:
        ledger.put_back(delivery, ledger.RETRY_AFTER, result.reason, _since(sending))
    else:
        ledger.put_back(delivery, ledger.STEP_BACK, result.reason, _since(sending))


def _since(sending: Sending) -> dt.datetime:
    """From when on the days are counted after which a recipient is given up."""
    return sending.resumed_at or sending.started_at or timezone.now()


def _note_trouble(sending: Sending, trouble: str) -> None:
    if trouble != sending.trouble:
        Sending.objects.filter(pk=sending.pk).update(trouble=trouble[:250])
        sending.trouble = trouble
    if trouble:
        logger.warning("Issue %d waits for the mail server: %s", sending.issue_id, trouble)
