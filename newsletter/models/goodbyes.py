"""Why readers leave: counted by month, without a word about who."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Goodbye(models.Model):
    """How many gave a reason in a month. Nothing leads from here to a subscriber."""

    class Reason(models.TextChoices):
        TOO_OFTEN = "too_often", _("It comes too often")
        NOT_FOR_ME = "not_for_me", _("It is not about my work")
        NEW_WORK = "new_work", _("I have a new job or lead no longer")
        TOO_MUCH = "too_much", _("I get too much mail")
        OTHER = "other", _("Something else")

    month = models.DateField(_("month"), help_text=_("Its first day."))
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    count = models.PositiveIntegerField(_("number"), default=0)

    class Meta:
        verbose_name = _("reason for leaving")
        verbose_name_plural = _("reasons for leaving")
        constraints = [
            models.UniqueConstraint(fields=["month", "reason"], name="one_count_each_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.reason}: {self.count}"


class GoodbyeRemark(models.Model):
    """The line that a reader may leave behind. The month, not the moment."""

    month = models.DateField(_("month"))
    text = models.CharField(_("remark"), max_length=300)

    class Meta:
        verbose_name = _("remark on leaving")
        verbose_name_plural = _("remarks on leaving")
        ordering = ["-month", "-pk"]

    def __str__(self) -> str:
        return self.text
