"""Background work of the publications floor."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from publications.services import erase_learner, erase_orders
from publications.services import remind_learners as reminding
from publications.services import remind_reviewers as reviewing
from publications.services.prepare import prepare, sweep
from publications.services.take_answer import forget_remarks

logger = logging.getLogger(__name__)


@shared_task(name="publications.prepare_page")
def prepare_page(page_id: int) -> None:
    """Related pages and the share card of one page. Started when it comes out or goes."""
    prepare(page_id=page_id)


@shared_task(name="publications.prepare_waiting")
def prepare_waiting() -> None:
    """The same for pages whose task was never announced, and for imports. Runs every minute."""
    sweep()


@shared_task(name="publications.forget_remarks")
def forget_remarks_of_readers() -> None:
    """Delete what readers wrote a year ago. Runs every night."""
    forget_remarks(today=timezone.localdate())


@shared_task(name="publications.remind_learners")
def remind_learners() -> None:
    """Remind learners who stopped half-way. Runs at 9.40 every day; may run twice."""
    logger.info("Queued %d reminders to learners.", reminding.remind_learners())


@shared_task(name="publications.delete_expired_enrolments")
def delete_expired_enrolments() -> None:
    """Delete sign-ups never confirmed and enrolments left alone. Runs at 3.40 every night."""
    logger.info("Deleted %d unconfirmed enrolments.", erase_learner.delete_unconfirmed())
    logger.info("Deleted %d enrolments left alone.", erase_learner.delete_left_alone())


@shared_task(name="publications.delete_expired_orders")
def delete_expired_orders() -> None:
    """Forget who ordered so long ago (`ORDERS_KEPT_DAYS`). Runs at 3.45 every night."""
    logger.info("Deleted %d orders whose time is over.", erase_orders.delete_over())


@shared_task(name="publications.remind_reviewers")
def remind_reviewers() -> None:
    """Remind owners of pages to review, once a month each. Runs at 8.10 every day."""
    reminded = reviewing.remind_reviewers(today=timezone.localdate())
    logger.info("Queued %d reminders of reviews.", reminded)
