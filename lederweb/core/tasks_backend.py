"""Wagtail's own background work (search index, reference index, purges) through Celery."""

import logging
from typing import Any

from django.db import transaction
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id

logger = logging.getLogger(__name__)


class CeleryBackend(ImmediateBackend):
    """Sends tasks of the `TASKS` framework to Celery.

    When the broker is away the work is done at once instead: an editor's publishing must not
    fail, and the index must not miss it, because Redis is being restarted.
    """

    def _announce(self, runner: Any, task: Task, args: Any, kwargs: Any) -> None:
        if not runner.announce(task.module_path, list(args), dict(kwargs)):
            logger.warning("The broker is away; %s is run at once.", task.module_path)
            super().enqueue(task, args, kwargs)

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        from lederweb.core.tasks import run_wagtail_task

        self.validate_task(task)
        transaction.on_commit(lambda: self._announce(run_wagtail_task, task, args, kwargs))
        return TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=None,
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
