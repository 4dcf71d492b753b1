"""Who takes a course, how far they are, and the figures that stay when they are gone."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lederweb.core.fields import PartialDateField
from lederweb.mail.addresses import canonical, identity
from publications.courses.querysets import MOST_REMINDERS, EnrolmentQuerySet


class Enrolment(models.Model):
    """One address in one course. Until it is confirmed from the mail it counts nowhere."""

    class Source(models.TextChoices):
        FORM = "form", _("Form on the site")
        DEMONSTRATION = "demonstration", _("Made up for the demonstration")

    # In links that must always work, such as the one that stops reminders.
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # In links that open the learner's pages; changing it makes all earlier ones void.
    access_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(
        "publications.CoursePage",
        verbose_name=_("e-course"),
        on_delete=models.CASCADE,
        related_name="enrolments",
    )
    email = models.EmailField(_("e-mail address"), max_length=254)
    # The address in the one spelling that tells people apart.
    email_key = models.CharField(max_length=254, editable=False, db_index=True)
    source = models.CharField(
        _("source"), max_length=20, choices=Source, default=Source.FORM, editable=False
    )
    wording = models.TextField(_("wording"), editable=False)
    version = models.CharField(_("version of the wording"), max_length=20, editable=False)
    created_at = models.DateTimeField(_("signed up"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    last_active_at = models.DateTimeField(_("last there"), default=timezone.now, db_index=True)
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)
    reminders_sent = models.PositiveSmallIntegerField(_("reminders sent"), default=0)
    last_reminded_at = models.DateTimeField(_("last reminded"), null=True, blank=True)
    reminders_stopped_at = models.DateTimeField(_("reminders stopped"), null=True, blank=True)
    # The random part of the codes on this learner's certificates; the name is not kept.
    certificate_key = models.CharField(max_length=16, blank=True, db_index=True, editable=False)

    objects = EnrolmentQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["course", "email_key"], name="one_enrolment_each"),
            models.CheckConstraint(
                condition=models.Q(reminders_sent__lte=MOST_REMINDERS), name="two_reminders_at_most"
            ),
        ]

    def __str__(self) -> str:
        # Not the address: Wagtail's log keeps this text also after an erasure.
        return _("Enrolment %(number)s") % {"number": self.pk}

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValidationError when the address is none."""
        self.email = canonical(self.email)
        self.email_key = identity(self.email)
        super().save(*args, **kwargs)

    @property
    def is_active(self) -> bool:
        return self.confirmed_at is not None


class LessonProgress(models.Model):
    """How far a learner is with a lesson, and what they wrote for themselves."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="progress")
    lesson = models.ForeignKey(
        "publications.LessonPage", on_delete=models.CASCADE, related_name="progress"
    )
    opened_at = models.DateTimeField(default=timezone.now)
    quiz_passed_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    # Id of the question's block → what the learner wrote. Shown to nobody else.
    reflections = models.JSONField(default=dict, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("progress")
        verbose_name_plural = _("progress")
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "lesson"], name="one_progress_each")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}/{self.lesson_id}"


class CourseDay(models.Model):
    """How many enrolled in and completed a course on a Danish day: about nobody, so it stays."""

    course = models.ForeignKey(
        "publications.CoursePage", null=True, on_delete=models.SET_NULL, related_name="days"
    )
    # For a course that is gone.
    title = models.CharField(max_length=255)
    day = models.DateField()
    enrolled = models.PositiveIntegerField(default=0)
    completed = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("a course's day")
        verbose_name_plural = _("courses’ days")
        constraints = [models.UniqueConstraint(fields=["course", "day"], name="one_course_day")]

    def __str__(self) -> str:
        return f"{self.title}, {self.day}"


class CourseOpening(models.Model):
    """What a course had before it was counted here: taken from a report, with its source."""

    course = models.OneToOneField(
        "publications.CoursePage",
        verbose_name=_("e-course"),
        on_delete=models.CASCADE,
        related_name="opening",
    )
    enrolled = models.PositiveIntegerField(_("enrolled"))
    completed = models.PositiveIntegerField(
        _("completed"), null=True, blank=True, help_text=_("Empty: not known.")
    )
    counted_on = PartialDateField(
        _("as of"), help_text=_("Day, month or only year (2017-11-01, 2017-11, 2017).")
    )
    source = models.CharField(
        _("source"), max_length=200, help_text=_("Where the figure stands: Status december 2017.")
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("opening balance")
        verbose_name_plural = _("opening balances")
        ordering = ["course__title"]

    def __str__(self) -> str:
        return f"{self.course.title}: {self.enrolled} ({self.counted_on})"
