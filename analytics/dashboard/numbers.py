"""The numbers that several sections share, each read once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import cached_property

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.models import MonthlyTotal, PublishedFigure, Series
from lederweb.lib.periods import Month, day_of, months_between
from newsletter.models import Consent

_MONTHS_SHOWN = 12


class Numbers:
    """Totals as they stand on a Danish day, today unless another is given.

    They are of one series: what this site counted, as soon as it has counted anything in the
    months shown; until then, or when asked for, the demonstration's.
    """

    def __init__(self, today: dt.date | None = None, *, demonstration: bool = False) -> None:
        self._asked_for_demonstration = demonstration
        self.today = today or day_of(timezone.now())
        self.this_month = Month.of(self.today)

    @cached_property
    def shown_months(self) -> list[Month]:
        """The last 12 months with this one, oldest first."""
        return months_between(self.this_month.shifted(1 - _MONTHS_SHOWN), self.this_month)

    @cached_property
    def _site(self) -> list[tuple[Month, str, str, int]]:
        first = self.shown_months[0].shifted(-12)
        return MonthlyTotal.objects.of_site(first, self.this_month)

    @cached_property
    def _values(self) -> Counter[tuple[Month, str]]:
        values: Counter[tuple[Month, str]] = Counter()
        for month, metric, series, value in self._site:
            if series == self.series:
                values[month, metric] += value
        return values

    def value(self, month: Month, metric: str) -> int | None:
        """A number of the whole site; None where nothing was counted."""
        return self._values.get((month, metric))

    @cached_property
    def _there(self) -> set[str]:
        return {series for _month, _metric, series, _value in self._site}

    @property
    def holds_demonstration(self) -> bool:
        """Whether the demonstration is loaded, shown or not."""
        return Series.DEMO in self._there

    @property
    def is_demonstration(self) -> bool:
        """Whether the numbers shown are the demonstration's."""
        return self.holds_demonstration and (
            self._asked_for_demonstration or Series.OWN not in self._there
        )

    @property
    def series(self) -> Series:
        return Series.DEMO if self.is_demonstration else Series.OWN

    @property
    def has_choice(self) -> bool:
        """Whether there are numbers of both kinds to choose between."""
        return self._there == set(Series.values)

    @property
    def demonstration_warnings(self) -> list[str]:
        if not self.is_demonstration:
            return []
        return [_("The numbers are a demonstration: the visits are made up by the program.")]

    @cached_property
    def figures(self) -> list[PublishedFigure]:
        """All published figures."""
        return list(PublishedFigure.objects.order_by("year", "unit", "on_date", "key"))

    @cached_property
    def subscribers(self) -> dict[Month, int]:
        """How many subscribed at the end of each month shown, the one before them included.

        Of this month, how many do now. Counted from consents that held at the moment.
        """
        months = [self.shown_months[0].shifted(-1), *self.shown_months]
        counted = Consent.objects.aggregate(
            **{
                f"end_{number}": Count(
                    "subscriber",
                    distinct=True,
                    filter=Q(confirmed_at__lt=month.ends_at)
                    & (Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=month.ends_at)),
                )
                for number, month in enumerate(months)
            }
        )
        return {month: counted[f"end_{number}"] for number, month in enumerate(months)}
