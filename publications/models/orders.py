"""What readers order of the printed editions."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lederweb.mail.addresses import canonical, identity
from lederweb.mail.headers import validate_header_text
from publications.orders.querysets import OrderQuerySet

_LINE: dict[str, Any] = {"max_length": 120, "validators": [validate_header_text]}


class Order(models.Model):
    """Copies for one person. The row is deleted with the person; the ledger keeps the copies."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        PACKED = "packed", _("Packed")
        SENT = "sent", _("Sent")
        CANCELLED = "cancelled", _("Cancelled")

    class Source(models.TextChoices):
        FORM = "form", _("Form on the site")
        DEMONSTRATION = "demonstration", _("Made up for the demonstration")

    # In the links of its mails, and in the form: a form that is sent twice makes one order.
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stock = models.ForeignKey(
        "publications.Stock",
        verbose_name=_("publication"),
        on_delete=models.PROTECT,
        related_name="orders",
    )
    quantity = models.PositiveIntegerField(_("copies"), validators=[MinValueValidator(1)])
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.RECEIVED, db_index=True
    )
    name = models.CharField(_("name"), **_LINE)
    workplace = models.CharField(_("workplace"), blank=True, **_LINE)
    address = models.CharField(_("address"), **_LINE)
    postcode = models.CharField(
        _("postcode"),
        max_length=4,
        validators=[
            RegexValidator(r"^[0-9]{3,4}\Z", _("Write the postcode: three or four digits."))
        ],
    )
    town = models.CharField(_("town"), **_LINE)
    email = models.EmailField(_("e-mail address"), max_length=254)
    # The address in the one spelling that tells people apart.
    email_key = models.CharField(max_length=254, editable=False, db_index=True)
    note = models.TextField(_("note"), max_length=500, blank=True)
    source = models.CharField(
        _("source"), max_length=20, choices=Source, default=Source.FORM, editable=False
    )
    created_at = models.DateTimeField(_("received"), default=timezone.now)
    packed_at = models.DateTimeField(_("packed"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)

    objects = OrderQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = pgettext_lazy("of print", "order")
        verbose_name_plural = _("orders")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="order_of_some_copies")
        ]

    def __str__(self) -> str:
        # Not the person: Wagtail's log keeps this text also after an erasure.
        return _("Order %(number)s") % {"number": self.pk}

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValidationError when the e-mail address is none."""
        self.email = canonical(self.email)
        self.email_key = identity(self.email)
        super().save(*args, **kwargs)
