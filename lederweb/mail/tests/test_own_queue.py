"""Single mails never wait behind a newsletter (promise N11)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings

from lederweb.lib.redis import client
from lederweb.mail.services.queue import queue_mail
from newsletter.tasks import send_issue


@pytest.fixture
def queues() -> Any:
    server = client()
    server.flushdb()
    yield server
    server.flushdb()


def test_a_confirmation_does_not_stand_in_line_with_a_newsletter(
    db: None, queues: Any, django_capture_on_commit_callbacks: Any
) -> None:
    for number in range(100):
        send_issue.delay(number)
    with django_capture_on_commit_callbacks(execute=True):
        queue_mail(
            to="karen@example.org",
            template="preferences",
            context={"preferences_link": "http://testserver/x/", "days": 60},
            purpose="test",
        )
    assert queues.llen("bulk") == 100
    assert queues.llen("mail") == 1


@pytest.mark.parametrize("file", ["Procfile", "README.md"])
def test_no_worker_takes_both(file: str) -> None:
    text = (settings.BASE_DIR / file).read_text()
    workers = [set(found.split(",")) for found in re.findall(r"(?:-Q|--queues) ([\w,]+)", text)]
    assert len(workers) == 2
    assert [names for names in workers if "bulk" in names] == [{"bulk"}]
    assert any("mail" in names for names in workers)
