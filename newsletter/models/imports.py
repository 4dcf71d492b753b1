"""A list of subscribers from a file: what was found in it, and what became of each row."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models import OwnersField

from .subscribers import Subscriber


class SubscriberImport(models.Model):
    """A file that was read. Nobody is taken in before a person has seen what would happen."""

    class State(models.TextChoices):
        CHECKED = "checked", _("Waits for your yes")
        RUNNING = "running", _("Being taken in")
        DONE = "done", _("Taken in")

    file_name = models.CharField(_("file"), max_length=200)
    header = ArrayField(models.TextField(), default=list, blank=True)
    # For rows that name none of their own.
    wording = models.TextField(_("wording"), blank=True)
    source = models.CharField(_("proof"), max_length=250, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.CHECKED)
    total = models.PositiveIntegerField(_("rows"), default=0)
    taken = models.PositiveIntegerField(_("rows handled"), default=0)
    # How many rows of each verdict, once it is done and the rows are gone.
    counts = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(_("read"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    started_at = models.DateTimeField(_("begun"), null=True, blank=True)
    finished_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("import of subscribers")
        verbose_name_plural = _("imports of subscribers")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One row. Filled by COPY (newsletter/importing/staging.py), so defaults are written there."""

    class Verdict(models.TextChoices):
        NEW = "new", _("New: gets the newsletter")
        KNOWN = "known", _("There already: stays as it is")
        SET_ASIDE = "set_aside", _("Set aside: no proof of consent")
        UNCONFIRMED = "unconfirmed", _("Never confirmed: is not taken in")
        LEFT = "left", _("Has left before: is not taken in again")
        SUPPRESSED = "suppressed", _("Suppressed: is never written to")
        DUPLICATE = "duplicate", _("The same address stands in the file more than once")
        INVALID = "invalid", _("Cannot be read")

    batch = models.ForeignKey(SubscriberImport, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(_("line"))
    email = models.CharField(_("e-mail address"), max_length=254, blank=True)
    email_key = models.CharField(max_length=254, blank=True)
    # As the suppression list knows the address, with each of the site's keys.
    hashes = ArrayField(models.CharField(max_length=64), default=list)
    tiers = OwnersField()
    topics = ArrayField(models.IntegerField(), default=list)
    frequency = models.CharField(
        max_length=10, choices=Subscriber.Frequency, default=Subscriber.Frequency.WEEKLY
    )
    paused_until = models.DateField(null=True)
    consent_at = models.DateTimeField(null=True)
    wording = models.TextField(blank=True)
    source = models.CharField(max_length=250, blank=True)
    verdict = models.CharField(_("what happens"), max_length=12, choices=Verdict, blank=True)
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    # The row as it stood in the file; only of those that cannot be read.
    cells = ArrayField(models.TextField(), default=list)
    is_taken = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ["line"]
        indexes = [
            models.Index(fields=["batch", "verdict", "line"], name="import_verdicts"),
            # An erasure takes the address out of every import.
            models.Index(fields=["email_key"], name="import_address"),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.get_verdict_display()}"
