"""Figures that were published before this site counted for itself."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lederweb.core.fields import PartialDateField
from lederweb.lib.periods import day_of

# Long before anybody here counted anything: what lies before it is a slip of the keys.
FIRST_YEAR = 1990


class PublishedFigureQuerySet(models.QuerySet):
    def of_known_years(self) -> PublishedFigureQuerySet:
        """Without those that were entered under a year that cannot be."""
        last = day_of(timezone.now()).year
        return self.filter(
            Q(period_from__isnull=True)
            | Q(period_from__year__gte=FIRST_YEAR, period_to__year__lte=last),
            year__range=(FIRST_YEAR, last),
        )


class PublishedFigure(models.Model):
    """One figure as its source states it, with period, kind and reservations.

    A figure holds for a period or for a day, or its source says neither; `year` is the year it
    was published under and always known.
    """

    class Unit(models.TextChoices):
        VISITS = "visits", _("visits")
        VISITORS = "visitors", _("visitors")
        SUBSCRIBERS = "subscribers", _("subscribers")
        FOLLOWERS = "followers", _("followers")
        ENROLMENTS = "enrolments", _("enrolments")
        PLAYS = "plays", _("plays")
        COPIES = "copies", _("copies")

    class Statement(models.TextChoices):
        EXACT = "exact", _("exact")
        ABOUT = "about", _("about")
        AT_LEAST = "at least", _("at least")

    key = models.SlugField(_("key"), max_length=80, unique=True)
    label = models.CharField(_("name"), max_length=200)
    value = models.BigIntegerField(_("value"))
    unit = models.CharField(_("unit"), max_length=20, choices=Unit)
    statement = models.CharField(
        _("stated as"), max_length=20, choices=Statement, default=Statement.EXACT
    )
    is_monthly_average = models.BooleanField(_("average of a month"), default=False)
    year = models.PositiveSmallIntegerField(_("year"))
    period_from = models.DateField(_("from the day"), null=True, blank=True)
    period_to = models.DateField(_("to the day"), null=True, blank=True)
    on_date = PartialDateField(_("on the day"), blank=True)
    source = models.CharField(_("source"), max_length=200)
    note = models.TextField(_("note"), blank=True)

    objects = PublishedFigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("published figure")
        verbose_name_plural = _("published figures")
        ordering = ["unit", "year", "key"]
        constraints = [
            models.CheckConstraint(
                name="analytics_figure_period",
                condition=Q(period_from__isnull=True, period_to__isnull=True)
                | Q(
                    period_from__isnull=False,
                    period_to__isnull=False,
                    period_from__lte=F("period_to"),
                ),
                violation_error_message=_("A period has a beginning and an end after it."),
            ),
            models.CheckConstraint(
                name="analytics_figure_period_or_day",
                condition=Q(on_date="") | Q(period_from__isnull=True),
                violation_error_message=_("A figure holds for a period or for a day, not both."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """Raises ValidationError where it would be of a time before FIRST_YEAR or to come."""
        last = day_of(timezone.now()).year
        years: dict[str, int | None] = {
            "year": self.year,
            "period_from": self.period_from.year if self.period_from else None,
            "period_to": self.period_to.year if self.period_to else None,
            "on_date": int(self.on_date[:4]) if self.on_date[:4].isdecimal() else None,
        }
        wrong = [
            field
            for field, year in years.items()
            if year is not None and not FIRST_YEAR <= year <= last
        ]
        if wrong:
            text = _("Choose a year from %(first)d to %(last)d.") % {
                "first": FIRST_YEAR,
                "last": last,
            }
            raise ValidationError(dict.fromkeys(wrong, text))
