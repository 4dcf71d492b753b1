"""What is kept about a learner: shown, erased, and deleted when its time is over (N10)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from lederweb.mail.models import OutboxMail
from lederweb.mail.services.forget import forget_address
from publications.courses.links import ACCESS, CONFIRM, CONFIRM_WITHIN, REMINDER
from publications.models import Enrolment

_PURPOSES = (CONFIRM, ACCESS, REMINDER)


def data_about(email_key: str) -> dict[str, Any]:
    """All that courses store about an address, for its owner (GDPR art. 15 and 20)."""
    enrolments = Enrolment.objects.of_address(email_key).prefetch_related("progress__lesson")
    mails = OutboxMail.objects.filter(recipient__iexact=email_key, purpose__in=_PURPOSES)
    return {
        "email": enrolments[0].email if enrolments else "",
        "courses": [_told(enrolment) for enrolment in enrolments],
        "mails": list(
            mails.order_by("pk").values(
                "purpose", "subject", "status", "reason", "created_at", "sent_at"
            )
        ),
    }


def _told(enrolment: Enrolment) -> dict[str, Any]:
    return {
        "course": enrolment.course.title,
        "source": enrolment.source,
        "consent": {"wording": enrolment.wording, "version": enrolment.version},
        "signed_up": enrolment.created_at,
        "confirmed": enrolment.confirmed_at,
        "last_there": enrolment.last_active_at,
        "completed": enrolment.completed_at,
        "reminders_sent": enrolment.reminders_sent,
        "last_reminded": enrolment.last_reminded_at,
        "reminders_stopped": enrolment.reminders_stopped_at,
        "certificate_code_begins_with": enrolment.certificate_key,
        "lessons": [
            {
                "lesson": progress.lesson.title,
                "opened": progress.opened_at,
                "quiz_passed": progress.quiz_passed_at,
                "done": progress.done_at,
                "written": [
                    {"question": _question(progress, key), "answer": text}
                    for key, text in progress.reflections.items()
                ],
            }
            for progress in sorted(enrolment.progress.all(), key=lambda each: each.lesson.path)
        ],
    }


def _question(progress: Any, key: str) -> str:
    """The question as it stands today; empty when the lesson no longer asks it."""
    return next((str(q.value) for q in progress.lesson.reflections if str(q.id) == key), "")


def erase_learner(*, email_key: str) -> int:
    """Forget an address in every course, with all it wrote; how many enrolments there were.

    The figures stay, because they are about nobody. The address is not suppressed: it may sign
    up again, and its newsletter is another matter.
    """
    with transaction.atomic():
        enrolments = Enrolment.objects.filter(email_key=email_key)
        many = enrolments.count()
        enrolments.delete()
        forget_address(address=email_key, purposes=_PURPOSES)
    return many


def delete_unconfirmed() -> int:
    """Delete who signed up six days ago and never confirmed; how many there were."""
    return _delete(Enrolment.objects.never_confirmed(CONFIRM_WITHIN))


def delete_left_alone() -> int:
    """Delete enrolments whose time of keeping is over; how many there were."""
    return _delete(Enrolment.objects.left_alone())


def _delete(enrolments: Any) -> int:
    deleted = 0
    for pk in enrolments.values_list("pk", flat=True):
        with transaction.atomic():
            # Asked again under a lock: who confirms or comes back this very moment stays.
            enrolment = enrolments.select_for_update(of=("self",)).filter(pk=pk).first()
            if enrolment is None:
                continue
            address = enrolment.email_key
            enrolment.delete()
            deleted += 1
            if not Enrolment.objects.filter(email_key=address).exists():
                forget_address(address=address, purposes=_PURPOSES)
    return deleted
