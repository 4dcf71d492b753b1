"""Mail's background work. Everything also stands in the outbox; a lost task costs a minute."""

import logging

from celery import shared_task

from lederweb.mail.services import deliver, forget
from lederweb.mail.smtp import ServerAway

logger = logging.getLogger(__name__)


@shared_task(name="mail.send")
def send(mail_id: int) -> None:
    """Send one mail that was just queued. May run twice: only one run claims it."""
    try:
        deliver.deliver(mail_id=mail_id)
    except ServerAway as error:
        logger.warning("The mail server is away: %s", error)


@shared_task(name="mail.sweep_outbox")
def sweep_outbox() -> None:
    """Send what waits for its next try or was never announced. Runs every minute."""
    deliver.sweep()


@shared_task(name="mail.delete_expired")
def delete_expired() -> None:
    """Clear and delete what mail need not keep. Runs at 3.10 every night."""
    cleared, deleted = forget.forget_expired()
    logger.info("Cleared the bodies of %d mails and deleted %d rows.", cleared, deleted)
