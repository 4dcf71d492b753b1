"""Reminders to learners who stopped half-way: two at most, and none once stopped."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from lederweb.mail.services.queue import queue_mail
from publications.courses.links import (
    REMINDER,
    absolute,
    learner_path,
    stop_reminders_path,
)
from publications.models import Enrolment, LessonPage


def remind_learners() -> int:
    """Queue the reminders that are due; how many.

    May be run twice at once, and killed: each reminder is counted on the locked enrolment, in
    one transaction with the mail.
    """
    return sum(_remind(pk) for pk in Enrolment.objects.to_remind().values_list("pk", flat=True))


def _remind(pk: int) -> bool:
    with transaction.atomic():
        # Locked and asked again: who came back, or was reminded by another, is left alone.
        enrolment = (
            Enrolment.objects.to_remind()
            .select_for_update(of=("self",), skip_locked=True)
            .select_related("course")
            .filter(pk=pk)
            .first()
        )
        if enrolment is None:
            return False
        enrolment.reminders_sent += 1
        enrolment.last_reminded_at = timezone.now()
        enrolment.save(update_fields=["reminders_sent", "last_reminded_at"])
        stop_link = absolute(stop_reminders_path(enrolment))
        queue_mail(
            to=enrolment.email,
            template="course_reminder",
            context={
                "course": enrolment.course,
                "lesson": next_lesson(enrolment),
                "learner_link": absolute(learner_path(enrolment)),
                "stop_link": stop_link,
                "is_last": enrolment.reminders_sent > 1,
            },
            purpose=REMINDER,
            # One-click stopping, for the button that mailbox providers show (RFC 8058).
            headers={
                "List-Unsubscribe": f"<{stop_link}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
            is_confidential=True,
        )
    return True


def next_lesson(enrolment: Enrolment) -> LessonPage | None:
    """Where the learner left: the first lesson that is not done."""
    done = enrolment.progress.filter(done_at__isnull=False).values("lesson_id")
    return enrolment.course.lessons().exclude(pk__in=done).first()


def stop_reminders(*, public_id: uuid.UUID) -> None:
    """No more reminders to this address, about any course it takes now; may be repeated."""
    for email_key in Enrolment.objects.filter(public_id=public_id).values_list(
        "email_key", flat=True
    ):
        Enrolment.objects.filter(email_key=email_key, reminders_stopped_at=None).update(
            reminders_stopped_at=timezone.now()
        )


def resume_reminders(*, enrolment: Enrolment) -> None:
    Enrolment.objects.filter(email_key=enrolment.email_key).update(reminders_stopped_at=None)
