"""All reads of enrolments."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone

# Silence before a reminder, and between two. Nobody gets a third.
SILENCE = dt.timedelta(days=14)
BETWEEN_REMINDERS = dt.timedelta(days=28)
MOST_REMINDERS = 2
# An enrolment is deleted so long after the learner was last there (docs/data-protection.md).
KEPT = dt.timedelta(days=730)


class EnrolmentQuerySet(models.QuerySet):
    def active(self) -> EnrolmentQuerySet:
        """Confirmed from the mail, finished or not."""
        return self.filter(confirmed_at__isnull=False)

    def pending(self) -> EnrolmentQuerySet:
        return self.filter(confirmed_at=None)

    def of_address(self, email_key: str) -> EnrolmentQuerySet:
        return self.filter(email_key=email_key).select_related("course").order_by("pk")

    def never_confirmed(self, longer_than: dt.timedelta) -> EnrolmentQuerySet:
        return self.pending().filter(created_at__lt=timezone.now() - longer_than)

    def left_alone(self) -> EnrolmentQuerySet:
        """Nobody has been there for as long as enrolments are kept."""
        return self.active().filter(last_active_at__lt=timezone.now() - KEPT)

    def to_remind(self) -> EnrolmentQuerySet:
        """Who stopped half-way, has been silent long enough and has not had two reminders."""
        now = timezone.now()
        return self.active().filter(
            Q(last_reminded_at=None) | Q(last_reminded_at__lt=now - BETWEEN_REMINDERS),
            completed_at=None,
            reminders_stopped_at=None,
            reminders_sent__lt=MOST_REMINDERS,
            last_active_at__lt=now - SILENCE,
            course__live=True,
        )
