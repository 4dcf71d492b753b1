"""What the raw hits add up to. Everything that is shown is read from here, through querysets.py.

Four tables of one shape, one for each length of period (`GRAINS`): hour, day, month and year, all
as Danes live them (Europe/Copenhagen; a day has 23 or 25 hours twice a year). A row says: in this
period, of this series, this `metric` was so much for this `key` of this `dimension`.

What adds up, adds up: hours make days, days make months, months make years. Visitors do not: they
exist by day and by month only, and no two of their rows may ever be added (promise V4).

| metric | dimensions (besides `site`, whose key is empty) |
|---|---|
| page_views | page, topic, tier, kind, project, referrer, referrer_site, campaign, device, |
| | language, page_referrer, page_word |
| visits | referrer, referrer_site, campaign, device, language (of the view that began the visit) |
| visitors | page, topic, tier, kind, project |
| downloads | document, topic, tier, kind, project |
| plays | episode, topic, tier, kind, project |
| feeds | page (whose feed was fetched: a series, or the front page for everything new) |
| searches | word, word_results |
| searches_in_vain | word |

Keys: page, topic, project, episode and document hold the object's id as text; tier what
`projects.models.Tier` has ("1", "2", "3", "b"); kind the name of the page's model in lower case
("articlepage"); referrer the group ("search", "social", "newsletter", "site", "direct",
"internal", "unknown"); referrer_site the host's name ("facebook.com"); referrer_site and
campaign also "*" for all that had no room of its own (`services/bound_keys.py`); word what was
searched for, in lower case and only if every word of it stands on a public page; page_referrer "<page id>:<referrer>";
page_word "<page id>:<word>", the word whose search led to the page; word_results "<word>:<results>", how
many pages that search found. A page of two topics counts
for each, as it was when the hit came: rows of one dimension need not add up to the site's.

Hours of months whose raw rows are deleted keep only the `site` rows. Roll-up, closing and recount
replace rows of the series that are counted from raw rows (`COUNTED`) and touch no others: an import
writes its totals itself.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from analytics.querysets import (
    DailyTotalQuerySet,
    MonthlyTotalQuerySet,
    TotalQuerySet,
)

from .hits import Series


class Metric(models.TextChoices):
    """What is counted; `definitions.py` says what each one means."""

    VISITS = "visits", _("visits")
    VISITORS = "visitors", _("visitors")
    PAGE_VIEWS = "page_views", _("page views")
    DOWNLOADS = "downloads", _("downloads")
    PLAYS = "plays", _("plays")
    FEEDS = "feeds", _("fetched feeds")
    SEARCHES = "searches", _("searches")
    SEARCHES_IN_VAIN = "searches_in_vain", _("searches in vain")


class Dimension(models.TextChoices):
    """What it is counted for; a total's `key` says which one."""

    SITE = "site", _("the whole site")
    PAGE = "page", _("page")
    TOPIC = "topic", _("topic")
    TIER = "tier", _("Væksthus")
    KIND = "kind", _("kind")
    PROJECT = "project", _("project")
    REFERRER = "referrer", _("where readers came from")
    REFERRER_SITE = "referrer_site", _("site that led here")
    CAMPAIGN = "campaign", _("campaign")
    DEVICE = "device", _("device")
    LANGUAGE = "language", _("language")
    WORD = "word", _("search word")
    WORD_RESULTS = "word_results", _("search word and how many pages it found")
    DOCUMENT = "document", _("document")
    EPISODE = "episode", _("episode")
    PAGE_REFERRER = "page_referrer", _("page and where its readers came from")
    PAGE_WORD = "page_word", _("page and the search that led to it")


class Total(models.Model):
    # The field that holds the period's beginning.
    PERIOD: ClassVar[str]

    metric = models.CharField(max_length=20, choices=Metric)
    dimension = models.CharField(max_length=20, choices=Dimension)
    key = models.CharField(max_length=255, blank=True)
    # `Series`, or "import-<id>" for what was read from elsewhere; never added up.
    series = models.CharField(max_length=20, choices=Series, default=Series.OWN)
    value = models.BigIntegerField()
    # Shown with "ca.": visitors of a month that is not closed, counted by a sketch.
    is_estimate = models.BooleanField(default=False, db_default=False)

    class Meta:
        abstract = True


class HourlyTotal(Total):
    """A number for one hour; page views are written together with the raw rows. No visitors."""

    PERIOD = "hour"

    hour = models.DateTimeField(_("moment the hour begins"))

    objects = TotalQuerySet.as_manager()

    class Meta:
        verbose_name = _("hourly total")
        verbose_name_plural = _("hourly totals")
        constraints = [
            models.UniqueConstraint(
                fields=["hour", "metric", "dimension", "key", "series"],
                name="analytics_hourly_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hour} {self.metric} {self.dimension} {self.key}: {self.value}"


def _by_word(name: str) -> models.Index:
    """Of some words how many pages they found, by the beginning of the key: `results_of`."""
    return models.Index(
        fields=["key"],
        opclasses=["varchar_pattern_ops"],
        condition=models.Q(dimension="word_results"),
        name=name,
    )


class DailyTotal(Total):
    """A number for one Danish day. Visitors of several days must not be added up."""

    PERIOD = "day"

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
            # One key through time, and "most read": the last 30 days of one metric by page.
            models.Index(
                fields=["metric", "dimension", "key", "day"], name="analytics_daily_by_key"
            ),
            # All keys of some days: `ranking.py`.
            models.Index(
                fields=["metric", "dimension", "series", "day"],
                include=["key", "value"],
                name="analytics_daily_ranked",
            ),
            _by_word("analytics_daily_by_word"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.metric} {self.dimension} {self.key}: {self.value}"


class MonthlyTotal(Total):
    """A number for one calendar month, under the definitions of `definition_version`."""

    PERIOD = "month"

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
        indexes = [
            # One key through the months: `over_time`, `by_key`, `sums_of`.
            models.Index(
                fields=["metric", "dimension", "series", "key", "month"],
                include=["value"],
                name="analytics_monthly_by_key",
            ),
            # All keys of some months: `ranking.py`.
            models.Index(
                fields=["metric", "dimension", "series", "month"],
                include=["key", "value"],
                name="analytics_monthly_ranked",
            ),
            _by_word("analytics_monthly_by_word"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.metric} {self.dimension} {self.key}: {self.value}"


class YearlyTotal(Total):
    """A number for one calendar year: the sum of its months. No visitors."""

    PERIOD = "year"

    year = models.DateField(_("first day of the year"))

    objects = TotalQuerySet.as_manager()

    class Meta:
        verbose_name = _("yearly total")
        verbose_name_plural = _("yearly totals")
        constraints = [
            models.UniqueConstraint(
                fields=["year", "metric", "dimension", "key", "series"],
                name="analytics_yearly_once",
            ),
        ]
        indexes = [
            # All keys of a year: `ranking.py`.
            models.Index(
                fields=["metric", "dimension", "series", "year"],
                include=["key", "value"],
                name="analytics_yearly_ranked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year:%Y} {self.metric} {self.dimension} {self.key}: {self.value}"


# By the length of their periods.
GRAINS: dict[str, type[HourlyTotal | DailyTotal | MonthlyTotal | YearlyTotal]] = {
    "hour": HourlyTotal,
    "day": DailyTotal,
    "month": MonthlyTotal,
    "year": YearlyTotal,
}


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


class VisitorSketch(models.Model):
    """Which visitors a running month has had, about: a HyperLogLog as Redis writes it (12 KB at
    most). Nobody can be read out of it. Deleted when its month is closed.
    """

    month = models.DateField(_("first day of the month"))
    dimension = models.CharField(max_length=20, choices=Dimension)
    key = models.CharField(max_length=255, blank=True)
    series = models.CharField(max_length=20)
    registers = models.BinaryField()

    class Meta:
        verbose_name = _("sketch of visitors")
        verbose_name_plural = _("sketches of visitors")
        constraints = [
            models.UniqueConstraint(
                fields=["month", "dimension", "key", "series"], name="analytics_sketch_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.dimension} {self.key}"
