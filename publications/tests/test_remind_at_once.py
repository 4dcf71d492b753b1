"""Reminders with several beats at once, in transactions of their own."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from lederweb.mail.models import OutboxMail
from publications.models import Enrolment
from publications.services import remind_learners


@pytest.mark.django_db(transaction=True)
def test_four_beats_at_once_remind_once(world):
    course = world.course()
    for number in range(12):
        world.enrolment(course, f"reader{number}")
    Enrolment.objects.update(last_active_at=timezone.now() - dt.timedelta(days=15))
    start = threading.Barrier(4)

    def beat() -> None:
        start.wait()
        try:
            remind_learners.remind_learners()
        finally:
            connection.close()

    beats = [threading.Thread(target=beat) for _number in range(4)]
    for each in beats:
        each.start()
    for each in beats:
        each.join()
    assert OutboxMail.objects.filter(purpose="course-reminder").count() == 12
    assert set(Enrolment.objects.values_list("reminders_sent", flat=True)) == {1}
