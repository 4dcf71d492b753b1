"""Numbers from elsewhere: what other counters had, and followers on social media."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ImportedSource(models.Model):
    """Another counter of visits: an old server's logs, Matomo, Plausible.

    Its totals stand under a series of their own and are never added to ours.
    """

    class Kind(models.TextChoices):
        LOG = "log", _("web server’s log")
        MATOMO = "matomo", _("Matomo")
        PLAUSIBLE = "plausible", _("Plausible")

    name = models.CharField(_("name"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    created_at = models.DateTimeField(_("first imported"), default=timezone.now)

    class Meta:
        verbose_name = _("imported source")
        verbose_name_plural = _("imported sources")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def series(self) -> str:
        """What its totals stand under."""
        return f"import-{self.pk}"


class ImportedFile(models.Model):
    """One file that was read into a source, so that reading it again doubles nothing.

    Holds no line of it: addresses are hashed with a key that lives as long as the import.
    """

    source = models.ForeignKey(ImportedSource, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(_("file"), max_length=200)
    # SHA-256 of what is in it, unpacked.
    fingerprint = models.CharField(max_length=64)
    lines = models.BigIntegerField(_("lines"))
    counted = models.BigIntegerField(_("counted"))
    left_out = models.JSONField(_("left out, by reason"), default=dict)
    unreadable = models.BigIntegerField(_("could not be read"), default=0)
    first_day = models.DateField(_("from the day"), null=True)
    last_day = models.DateField(_("to the day"), null=True)
    imported_at = models.DateTimeField(_("imported"), default=timezone.now)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")
        ordering = ["-imported_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "fingerprint"], name="analytics_file_once_a_source"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FollowerCount(models.Model):
    """How many followed a channel in a month, as somebody read it off there."""

    class Channel(models.TextChoices):
        FACEBOOK = "facebook", "Facebook"
        LINKEDIN = "linkedin", "LinkedIn"
        TWITTER = "twitter", "X (Twitter)"
        INSTAGRAM = "instagram", "Instagram"
        YOUTUBE = "youtube", "YouTube"

    channel = models.CharField(_("channel"), max_length=12, choices=Channel)
    month = models.DateField(_("first day of the month"))
    value = models.PositiveIntegerField(_("followers"), validators=[MinValueValidator(0)])

    class Meta:
        verbose_name = _("count of followers")
        verbose_name_plural = _("counts of followers")
        constraints = [
            models.UniqueConstraint(fields=["channel", "month"], name="analytics_followers_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.month:%Y-%m}: {self.value}"


class ReportRecipient(models.Model):
    """A colleague who gets the monthly mail of figures."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="figures_mail"
    )

    class Meta:
        verbose_name = _("recipient of the monthly figures")
        verbose_name_plural = _("recipients of the monthly figures")

    def __str__(self) -> str:
        return str(self.user)


class SentReport(models.Model):
    """The figures of a month went out; the row is what makes them go out once."""

    month = models.DateField(_("first day of the month"), primary_key=True)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    recipients = models.PositiveSmallIntegerField(_("recipients"))

    class Meta:
        verbose_name = _("sent monthly figures")
        verbose_name_plural = _("sent monthly figures")

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
