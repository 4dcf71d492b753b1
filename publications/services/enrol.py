"""Signing up for a course, confirmed from a mail (promises N5, N7 and N10)."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone, translation

from lederweb.lib.periods import day_of
from lederweb.mail.addresses import identity
from lederweb.mail.services.limit import within_limit
from lederweb.mail.services.queue import queue_mail
from publications.courses.consent import CURRENT, WORDINGS
from publications.courses.links import (
    ACCESS,
    ACCESS_WITHIN,
    CONFIRM,
    CONFIRM_WITHIN,
    absolute,
    confirm_path,
    learner_path,
)
from publications.models import CoursePage, Enrolment
from publications.services.count_courses import count

CONFIRMATIONS_PER_DAY, CONFIRMATIONS_PER_MONTH = 1, 3
LINKS_PER_DAY, LINKS_PER_MONTH = 2, 10


class NothingToConfirm(Exception):
    """The sign-up is gone: never confirmed and deleted, or its links were made void."""


def enrol(
    *, address: str, course: CoursePage, version: str = CURRENT, language: str = "da"
) -> None:
    """Ask an address by mail whether it wants the course.

    version, language: of the wording that was shown. Whoever has the course already is sent the
    way in instead; the caller cannot tell, so that nobody learns who takes a course. Who signs up
    for a second course on one day gets no second mail, and confirms it from the learner's page.
    Raises ValidationError when the address is none.
    """
    with translation.override(language):
        wording = str(WORDINGS[version])
    with transaction.atomic():
        # Locks the mailbox, so that two forms sent at once make one enrolment and one mail.
        may_ask = within_limit(
            to=address,
            purpose=CONFIRM,
            per_day=CONFIRMATIONS_PER_DAY,
            per_month=CONFIRMATIONS_PER_MONTH,
        )
        enrolment, _created = Enrolment.objects.get_or_create(
            course=course,
            email_key=identity(address),
            defaults={"email": address, "wording": wording, "version": version},
        )
        if enrolment.is_active:
            send_access_link(address=address)
        elif may_ask:
            queue_mail(
                to=enrolment.email,
                template="course_confirm",
                context={
                    "course": course,
                    "confirm_link": absolute(confirm_path(enrolment)),
                    "days": CONFIRM_WITHIN.days,
                },
                purpose=CONFIRM,
                is_confidential=True,
            )


def confirm(*, access_id: uuid.UUID) -> Enrolment:
    """Begin the course; may be repeated. Raises NothingToConfirm."""
    with transaction.atomic():
        enrolment = (
            Enrolment.objects.select_for_update(of=("self",))
            .select_related("course")
            .filter(access_id=access_id)
            .first()
        )
        if enrolment is None:
            raise NothingToConfirm
        if not enrolment.is_active:
            now = timezone.now()
            enrolment.confirmed_at = enrolment.last_active_at = now
            enrolment.save(update_fields=["confirmed_at", "last_active_at"])
            count(course=enrolment.course, day=day_of(now), enrolled=1)
    return enrolment


def send_access_link(*, address: str) -> None:
    """Send the way in to every course of the address, if it has one; the caller cannot tell.

    Raises ValidationError when the address is none.
    """
    with transaction.atomic():
        if not within_limit(
            to=address, purpose=ACCESS, per_day=LINKS_PER_DAY, per_month=LINKS_PER_MONTH
        ):
            return
        enrolments = list(Enrolment.objects.active().of_address(identity(address)))
        if not enrolments:
            return
        queue_mail(
            to=enrolments[0].email,
            template="course_access",
            context={
                "courses": [
                    {"title": each.course.title, "link": absolute(learner_path(each))}
                    for each in enrolments
                ],
                "days": ACCESS_WITHIN.days,
            },
            purpose=ACCESS,
            is_confidential=True,
        )


def renew_access(*, enrolment: Enrolment) -> None:
    """Make every link void that opened this enrolment until now."""
    enrolment.access_id = uuid.uuid4()
    enrolment.save(update_fields=["access_id"])
