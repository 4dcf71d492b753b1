"""What a learner does in a course: opening lessons, writing for oneself, finishing."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from lederweb.lib.periods import day_of
from publications.models import Enrolment, LessonPage, LessonProgress
from publications.services.count_courses import count

# A learner may write so many characters to one question: about four pages.
LONGEST_REFLECTION = 8000
# Crockford's letters: none that is read as another one.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def open_lesson(*, enrolment: Enrolment, lesson: LessonPage) -> LessonProgress:
    """Note that the learner is at this lesson, and was there just now."""
    progress, _created = LessonProgress.objects.get_or_create(enrolment=enrolment, lesson=lesson)
    _was_here(enrolment)
    return progress


def keep_reflections(
    *, enrolment: Enrolment, lesson: LessonPage, written: Mapping[str, str]
) -> LessonProgress:
    """Keep what the learner wrote, by the id of each question; an empty text forgets it."""
    with transaction.atomic():
        progress = _locked(enrolment, lesson)
        progress.reflections = {
            str(question.id): text
            for question in lesson.reflections
            if (text := _tidy(written.get(str(question.id), "")))
        }
        progress.save(update_fields=["reflections"])
        _was_here(enrolment)
    return progress


def pass_quiz(*, enrolment: Enrolment, lesson: LessonPage) -> LessonProgress:
    with transaction.atomic():
        progress = _locked(enrolment, lesson)
        if progress.quiz_passed_at is None:
            progress.quiz_passed_at = timezone.now()
            progress.save(update_fields=["quiz_passed_at"])
        _was_here(enrolment)
    return progress


def finish_lesson(*, enrolment: Enrolment, lesson: LessonPage) -> bool:
    """The lesson is done; whether that completed the course, which happens only once.

    A lesson whose quiz is not passed is not done by this. Nobody is held back by it: every
    answer says why, and there is no limit to trying.
    """
    now = timezone.now()
    with transaction.atomic():
        # Locked first, so that two windows that finish the last lessons complete it once.
        enrolment = (
            Enrolment.objects.select_for_update(of=("self",))
            .select_related("course")
            .get(pk=enrolment.pk)
        )
        progress = _locked(enrolment, lesson)
        if lesson.quiz and progress.quiz_passed_at is None:
            return False
        if progress.done_at is None:
            progress.done_at = now
            progress.save(update_fields=["done_at"])
        _was_here(enrolment)
        if enrolment.completed_at is not None or _lessons_left(enrolment):
            return False
        enrolment.completed_at = now
        enrolment.certificate_key = new_certificate_key()
        enrolment.save(update_fields=["completed_at", "certificate_key"])
        count(course=enrolment.course, day=day_of(now), completed=1)
    return True


def new_certificate_key() -> str:
    """The random part of a certificate's code: eighty bits."""
    return "".join(secrets.choice(_LETTERS) for _letter in range(16))


def _lessons_left(enrolment: Enrolment) -> bool:
    done = Q(progress__enrolment=enrolment, progress__done_at__isnull=False)
    return enrolment.course.lessons().exclude(done).exists()


def _locked(enrolment: Enrolment, lesson: LessonPage) -> LessonProgress:
    LessonProgress.objects.get_or_create(enrolment=enrolment, lesson=lesson)
    return LessonProgress.objects.select_for_update().get(enrolment=enrolment, lesson=lesson)


def _was_here(enrolment: Enrolment) -> None:
    Enrolment.objects.filter(pk=enrolment.pk).update(last_active_at=timezone.now())


def _tidy(text: str) -> str:
    return text.replace("\0", "").replace("\r\n", "\n").strip()[:LONGEST_REFLECTION]
