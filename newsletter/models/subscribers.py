"""Who gets the newsletter, and what they said yes to."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lederweb.core.templatetags.lederweb import danish_date
from lederweb.lib.periods import day_of
from lederweb.mail.addresses import canonical, identity
from newsletter.querysets import SubscriberQuerySet
from projects.models import OwnersField


class Subscriber(models.Model):
    class State(models.TextChoices):
        PENDING = "pending", _("Not confirmed")
        ACTIVE = "active", _("Gets the newsletter")
        LEFT = "left", _("Has left")
        # From an import without proof of consent: kept apart, written to by nobody.
        SET_ASIDE = "set_aside", _("Set aside, no consent")

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

    @property
    def is_paused(self) -> bool:
        """Whether issues go to others and not to them today, because they asked for it."""
        return (
            self.state == self.State.ACTIVE
            and self.paused_until is not None
            and self.paused_until > day_of(timezone.now())
        )

    @property
    def state_in_words(self) -> str:
        """The state, and of who pauses how long."""
        if not self.is_paused:
            return self.get_state_display()
        assert self.paused_until is not None
        last = self.paused_until - dt.timedelta(days=1)
        return gettext("Pauses up to and including %(day)s") % {"day": danish_date(last)}


class Consent(models.Model):
    """One yes: what was on the screen, when, where from, and until when it held."""

    class Source(models.TextChoices):
        FORM = "form", _("Form on the site")
        REJOIN = "rejoin", _("Came back from the page that says goodbye")
        IMPORT = "import", _("Import of a list, with proof")
        BY_HAND = "by_hand", _("Added by the secretariat, with proof")
        DEMONSTRATION = "demonstration", _("Made up for the demonstration")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="consents")
    source = models.CharField(_("source"), max_length=20, choices=Source)
    wording = models.TextField(_("wording"))
    version = models.CharField(_("version of the wording"), max_length=20)
    # Where the yes can be found, when it was not given on this site.
    evidence = models.CharField(_("proof"), max_length=250, blank=True)
    # What was chosen when signing up. Takes effect with the confirmation, because whoever fills
    # in the form need not be whoever has the address.
    choices = models.JSONField(default=dict, blank=True, editable=False)
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed from the mail"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["given_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_source_display()}, {self.given_at:%Y-%m-%d}"


class SubscriberChange(models.Model):
    """Something that was changed about a subscription after it began, by the reader or for them.

    Signing up, confirming and leaving stand in the consents.
    """

    class Kind(models.TextChoices):
        PREFERENCES = "preferences", _("Settings changed")
        PAUSED = "paused", pgettext_lazy("a change", "Paused")
        RESUMED = "resumed", _("Pause ended")
        ADDRESS = "address", _("Address changed")
        LEFT = "left", _("Taken off the list at the person’s request")
        LIFTED = "lifted", _("Suppression lifted")

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    at = models.DateTimeField(_("when"), default=timezone.now)
    # Empty when it was the reader, behind the link that was sent to the address.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    note = models.CharField(_("note"), max_length=250, blank=True)
    # What the changed settings are from then on: {"tiers": ["1"], "frequency": "special"}.
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("change of a subscription")
        verbose_name_plural = _("changes of subscriptions")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d}"


class AddressChange(models.Model):
    """A new address that a subscriber has asked for and not yet confirmed from its inbox."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subscriber = models.OneToOneField(
        Subscriber, on_delete=models.CASCADE, related_name="address_change"
    )
    email = models.EmailField(_("e-mail address"), max_length=254)
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)

    class Meta:
        verbose_name = _("change of address")
        verbose_name_plural = _("changes of address")

    def __str__(self) -> str:
        return f"{self.pk}"


class FormerId(models.Model):
    """What stood in a subscriber's links until the address moved.

    The mails of that time lie in the old inbox, and perhaps with whoever has it now. Their link
    for leaving still leaves; nothing else in them opens anything.
    """

    public_id = models.UUIDField(unique=True, editable=False)
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="former_ids")

    class Meta:
        verbose_name = _("former number of a subscriber")
        verbose_name_plural = _("former numbers of subscribers")

    def __str__(self) -> str:
        return f"{self.pk}"
