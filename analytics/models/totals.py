"""What the raw hits add up to. Everything that is shown is read from here."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from analytics.querysets import DailyTotalQuerySet, MonthlyTotalQuerySet

from .hits import Series


class Metric(models.TextChoices):
    """What is counted; `definitions.py` says what each one means."""

    VISITS = "visits", _("visits")
    VISITORS = "visitors", _("visitors")
    PAGE_VIEWS = "page_views", _("page views")
    DOWNLOADS = "downloads", _("downloads")


class Dimension(models.TextChoices):
    """What it is counted for; a total's `key` says which one."""

    SITE = "site", _("the whole site")
    PAGE = "page", _("page")
    DOCUMENT = "document", _("document")


class Total(models.Model):
    metric = models.CharField(max_length=20, choices=Metric)
    dimension = models.CharField(max_length=20, choices=Dimension)
    # The id of a page or document; empty for the whole site.
    key = models.CharField(max_length=80, blank=True)
    series = models.CharField(max_length=20, choices=Series, default=Series.OWN)
    value = models.BigIntegerField()

    class Meta:
        abstract = True


class DailyTotal(Total):
    """A number for one Danish day. Visitors of several days must not be added up."""

    day = models.DateField()

    objects = DailyTotalQuerySet.as_manager()

    class Meta:
        verbose_name = _("daily total")
        verbose_name_plural = _("daily totals")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "metric", "dimension", "key", "series"],
                name="analytics_daily_once",
            ),
        ]
        indexes = [
            # "Most read": the last 30 days of one metric by page.
            models.Index(
                fields=["metric", "dimension", "key", "day"], name="analytics_daily_by_key"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.metric} {self.dimension} {self.key}: {self.value}"


class MonthlyTotal(Total):
    """A number for one calendar month, under the definitions of `definition_version`."""

    month = models.DateField(_("first day of the month"))
    definition_version = models.PositiveSmallIntegerField()

    objects = MonthlyTotalQuerySet.as_manager()

    class Meta:
        verbose_name = _("monthly total")
        verbose_name_plural = _("monthly totals")
        permissions = [("view_dashboard", _("Can see the dashboard of figures"))]
        constraints = [
            models.UniqueConstraint(
                fields=["month", "metric", "dimension", "key", "series"],
                name="analytics_monthly_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.metric} {self.dimension} {self.key}: {self.value}"


class ClosedMonth(models.Model):
    """A month that has been counted for the last time: its totals are frozen."""

    month = models.DateField(_("first day of the month"), primary_key=True)
    closed_at = models.DateTimeField(_("closed at"))
    definition_version = models.PositiveSmallIntegerField(_("version of the definitions"))
    raw_deleted_at = models.DateTimeField(_("raw rows deleted"), null=True)

    class Meta:
        verbose_name = _("closed month")
        verbose_name_plural = _("closed months")

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
