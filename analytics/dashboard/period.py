"""The days that somebody wants to see, and the days to compare them with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from analytics.comparison import span_in_words, when_in_words
from lederweb.lib.periods import Month, months_between

# Longer periods are shown by month, so they must consist of whole ones.
MOST_DAYS = 92
MOST_MONTHS = 60
_52_WEEKS = dt.timedelta(weeks=52)


@dataclass(frozen=True)
class Period:
    """Danish days, both included."""

    first: dt.date
    last: dt.date

    @classmethod
    def of_months(cls, first: Month, last: Month) -> Period:
        return cls(first.first_day, last.last_day)

    @property
    def is_months(self) -> bool:
        """Whether it begins and ends with a calendar month."""
        return self.first.day == 1 and self.last == Month.of(self.last).last_day

    @property
    def months(self) -> list[Month]:
        return months_between(Month.of(self.first), Month.of(self.last))

    @property
    def grain(self) -> str:
        """What it is shown by: "month", or "day" where it is a single month or part of months."""
        several = Month.of(self.first) < Month.of(self.last)
        return "month" if self.is_months and several else "day"

    @property
    def steps(self) -> list[dt.date]:
        """The first days of its months, or its days."""
        return self.steps_by(self.grain)

    def steps_by(self, grain: str) -> list[dt.date]:
        """The same, by month also where it is part of months; by day however long it is."""
        if grain == "month":
            return [month.first_day for month in self.months]
        return [
            self.first + dt.timedelta(days=number)
            for number in range((self.last - self.first).days + 1)
        ]

    @property
    def name(self) -> str:
        return span_in_words(self.first, self.last)

    @property
    def when(self) -> str:
        """The same inside a sentence: in it, or from its beginning to its end."""
        return when_in_words(self.first, self.last)

    def a_year_before(self) -> Period:
        if self.is_months:
            months = self.months
            return Period.of_months(months[0].shifted(-12), months[-1].shifted(-12))
        if self.first.weekday() == 0 and self.last.weekday() == 6:
            # Whole weeks are held against whole weeks.
            return Period(self.first - _52_WEEKS, self.last - _52_WEEKS)
        return Period(_a_year_before(self.first), _a_year_before(self.last))

    def before(self) -> Period:
        """As long, and right before it."""
        if self.is_months:
            months = self.months
            last = months[0].shifted(-1)
            return Period.of_months(last.shifted(1 - len(months)), last)
        day = dt.timedelta(days=1)
        return Period(self.first - (self.last - self.first) - day, self.first - day)


def _a_year_before(day: dt.date) -> dt.date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year - 1, day=28)
