"""Single mails on their way, addresses nobody writes to, and the hold after a restore."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lederweb.mail.headers import validate_header_text
from lederweb.mail.mime import Letter
from lederweb.mail.querysets import OutboxQuerySet


def new_message_id() -> str:
    """A Message-ID (RFC 5322 §3.6.4) in the domain we send from."""
    sender = Letter(settings.DEFAULT_FROM_EMAIL, "", "").envelope_sender
    return f"<{uuid.uuid4().hex}@{sender.rpartition('@')[2]}>"


class OutboxMail(models.Model):
    """One mail to one person, with what became of it.

    It is sent at least once: when the server's last answer is lost, it is sent again under the
    same Message-ID, because a confirmation that never comes is worse than one that comes twice.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        REFUSED = "refused", _("Refused by the mail server")
        FAILED = "failed", _("Given up")
        SUPPRESSED = "suppressed", _("Not sent: the address is on the suppression list")

    # Empty once the person was erased; the hash stays, so that the limits of N7 still hold.
    recipient = models.EmailField(_("recipient"), blank=True)
    mailbox_hash = models.CharField(max_length=64, editable=False)
    purpose = models.CharField(_("purpose"), max_length=40)
    subject = models.CharField(
        pgettext_lazy("of a mail", "subject"), max_length=250, validators=[validate_header_text]
    )
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("HTML"), blank=True)
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    is_confidential = models.BooleanField(
        _("confidential"),
        default=False,
        help_text=_("It carries a link that opens something, so its body goes once it is sent."),
    )
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.WAITING)
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_try_at = models.DateTimeField(_("next try"), default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    message_id = models.CharField(max_length=250, unique=True, default=new_message_id)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at"]
        permissions = [
            ("see_recipients", "Can see to whom single mails went"),
            ("handle_personal_data", "Can see and erase what is held about an address"),
        ]
        indexes = [
            # The sweep: what waits and is due, and what was claimed and never settled.
            models.Index(
                fields=["next_try_at"],
                name="outbox_due",
                condition=models.Q(status__in=["waiting", "sending"]),
            ),
            # The limits per mailbox: so many of one purpose since a moment.
            models.Index(fields=["mailbox_hash", "purpose", "created_at"], name="outbox_limits"),
            # Erasure: everything to one address.
            models.Index(fields=["recipient"], name="outbox_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class OutboxFile(models.Model):
    """A file that goes with a mail. One with a `content_id` is a picture in its text (RFC 2392)."""

    mail = models.ForeignKey(OutboxMail, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(_("name"), max_length=120, validators=[validate_header_text])
    content_type = models.CharField(max_length=80, validators=[validate_header_text])
    content_id = models.CharField(max_length=80, blank=True, validators=[validate_header_text])
    content = models.BinaryField()

    class Meta:
        verbose_name = _("file of a mail")
        verbose_name_plural = _("files of mails")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Suppression(models.Model):
    """An address that gets no mail. Only a keyed hash of it is kept."""

    class Reason(models.TextChoices):
        ERASED = "erased", _("Erased")
        BOUNCED = "bounced", _("The address does not exist")
        COMPLAINED = "complained", _("Marked as spam by the recipient")
        ASKED = "asked", _("Asked not to be written to")

    address_hash = models.CharField(max_length=64, unique=True, editable=False)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    created_at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.get_reason_display()


class SendingHold(models.Model):
    """While its one row exists, no mail leaves this installation (promise O4)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    reason = models.CharField(_("reason"), max_length=250)
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("hold on sending")
        verbose_name_plural = _("holds on sending")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_hold_at_most")]

    def __str__(self) -> str:
        return self.reason
