"""Days, months and moments in Danish time.

All figures are kept by Danish calendar days and months (promise V3); all moments are stored in
UTC. A day has 23 or 25 hours when the clocks change, so lengths are never assumed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")

MONTH_NAMES = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)
WEEKDAY_NAMES = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month; `str()` gives 2017-10, `name` gives "oktober 2017"."""

    year: int
    number: int

    @classmethod
    def of(cls, moment: dt.date | dt.datetime) -> Month:
        """The Danish month of a date or of an aware moment."""
        day = day_of(moment) if isinstance(moment, dt.datetime) else moment
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """From "2017-10". Raises ValueError when it is anything else."""
        parsed = dt.datetime.strptime(text, "%Y-%m")  # noqa: DTZ007 (a month has no zone)
        return cls(parsed.year, parsed.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def name(self) -> str:
        return f"{MONTH_NAMES[self.number - 1]} {self.year}"

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, self.number, 1)

    @property
    def last_day(self) -> dt.date:
        return self.shifted(1).first_day - dt.timedelta(days=1)

    @property
    def starts_at(self) -> dt.datetime:
        return start_of(self.first_day)

    @property
    def ends_at(self) -> dt.datetime:
        """The first moment that is no longer in the month."""
        return self.shifted(1).starts_at

    def shifted(self, months: int) -> Month:
        years, index = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(years, index + 1)


def start_of(day: dt.date) -> dt.datetime:
    """The first moment of a Danish day."""
    return dt.datetime.combine(day, dt.time.min, COPENHAGEN)


def day_of(moment: dt.datetime) -> dt.date:
    """The Danish day of an aware moment. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone belongs to no day.")
    return moment.astimezone(COPENHAGEN).date()


def months_between(first: Month, last: Month) -> list[Month]:
    """All months from first to last, both included; empty when last is before first."""
    months = []
    while first <= last:
        months.append(first)
        first = first.shifted(1)
    return months
