"""Learners in the e-courses: made up, at addresses that belong to nobody (RFC 2606)."""

from __future__ import annotations

import datetime as dt
import random

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from lederweb.content.reading.library import Text
from lederweb.content.services.demonstration import Demonstration
from lederweb.lib.periods import day_of
from lederweb.mail.addresses import identity
from publications.courses.consent import CURRENT, WORDINGS
from publications.models import CourseOpening, CoursePage, Enrolment, LessonPage, LessonProgress
from publications.services.count_courses import count
from publications.services.follow_course import new_certificate_key

LEARNERS = 24  # in each course
_DAYS = 200  # so long ago the first of them enrolled
SOURCE = "Status december 2017"


def add_enrolments(*, demonstration: Demonstration) -> None:
    """Opening balances from the status of December 2017, and some learners in each course.

    Each course is one transaction, with its balance or, when it had learners before, without.
    """
    made = there = 0
    for text in demonstration.library["courses"]:
        course = CoursePage.objects.get(pk=demonstration.pages[text.address])
        with transaction.atomic():
            CourseOpening.objects.get_or_create(
                course=course,
                defaults={
                    "enrolled": text.data["enrolments"],
                    "counted_on": text.data["enrolments_on"],
                    "source": SOURCE,
                },
            )
            if course.enrolments.filter(source=Enrolment.Source.DEMONSTRATION).exists():
                there += LEARNERS
            else:
                _add_learners(course, text)
                made += LEARNERS
    demonstration.report("Learners", made, there)


def _add_learners(course: CoursePage, text: Text) -> None:
    """From who has only confirmed to who has completed; the same ones every time."""
    chance = random.Random(text.slug)
    now = timezone.now()
    lessons = list(course.lessons())
    with translation.override(settings.LANGUAGE_CODE):
        wording = str(WORDINGS[CURRENT])
    for number in range(1, LEARNERS + 1):
        address = f"deltager{number}.{text.slug[:3]}@example.org"
        began = now - dt.timedelta(
            days=_DAYS * chance.random() + 15, minutes=chance.randint(0, 900)
        )
        # Most who begin go on; some stop at once.
        done = chance.choices(range(len(lessons) + 1), [2, *[1] * (len(lessons) - 1), 4])[0]
        steps = [began + dt.timedelta(days=3 * step) for step in range(done + 1)]
        is_complete = bool(lessons) and done == len(lessons)
        enrolment = Enrolment.objects.create(
            course=course,
            email=address,
            email_key=identity(address),
            source=Enrolment.Source.DEMONSTRATION,
            wording=wording,
            version=CURRENT,
            created_at=began,
            confirmed_at=began,
            last_active_at=steps[-1],
            completed_at=steps[-1] if is_complete else None,
            certificate_key=new_certificate_key() if is_complete else "",
            # Nobody reads the mail of these learners.
            reminders_stopped_at=began,
        )
        LessonProgress.objects.bulk_create(
            _progress(enrolment, lesson, moment)
            for lesson, moment in zip(lessons, steps[1:], strict=False)
        )
        count(course=course, day=day_of(began), enrolled=1)
        if is_complete:
            count(course=course, day=day_of(steps[-1]), completed=1)


def _progress(enrolment: Enrolment, lesson: LessonPage, moment: dt.datetime) -> LessonProgress:
    return LessonProgress(
        enrolment=enrolment,
        lesson=lesson,
        opened_at=moment,
        quiz_passed_at=moment if lesson.quiz else None,
        done_at=moment,
    )
