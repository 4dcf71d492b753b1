"""The signed links of courses, and how long each of them works."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.urls import reverse

from lederweb.mail.links import make_token
from publications.models import Enrolment

# The salts of the links; the first three are also the purposes of the mails.
CONFIRM, ACCESS, REMINDER = "course-confirm", "course-access", "course-reminder"
STOP_REMINDERS = "course-stop-reminders"

# So long an address is kept unconfirmed. The nightly deletion makes it seven days at most.
CONFIRM_WITHIN = dt.timedelta(days=6)
ACCESS_WITHIN = dt.timedelta(days=180)


def confirm_path(enrolment: Enrolment) -> str:
    return reverse("course_confirm", args=[make_token(CONFIRM, enrolment.access_id)])


def learner_path(enrolment: Enrolment) -> str:
    """A fresh way in to the learner's own pages."""
    token = make_token(ACCESS, enrolment.access_id)
    return reverse("course_learner", args=[enrolment.course.slug, token])


def stop_reminders_path(enrolment: Enrolment) -> str:
    """Never expires: a mail can be old when somebody has had enough of it."""
    return reverse("course_stop_reminders", args=[make_token(STOP_REMINDERS, enrolment.public_id)])


def absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"
