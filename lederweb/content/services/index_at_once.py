"""Wagtail's background work, done with each page instead of after it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django_tasks import task_backends
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id


class _Gathering(ImmediateBackend):
    """Keeps tasks until asked, each once: publishing one page asks for the same work thrice."""

    def __init__(self) -> None:
        super().__init__("default", {})
        self.waiting: dict[tuple[str, str, str], tuple[Task, Any, Any]] = {}

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        self.waiting[(task.module_path, repr(args), repr(kwargs))] = (task, args, kwargs)
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

    def work_off(self) -> None:
        for task, args, kwargs in self.waiting.values():
            task.call(*args, **kwargs)


@contextmanager
def one_piece(*, index: bool = True) -> Iterator[None]:
    """A transaction in which a page and its entries in the indexes come into being together.

    No worker need be running, none is sent hundreds of tasks, and a load that is killed leaves
    no page that search does not know. With `index=False` the work is left out, for what is
    saved once more soon.
    """
    usual = task_backends["default"]
    gathering = _Gathering()
    task_backends["default"] = gathering
    try:
        with transaction.atomic():
            yield
            if index:
                gathering.work_off()
    finally:
        task_backends["default"] = usual
