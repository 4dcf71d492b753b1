"""The search page's background work; the beat table in lederweb/celery.py says when."""

import logging

import redis
from celery import shared_task

from lederweb.search import asked

logger = logging.getLogger(__name__)


@shared_task(name="search.write_questions", expires=600)
def write_questions() -> None:
    """Write what was searched for to the database. Every ten minutes; may run twice at once."""
    try:
        asked.write_questions()
    except redis.RedisError as error:
        logger.warning("Questions were not written: %s", type(error).__name__)


@shared_task(name="search.forget_questions")
def forget_questions() -> None:
    """Delete what need not be kept of questions. Every night; may run twice."""
    asked.forget_questions()
