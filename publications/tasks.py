"""Background work of publications. What is to be done stands in PostgreSQL, not in the queue."""

import logging

from celery import shared_task

from publications.services import erase_learner
from publications.services import remind_learners as reminding

logger = logging.getLogger(__name__)


@shared_task(name="publications.remind_learners")
def remind_learners() -> None:
    """Remind learners who stopped half-way. Runs at 9.40 every day; may run twice."""
    logger.info("Queued %d reminders to learners.", reminding.remind_learners())


@shared_task(name="publications.delete_expired_enrolments")
def delete_expired_enrolments() -> None:
    """Delete sign-ups never confirmed and enrolments left alone. Runs at 3.40 every night."""
    logger.info("Deleted %d unconfirmed enrolments.", erase_learner.delete_unconfirmed())
    logger.info("Deleted %d enrolments left alone.", erase_learner.delete_left_alone())
