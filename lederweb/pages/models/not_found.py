"""Paths that readers asked for and nothing answered: what, how often, and what became of it."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NotFoundQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Not decided yet, or pointed somewhere by a redirect that is gone again."""
        return self.filter(
            models.Q(state=NotFoundPath.State.OPEN)
            | models.Q(state=NotFoundPath.State.POINTED, redirect=None)
        )

    def decided(self) -> Self:
        return self.exclude(pk__in=NotFoundPath.objects.waiting().values("pk"))

    def counted(self) -> Self:
        """With `count`: how often within `NotFoundDay.KEPT_DAYS`; the most asked for first."""
        return self.annotate(count=Coalesce(models.Sum("days__count"), 0)).order_by(
            "-count", "-last_seen", "path"
        )


class NotFoundPath(models.Model):
    """A path without a page, in the one spelling that `OldAddress.key` gives it.

    No query string, no address of a machine or person: see `lederweb.pages.not_found`.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        POINTED = "pointed", _("Pointed to a page")
        DISMISSED = "dismissed", _("Dismissed")

    path = models.CharField(_("address"), max_length=255, unique=True)
    # As it was last written; the key of an article's address is its number alone.
    example = models.CharField(_("as it was written"), max_length=255)
    first_seen = models.DateField(_("first asked for"))
    last_seen = models.DateField(_("last asked for"), db_index=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    redirect = models.ForeignKey(
        "wagtailredirects.Redirect",
        verbose_name=_("redirect"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    # Put there by `counted` and by `with_proposals`.
    count: int
    proposals: list[Any]

    objects = NotFoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("page not found")
        verbose_name_plural = _("pages not found")

    def __str__(self) -> str:
        return self.path

    @property
    def is_waiting(self) -> bool:
        pointed_nowhere = self.state == self.State.POINTED and self.redirect_id is None
        return self.state == self.State.OPEN or pointed_nowhere


class NotFoundDay(models.Model):
    """How often a path was asked for on a Danish day."""

    KEPT_DAYS = 90

    path = models.ForeignKey(NotFoundPath, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["path", "day"], name="not_found_path_day")]
        # The nightly job deletes by day.
        indexes = [models.Index(fields=["day"], name="not_found_day")]

    def __str__(self) -> str:
        return f"{self.day}: {self.count}"


class NotFoundLeftOut(models.Model):
    """How many answers of a day are in no path's count, and why."""

    class Reason(models.TextChoices):
        ATTACK = "attack", _("looking for holes in other systems")
        FILE = "file", _("parts of pages, such as pictures and scripts")
        UNREADABLE = "unreadable", _("too long or not readable")
        TOO_MANY = "too_many", _("more different addresses than are kept for one day")

    day = models.DateField()
    reason = models.CharField(max_length=10, choices=Reason)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "reason"], name="not_found_left_out")]

    def __str__(self) -> str:
        return f"{self.day}: {self.get_reason_display()}"

    @classmethod
    def since(cls, days: int) -> dict[str, int]:
        """How many for each reason within so many days, in words a person reads."""
        first = timezone.localdate() - dt.timedelta(days=days)
        rows = cls.objects.filter(day__gte=first).values("reason")
        return {
            str(cls.Reason(row["reason"]).label): row["total"]
            for row in rows.annotate(total=models.Sum("count")).order_by("-total")
        }
