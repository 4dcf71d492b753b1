"""The printed copies of an edition, as a ledger of what came and what went."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publications.orders.querysets import RATE_DAYS, StockQuerySet

# A reprint takes weeks: so long before the day on which nothing is left, somebody is told.
RUNS_OUT_SOON = dt.timedelta(days=60)


class Stock(models.Model):
    """What is left of an edition: the balance of its ledger, which never goes below zero.

    Services lock this row before they move anything. The column refuses a negative number,
    whoever writes it.
    """

    # A publication may lose an edition, or be deleted; what was printed and sent stays true.
    edition = models.OneToOneField(
        "publications.Edition",
        verbose_name=_("edition"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="stock",
    )
    title = models.CharField(_("publication"), max_length=300, editable=False)
    left = models.PositiveIntegerField(_("copies left"), default=0, editable=False)
    warn_below = models.PositiveIntegerField(
        _("warn below"),
        default=100,
        help_text=_("Copies. 0: no warning about this edition."),
    )
    takes_orders = models.BooleanField(
        _("readers may order it"),
        default=True,
        help_text=_("The page then has an order form for as long as copies are left."),
    )

    objects = StockQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    # Set by the querysets `with_promised` and `with_figures`.
    promised: int
    sent_lately: int

    class Meta:
        verbose_name = _("print stock")
        verbose_name_plural = _("print stocks")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    @staticmethod
    def name_of(edition: Any, publication: str) -> str:
        """What the stock of an edition is called: the publication and which edition it is."""
        return f"{publication}, {edition}"[:300]

    @property
    def available(self) -> int:
        """Copies that are left and not promised to anybody; never negative."""
        return max(0, self.left - self.promised)

    def runs_out_on(self, today: dt.date) -> dt.date | None:
        """The day on which nothing is left at the rate of the last `RATE_DAYS` days.

        None when nothing was sent in them, and when nothing is left already.
        """
        if self.sent_lately <= 0 or not self.left:
            return None
        try:
            return today + dt.timedelta(days=self.left * RATE_DAYS // self.sent_lately)
        except OverflowError:  # not within what a calendar holds
            return None

    def is_low(self, today: dt.date) -> bool:
        """Whether somebody should think of a reprint."""
        if not self.warn_below:
            return False
        day = self.runs_out_on(today)
        return self.left < self.warn_below or (day is not None and day - today <= RUNS_OUT_SOON)


class StockMovement(models.Model):
    """A line of the ledger. Lines are added, never changed: a mistake gets a correction."""

    class Kind(models.TextChoices):
        PRINTED = "printed", _("Printed")
        REPRINT = "reprint", _("Reprint")
        ORDER = "order", _("Sent with an order")
        OTHERWISE = "otherwise", _("Sent otherwise")
        UNDONE = "undone", _("Sending undone")
        CORRECTION = "correction", _("Correction")

        @classmethod
        def printed(cls) -> list[str]:
            return [cls.PRINTED, cls.REPRINT]

        @classmethod
        def sent(cls) -> list[str]:
            return [cls.ORDER, cls.OTHERWISE, cls.UNDONE]

    stock = models.ForeignKey(Stock, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    # What it does to the stock: copies that came are positive, copies that went negative.
    quantity = models.IntegerField(_("copies"))
    left_after = models.PositiveIntegerField(_("copies left"))
    day = models.DateField(_("day"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    # What a report stated before there was a ledger: no part of the present rate.
    is_opening = models.BooleanField(default=False)
    is_about = models.BooleanField(_("about"), default=False)
    # Empty once the person behind the order is forgotten; the copies stay sent.
    order = models.ForeignKey(
        "publications.Order", null=True, on_delete=models.SET_NULL, related_name="movements"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("movement of the stock")
        verbose_name_plural = _("movements of the stock")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["printed", "reprint", "undone"], quantity__gt=0)
                | Q(kind__in=["order", "otherwise"], quantity__lt=0)
                | (Q(kind="correction") & ~Q(quantity=0) & ~Q(note="")),
                name="movement_fits_its_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.stock_id}: {self.quantity:+d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValueError for a line that stands in the ledger already."""
        if not self._state.adding:
            raise ValueError("A line of the ledger is never changed; write a correction.")
        super().save(*args, **kwargs)
