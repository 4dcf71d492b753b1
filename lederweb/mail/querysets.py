"""All reads of single mails."""

from __future__ import annotations

import datetime as dt

from django.apps import apps
from django.db import models
from django.utils import timezone


class OutboxQuerySet(models.QuerySet):
    def due(self) -> OutboxQuerySet:
        """What waits and may be tried now; nothing while sending is held."""
        return self.filter(
            ~models.Exists(apps.get_model("mail", "SendingHold").objects.all()),
            status="waiting",
            next_try_at__lte=timezone.now(),
        )

    def stuck(self, longer_than: dt.timedelta) -> OutboxQuerySet:
        """What was claimed by a worker that never came back."""
        return self.filter(status="sending", claimed_at__lt=timezone.now() - longer_than)

    def can_be_tried_again(self) -> OutboxQuerySet:
        """What has not arrived, and of which there is still something to send."""
        return (
            self.filter(status__in=["waiting", "refused", "failed"])
            .exclude(recipient="")
            .exclude(text="", html="")
        )

    def to_mailbox(self, mailbox_hashes: list[str], purpose: str) -> OutboxQuerySet:
        return self.filter(mailbox_hash__in=mailbox_hashes, purpose=purpose)
