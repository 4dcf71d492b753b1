"""Who gets the newsletter, and what they said yes to."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lederweb.mail.addresses import canonical, identity
from newsletter.querysets import SubscriberQuerySet
from projects.models import OwnersField


class Subscriber(models.Model):
    class State(models.TextChoices):
        PENDING = "pending", _("Not confirmed")
        ACTIVE = "active", _("Gets the newsletter")
        LEFT = "left", _("Has left")

    class Frequency(models.TextChoices):
        WEEKLY = "weekly", _("The weekly newsletter and special issues")
        SPECIAL = "special", _("Special issues only")

    # Stands in links instead of the row's number: random, and gone with the subscriber.
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), max_length=254)
    # The address in the one spelling that tells subscribers apart.
    email_key = models.CharField(max_length=254, unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.PENDING, db_index=True
    )
    tiers = OwnersField(
        verbose_name=_("leads"), help_text=_("Whom the reader leads, as far as told.")
    )
    # Pages at the top level of the topics. Numbers rather than a relation, so that whoever sends
    # has them in the row itself; the number of a topic that is deleted means nothing.
    topics = ArrayField(models.IntegerField(), verbose_name=_("topics"), default=list, blank=True)
    frequency = models.CharField(
        _("how often"), max_length=10, choices=Frequency, default=Frequency.WEEKLY
    )
    # The first day on which issues go to them again.
    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    created_at = models.DateTimeField(_("signed up"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    left_at = models.DateTimeField(pgettext_lazy("the newsletter", "left"), null=True, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="active") | models.Q(confirmed_at__isnull=False),
                name="active_is_confirmed",
            ),
        ]

    def __str__(self) -> str:
        # Not the address: Wagtail's log keeps this text also after an erasure.
        return _("Subscriber %(number)s") % {"number": self.pk}

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValidationError when the address is none."""
        self.email = canonical(self.email)
        self.email_key = identity(self.email)
        super().save(*args, **kwargs)


class Consent(models.Model):
    """One yes: what was on the screen, when, where from, and until when it held."""

    class Source(models.TextChoices):
        FORM = "form", _("Form on the site")
        REJOIN = "rejoin", _("Came back from the page that says goodbye")
        DEMONSTRATION = "demonstration", _("Made up for the demonstration")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="consents")
    source = models.CharField(_("source"), max_length=20, choices=Source)
    wording = models.TextField(_("wording"))
    version = models.CharField(_("version of the wording"), max_length=20)
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed from the mail"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["given_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_source_display()}, {self.given_at:%Y-%m-%d}"
