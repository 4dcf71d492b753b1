"""The ledger of sending: what was approved, and what became of it for each recipient."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from newsletter.querysets import DeliveryQuerySet


class Sending(models.Model):
    """The decision to send an issue, with the mail exactly as it was approved.

    Beside the page rather than on it: every save of a page writes all of its fields, so what a
    worker had changed meanwhile would be lost. One row for an issue, so it is approved once,
    however often the button is pressed (promise N4).
    """

    class State(models.TextChoices):
        APPROVED = "approved", _("Approved")
        SENDING = "sending", _("Being sent")
        PAUSED = "paused", _("Paused")
        SENT = "sent", _("Sent")
        # By a person, before everybody had it.
        STOPPED = "stopped", _("Stopped")

    issue = models.OneToOneField(
        "newsletter.IssuePage", on_delete=models.CASCADE, related_name="sending"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.APPROVED, db_index=True
    )
    subject = models.CharField(pgettext_lazy("of a mail", "subject"), max_length=150)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    approved_at = models.DateTimeField(_("approved"), default=timezone.now)
    started_at = models.DateTimeField(_("sending began"), null=True, blank=True)
    resumed_at = models.DateTimeField(_("resumed"), null=True, blank=True)
    finished_at = models.DateTimeField(_("sending ended"), null=True, blank=True)
    audience_count = models.PositiveIntegerField(_("recipients"), default=0)
    # Why nothing moves at present, in the mail server's words; empty when all is well.
    trouble = models.CharField(_("trouble"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("sending")
        verbose_name_plural = _("sendings")

    def __str__(self) -> str:
        return self.subject


class Delivery(models.Model):
    """One issue for one subscriber. Written in full before the first message goes out."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        # Written before the message goes out: if the worker dies now, nobody can know.
        CLAIMED = "claimed", _("On its way")
        SENT = "sent", _("Sent")
        REFUSED = "refused", _("Refused")
        UNCERTAIN = "uncertain", _("Uncertain")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    issue = models.ForeignKey(
        "newsletter.IssuePage", on_delete=models.CASCADE, related_name="deliveries"
    )
    # Empty once the person was erased; the ledger still adds up.
    subscriber = models.ForeignKey(
        "newsletter.Subscriber", null=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.QUEUED, db_default=State.QUEUED
    )
    tries = models.PositiveSmallIntegerField(_("tries"), default=0, db_default=0)
    reason = models.CharField(_("reason"), max_length=250, blank=True, default="", db_default="")
    # One for all tries, so that a doubtful message sent again is known as the same.
    message_key = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), editable=False)
    next_try_at = models.DateTimeField(_("next try"), default=timezone.now, db_default=Now())
    claimed_at = models.DateTimeField(_("claimed"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["issue", "subscriber"], name="one_delivery_each"),
        ]
        indexes = [
            # Claiming: the next of an issue that waits. Small, because the settled are not in it.
            models.Index(
                fields=["issue", "next_try_at", "id"],
                name="delivery_queue",
                condition=models.Q(state="queued"),
            ),
            # Orphans of a killed worker, and whether an issue is done.
            models.Index(
                fields=["issue"],
                name="delivery_claimed",
                condition=models.Q(state="claimed"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.get_state_display()}"
