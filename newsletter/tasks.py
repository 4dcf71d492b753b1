"""The newsletter's background work. What is to be done stands in PostgreSQL, not in the queue."""

import logging

from celery import shared_task
from django.conf import settings

from newsletter.bounces.mailboxes import MailboxAway
from newsletter.services import change_address, draft, erase, goodbye, resume, take_bounces
from newsletter.services import import_subscribers as importing
from newsletter.services import send as sender

logger = logging.getLogger(__name__)


@shared_task(name="newsletter.send_issue")
def send_issue(issue_id: int) -> None:
    """Send an approved issue for some seconds and announce the rest. May run twice.

    So a worker can be stopped, and two issues on their way share it fairly.
    """
    if sender.begin_sending(issue_id=issue_id):
        for _other in range(1, settings.NEWSLETTER_SENDERS):
            send_issue.delay_on_commit(issue_id)
    if sender.send_issue(issue_id=issue_id):
        send_issue.delay_on_commit(issue_id)


@shared_task(name="newsletter.resume_sending")
def resume_sending() -> None:
    """Announce issues whose time has come or that lack a sender. Runs every minute."""
    for issue_id, lacking in resume.issues_to_resume().items():
        for _sender in range(lacking):
            send_issue.delay_on_commit(issue_id)


@shared_task(name="newsletter.draft_weekly_issue")
def draft_weekly_issue() -> None:
    """Draft the week's issue. Runs once a week, at NEWSLETTER_DRAFT_AT."""
    draft.draft_weekly_issue()


@shared_task(name="newsletter.delete_unconfirmed")
def delete_unconfirmed() -> None:
    """Delete sign-ups and new addresses that were never confirmed. Runs at 3.20 every night."""
    logger.info("Deleted %d unconfirmed subscribers.", erase.delete_unconfirmed())
    change_address.delete_unanswered()


@shared_task(name="newsletter.delete_left")
def delete_left() -> None:
    """Delete who left or was set aside long ago, and old remarks. Runs at 3.25 every night."""
    logger.info("Deleted %d subscribers who had left.", erase.delete_left())
    logger.info("Deleted %d subscribers without consent.", erase.delete_set_aside())
    goodbye.delete_old_remarks()


@shared_task(name="newsletter.import_subscribers")
def import_subscribers(import_id: int) -> None:
    """Take in a list that somebody said yes to. May run twice."""
    importing.run(import_id=import_id)


@shared_task(name="newsletter.resume_imports")
def resume_imports() -> None:
    """Announce imports that somebody left unfinished. Runs every minute."""
    for import_id in importing.unfinished():
        import_subscribers.delay_on_commit(import_id)


@shared_task(name="newsletter.forget_imports")
def forget_imports() -> None:
    """Delete the rows of old imports. Runs at 3.27 every night."""
    importing.forget_files()


@shared_task(name="newsletter.fetch_bounces")
def fetch_bounces() -> None:
    """Handle what came back to the mailbox of bounces. Runs every three minutes; may run twice."""
    try:
        count = take_bounces.fetch_bounces()
    except MailboxAway as error:
        logger.warning("Bounces were not fetched: %s", error)
        return
    if count:
        logger.info("Handled %d messages of the mailbox of bounces.", count)


@shared_task(name="newsletter.forget_bounces")
def forget_bounces() -> None:
    """Delete old reports that belong to no issue. Runs at 3.29 every night."""
    take_bounces.forget_reports()
