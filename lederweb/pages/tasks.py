"""The pages' background work; the beat table in lederweb/celery.py says when."""

import logging

import redis
from celery import shared_task

from lederweb.pages.services import count_not_found as counting

logger = logging.getLogger(__name__)


@shared_task(name="pages.count_not_found", expires=60)
def count_not_found() -> None:
    """Write the counts of pages not found to the database. Every minute; may run twice at once."""
    try:
        counting.count_not_found()
    except redis.RedisError as error:
        logger.warning("Pages not found were not written: %s", type(error).__name__)


@shared_task(name="pages.delete_old_not_found")
def delete_old_not_found() -> None:
    """Delete what need not be kept of pages not found. Every night; may run twice."""
    counting.delete_old_not_found()
