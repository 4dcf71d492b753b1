"""That somebody was reminded of pages to review."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewReminder(models.Model):
    """The one reminder that a person got in a month; the row is what makes it one."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="review_reminders"
    )
    month = models.DateField(_("month"))  # its first day
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        verbose_name = _("reminder of reviews")
        verbose_name_plural = _("reminders of reviews")
        constraints = [
            models.UniqueConstraint(fields=["owner", "month"], name="review_reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.owner_id}: {self.month:%Y-%m}"
