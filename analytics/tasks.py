"""Analytics' background work; the beat table in lederweb/celery.py says when."""

import logging

import redis
from celery import shared_task
from django.utils import timezone

from analytics.services import close_months as closing
from analytics.services import flush_hits as flushing
from analytics.services import report_work
from analytics.services import roll_up as rolling
from analytics.services import send_monthly_figures as monthly
from analytics.services.draw_charts import draw_charts
from lederweb.lib.periods import day_of

logger = logging.getLogger(__name__)

# An announcement that waited longer than this is not carried out: the next one does its work.
_STALE = 60


@shared_task(name="analytics.flush_hits", expires=_STALE)
def flush_hits() -> None:
    """Write waiting hits to the database. Every 10 seconds; may run twice at once."""
    try:
        flushing.flush_hits()
    except redis.RedisError as error:
        logger.warning("No hits were written, the stream is away: %s", type(error).__name__)


@shared_task(name="analytics.roll_up", expires=10 * _STALE)
def roll_up() -> None:
    """Bring totals and their charts up to date. Every 10 minutes; may run twice at once."""
    try:
        if rolling.roll_up():
            draw_charts()
    except redis.RedisError as error:
        logger.warning("Not all was rolled up, the cache is away: %s", type(error).__name__)


@shared_task(name="analytics.close_months")
def close_months() -> None:
    """Close months, destroy their keys, delete old raw rows. Every night; may run twice."""
    closing.close_months()


@shared_task(name="analytics.send_monthly_figures")
def send_monthly_figures() -> None:
    """Last month's figures by mail, once. Every morning; may run twice at once."""
    monthly.send_monthly_figures(today=day_of(timezone.now()))


@shared_task(name="analytics.work_on_report")
def work_on_report(page_id: int) -> None:
    """Draft or publish a status report, as its row says. May run twice: the second does nothing."""
    report_work.carry_out(page_id=page_id)


@shared_task(name="analytics.continue_reports", expires=_STALE)
def continue_reports() -> None:
    """Work on reports that nobody announced. Every minute; may run twice at once."""
    report_work.carry_out_what_waits()
