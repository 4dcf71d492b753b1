"""The Celery application, its queues and the one table of periodic work."""

import gc
import logging
import sys
import time
from typing import Any

from celery import Celery, signals
from celery.contrib.django.task import DjangoTask
from celery.schedules import crontab
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from kombu import Queue
from kombu.exceptions import OperationalError
from redis import RedisError

from lederweb.lib.env import BadEnvironment, choose_settings

logger = logging.getLogger(__name__)


# A broker that did not answer is not asked again for this long by the same process.
AWAY_SECONDS = 5.0


class Task(DjangoTask):
    """A task whose announcement may fail without harm.

    What the task is to do stands in PostgreSQL before it is announced, and a beat job finds
    what nobody announced: a broker that is away costs a minute, not the reader's form.
    """

    def delay_on_commit(self, *args: Any, **kwargs: Any) -> None:
        transaction.on_commit(lambda: self.announce(*args, **kwargs))

    def announce(self, *args: Any, **kwargs: Any) -> bool:
        """Hand the task to the broker now. False where the broker is away.

        Publishing a page announces ten tasks: only the first one waits (promise O1).
        """
        if time.monotonic() < app.away_until:
            return False
        try:
            self.delay(*args, **kwargs)
        except (OperationalError, RedisError):
            app.away_until = time.monotonic() + AWAY_SECONDS
            logger.warning("The broker is away: %s was not announced.", self.name)
            return False
        return True


class Application(Celery):
    away_until = 0.0  # on the clock of `time.monotonic`

    def connection_for_write(self, *args: Any, **kwargs: Any) -> Any:
        """For whoever announces tasks. A worker's reading needs more patience than a form has."""
        hasty = {"socket_timeout": 1, "max_retries": 1, "interval_start": 0}
        options = hasty | (kwargs.pop("transport_options", None) or {})
        return super().connection_for_write(*args, transport_options=options, **kwargs)


app = Application("lederweb", task_cls=Task)
try:
    choose_settings()
    app.config_from_object("django.conf:settings", namespace="CELERY")
    _draft_day, _draft_hour, _draft_minute = settings.NEWSLETTER_DRAFT_AT
except BadEnvironment as error:
    sys.exit(str(error))

app.conf.update(
    timezone="Europe/Copenhagen",
    task_default_queue="default",
    # `bulk` has a worker of its own, so that single mails never wait behind a newsletter.
    task_queues=[Queue(name) for name in ("default", "mail", "hits", "bulk")],
    task_create_missing_queues=False,
    task_routes={
        # Making files takes seconds, and hits come every ten.
        "analytics.work_on_report": "default",
        "analytics.continue_reports": "default",
        "analytics.*": "hits",
        "mail.*": "mail",
        "newsletter.send_issue": "bulk",
        "newsletter.import_subscribers": "bulk",
    },
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    # On a stop signal, work in hand gets this many seconds before it is handed back.
    worker_soft_shutdown_timeout=20,
    worker_cancel_long_running_tasks_on_connection_loss=True,
    broker_connection_retry_on_startup=True,
    # A web request must not hang on a broker that is away (promise O1). Everything that a task
    # does also stands in PostgreSQL, where a beat job finds what was never announced.
    broker_connection_timeout=1,
    broker_transport_options={
        "visibility_timeout": 3600,
        "socket_connect_timeout": 1,
        "socket_timeout": 5,
    },
    task_publish_retry=False,
    beat_schedule={
        "publish what is scheduled": {
            "task": "core.publish_scheduled",
            "schedule": crontab(),
        },
        "tell the page cache what it missed": {
            "task": "core.forget_pages",
            "schedule": 60.0,
        },
        "check what pages lack": {
            "task": "core.check_pages",
            "schedule": crontab(hour=4, minute=10),
        },
        "send single mails that wait": {
            "task": "mail.sweep_outbox",
            "schedule": 60.0,
        },
        "delete what mail need not keep": {
            "task": "mail.delete_expired",
            "schedule": crontab(hour=3, minute=10),
        },
        "draft the weekly newsletter": {
            "task": "newsletter.draft_weekly_issue",
            "schedule": crontab(day_of_week=_draft_day, hour=_draft_hour, minute=_draft_minute),
        },
        "continue newsletters being sent": {
            "task": "newsletter.resume_sending",
            "schedule": 60.0,
        },
        "delete unconfirmed subscribers": {
            "task": "newsletter.delete_unconfirmed",
            "schedule": crontab(hour=3, minute=20),
        },
        "delete subscribers who left long ago": {
            "task": "newsletter.delete_left",
            "schedule": crontab(hour=3, minute=25),
        },
        "continue imports of subscribers": {
            "task": "newsletter.resume_imports",
            "schedule": 60.0,
        },
        "forget rows of old imports": {
            "task": "newsletter.forget_imports",
            "schedule": crontab(hour=3, minute=27),
        },
        "fetch bounces of newsletters": {
            "task": "newsletter.fetch_bounces",
            "schedule": 180.0,
        },
        "forget bounces that belong to no issue": {
            "task": "newsletter.forget_bounces",
            "schedule": crontab(hour=3, minute=29),
        },
        "remind learners who stopped half-way": {
            "task": "publications.remind_learners",
            "schedule": crontab(hour=9, minute=40),
        },
        "remind owners of pages to review": {
            "task": "publications.remind_reviewers",
            "schedule": crontab(hour=8, minute=10),
        },
        "delete enrolments whose time is over": {
            "task": "publications.delete_expired_enrolments",
            "schedule": crontab(hour=3, minute=40),
        },
        "delete orders whose time is over": {
            "task": "publications.delete_expired_orders",
            "schedule": crontab(hour=3, minute=45),
        },
        "write hits to the database": {
            "task": "analytics.flush_hits",
            "schedule": 10.0,
        },
        "roll up visits": {
            "task": "analytics.roll_up",
            "schedule": crontab(minute="*/10"),
        },
        "close months and delete raw visits": {
            "task": "analytics.close_months",
            "schedule": crontab(hour=2, minute=40),
        },
        "send the figures of the month": {
            "task": "analytics.send_monthly_figures",
            "schedule": crontab(hour=7, minute=50),
        },
        "continue status reports": {
            "task": "analytics.continue_reports",
            "schedule": 60.0,
        },
        "relate and draw what was published": {
            "task": "publications.prepare_waiting",
            "schedule": 60.0,
        },
        "forget what readers wrote": {
            "task": "publications.forget_remarks",
            "schedule": crontab(hour=3, minute=50),
        },
        "count pages not found": {
            "task": "pages.count_not_found",
            "schedule": 60.0,
        },
        "delete old pages not found": {
            "task": "pages.delete_old_not_found",
            "schedule": crontab(hour=3, minute=40),
        },
        "make files of what was published": {
            "task": "publications.make_files",
            "schedule": 20.0,
        },
        "read PDFs that nobody announced": {
            "task": "publications.read_waiting",
            "schedule": 60.0,
        },
        "write what was searched for": {
            "task": "search.write_questions",
            "schedule": crontab(minute="5-59/10"),
        },
        "forget what was searched for long ago": {
            "task": "search.forget_questions",
            "schedule": crontab(hour=3, minute=55),
        },
        "forget failed log-ins": {
            "task": "users.forget_failed_logins",
            "schedule": crontab(hour=3, minute=30),
        },
    },
)
app.autodiscover_tasks()


@signals.worker_init.connect
@signals.beat_init.connect
def _refuse_demonstration(**kwargs: object) -> None:
    from lederweb.users.demonstration import DemonstrationInProduction, refuse_in_production

    try:
        refuse_in_production()
    except DemonstrationInProduction as error:
        sys.exit(str(error))


@signals.worker_before_create_process.connect
def keep_sharing(**kwargs: object) -> None:
    """A worker's processes share what was loaded before they were forked, until something writes
    to it; the collector of rubbish would write to all of it. Looking up the first address of the
    site takes a fifth of a second, so it is done here for all of them.
    """
    reverse("wagtailadmin_home")
    gc.collect()
    gc.freeze()
