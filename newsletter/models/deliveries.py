"""The ledger of sending: what was approved, and what became of it for each recipient."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lederweb.core.templatetags.lederweb import danish_date, danish_time
from newsletter.querysets import DeliveryQuerySet, SendingQuerySet


class Sending(models.Model):
    """The decision to send an issue, with the mail as it was approved; where its time came later,
    as it was then, checked again.

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
    # The issue as it was approved; published when sending begins.
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    approved_at = models.DateTimeField(_("approved"), default=timezone.now)
    # Not before this moment; empty: at once.
    send_at = models.DateTimeField(_("to be sent"), null=True, blank=True)
    started_at = models.DateTimeField(_("sending began"), null=True, blank=True)
    resumed_at = models.DateTimeField(_("resumed"), null=True, blank=True)
    finished_at = models.DateTimeField(_("sending ended"), null=True, blank=True)
    audience_count = models.PositiveIntegerField(_("recipients"), default=0)
    # Why nothing moves at present, in the mail server's words; empty when all is well.
    trouble = models.CharField(_("trouble"), max_length=250, blank=True)
    # Since when the mail server takes nothing, and when somebody was told of it.
    trouble_since = models.DateTimeField(null=True, blank=True, editable=False)
    told_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Messages that the server took in a row without ever answering; each try then waits longer.
    unanswered = models.PositiveSmallIntegerField(default=0, editable=False)
    wait_until = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SendingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sending")
        verbose_name_plural = _("sendings")

    def __str__(self) -> str:
        return self.subject

    @property
    def is_from_before(self) -> bool:
        """Whether it went out some other way, so that nothing is known of its recipients.

        What is sent from here has at least one: the check before sending sees to it.
        """
        return self.state == self.State.SENT and not self.audience_count

    @property
    def state_in_words(self) -> str:
        """The state, and of what waits for its time when it goes out."""
        if self.state == self.State.APPROVED and self.send_at and not self.started_at:
            when = f"{danish_date(self.send_at)} {danish_time(self.send_at)}"
            return gettext("To be sent %(when)s") % {"when": when}
        if self.state == self.State.PAUSED and not self.started_at:
            return gettext("Paused before it began")
        return self.get_state_display()

    def is_due(self) -> bool:
        """Whether the moment has come at which it is to be sent."""
        return self.send_at is None or self.send_at <= timezone.now()

    def is_patient(self) -> bool:
        """Whether a mail server that takes nothing, or gives no answer, was left alone enough."""
        return self.wait_until is None or self.wait_until <= timezone.now()


class Variant(models.Model):
    """The mail of a sending as some of its readers get it. The general one is on the sending."""

    sending = models.ForeignKey(Sending, on_delete=models.CASCADE, related_name="variants")
    key = models.CharField(_("key"), max_length=40, blank=True)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"))

    class Meta:
        verbose_name = _("variant of a mail")
        verbose_name_plural = _("variants of a mail")
        constraints = [
            models.UniqueConstraint(fields=["sending", "key"], name="one_variant_of_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.sending_id}: {self.key}"


class Pace(models.Model):
    """When the next message may go out, where a rate is set: one row for all workers."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    next_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("pace of sending")
        verbose_name_plural = _("pace of sending")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_pace")]

    def __str__(self) -> str:
        return str(self.next_at)


class Delivery(models.Model):
    """One issue for one subscriber. Written in full before the first message goes out."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        # Written before the message goes out: if the worker dies now, nobody can know.
        CLAIMED = "claimed", _("On its way")
        SENT = "sent", _("Sent")
        REFUSED = "refused", _("Refused")
        # Taken by the mail server, and sent back later.
        BOUNCED = "bounced", _("Bounced")
        UNCERTAIN = "uncertain", _("Uncertain")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    # Without an index of its own: the unique one begins with it, and every index is written
    # twice for each message.
    issue = models.ForeignKey(
        "newsletter.IssuePage", on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    # Empty once the person was erased; the ledger still adds up.
    subscriber = models.ForeignKey(
        "newsletter.Subscriber", null=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    # Empty: the general edition.
    variant = models.ForeignKey(
        Variant, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
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
    # The lock of the sender who claimed it last (newsletter.ledger.Sender).
    claimed_by = models.IntegerField(null=True, editable=False)
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
            # Bounces: which delivery a return path belongs to. Without it each look reads the
            # whole ledger, 1.4 million rows a year.
            models.Index(fields=["message_key"], name="delivery_by_key"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.get_state_display()}"
