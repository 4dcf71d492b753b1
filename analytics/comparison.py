"""When two figures must not be compared without saying so (promise V8)."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lederweb.lib.periods import MONTH_NAMES

# Days of the year as two (month, day), whatever the year.
Part = tuple[tuple[int, int], tuple[int, int]]

# What holds for a day, such as subscribers, has no season: any two days are the same part of it.
NO_SEASON: Part = ((1, 1), (1, 1))
# Days: week beside week and month beside month are of one season as far as a year can tell.
_ONE_SEASON = 31
_LEAP_YEAR = 2000


@dataclass(frozen=True)
class Comparable:
    """A figure as far as a comparison is concerned.

    `span` is the part of the year it covers, None where nobody knows; `counted_by` tells apart
    tools and definitions.
    """

    unit: str
    span: Part | None
    counted_by: str

    @classmethod
    def of_period(
        cls, unit: str, first: dt.date | None, last: dt.date | None, counted_by: str
    ) -> Comparable:
        span = ((first.month, first.day), (last.month, _last(last))) if first and last else None
        return cls(unit, span, counted_by)


def _last(day: dt.date) -> int:
    """The end of a month is the same in leap years and others."""
    return 31 if _ends_a_month(day) else day.day


def warnings(figures: Iterable[Comparable]) -> list[str]:
    """Sentences that must stand beside the figures when they are shown together."""
    figures = list(figures)
    found = []
    if {"visits", "visitors"} <= {figure.unit for figure in figures}:
        found.append(
            _(
                "Visits and visitors are different things: one visitor can come for several visits. "
                "The numbers cannot be compared."
            )
        )
    if any(figure.span is None for figure in figures) and len(figures) > 1:
        found.append(
            _(
                "The source does not state the period of every figure, so they may not be comparable."
            )
        )
    parts = {figure.span for figure in figures if figure.span}
    if not all(_is_one_season(one, other) for one, other in combinations(parts, 2)):
        found.append(
            _("The figures cover different parts of the year, so the difference may be the season.")
        )
    if len({figure.counted_by for figure in figures}) > 1:
        found.append(
            _(
                "The figures were counted in different ways, so part of a difference may be the tool."
            )
        )
    return found


def parting(before: Comparable, now: Comparable, *, began: dt.date | None = None) -> str:
    """What changes from the one to the other, in the few words that stand in a chart.

    Empty for like and like. `began` is the day counting began, where that is why one of them
    covers less than was asked for: nothing but the period is different then.
    """
    if {before.unit, now.unit} == {"visits", "visitors"}:
        if now.unit == "visitors":
            return _("From here on visitors, not visits")
        return _("From here on visits, not visitors")
    if before.counted_by != now.counted_by:
        return _("Not counted alike")
    if before.span == now.span or not warnings([before, now]):
        return ""
    if before.span is None or now.span is None:
        return _("A period is not stated")
    if began is not None:
        return _("Counted from %(day)s") % {"day": _day(began)}
    return _("Not the same part of the year")


def _is_one_season(one: Part, other: Part) -> bool:
    """Whether the season can be no reason for a difference.

    It cannot between the same days of two years, nor between neighbours: as many days, or as many
    whole months, that begin at most a month before or after. Summer beside winter, and ten months
    beside twelve, are different parts of the year.
    """
    if one == other:
        return True
    begins = abs(_number(one[0]) - _number(other[0]))
    if min(begins, 366 - begins) > _ONE_SEASON:
        return False
    whole = [_whole_months(part) for part in (one, other)]
    return _days(one) == _days(other) or (whole[0] == whole[1] and whole[0] is not None)


def _number(day: tuple[int, int]) -> int:
    """Which day of a leap year it is, so that every February ends as the longest does."""
    month, number = day
    last = calendar.monthrange(_LEAP_YEAR, month)[1]
    return dt.date(_LEAP_YEAR, month, min(number, last)).timetuple().tm_yday


def _days(part: Part) -> int:
    return (_number(part[1]) - _number(part[0])) % 366 + 1


def _whole_months(part: Part) -> int | None:
    (first, begins), (last, ends) = part
    return (last - first) % 12 + 1 if (begins, ends) == (1, 31) else None


def when_in_words(first: dt.date, last: dt.date) -> str:
    """i oktober 2026, i 2016, fra juli til september 2026, den 3. september 2026 and the like."""
    span = span_in_words(first, last)
    if first == last:
        return _("on %(day)s") % {"day": span}
    is_one = first.year == last.year and (
        first.month == last.month or (first.month, last.month) == (1, 12)
    )
    if is_one and _is_whole(first, last):
        return pgettext("a month or year", "in %(period)s") % {"period": span}
    if not _is_whole(first, last):
        return pgettext("days", "from %(first)s to %(last)s") % {
            "first": _day(first),
            "last": _day(last),
        }
    return _("from %(period)s") % {"period": span}


def span_in_words(first: dt.date, last: dt.date) -> str:
    """januar til oktober 2017, 2017, or the days where they are no whole months."""
    if first == last:
        return _day(first)
    begins, ends = MONTH_NAMES[first.month - 1], MONTH_NAMES[last.month - 1]
    is_whole = _is_whole(first, last)
    if is_whole and first.year == last.year:
        if (first.month, last.month) == (1, 12):
            return str(first.year)
        if first.month == last.month:
            return f"{begins} {first.year}"
        return _("%(first)s to %(last)s %(year)s") % {
            "first": begins,
            "last": ends,
            "year": last.year,
        }
    if is_whole:
        return _("%(first)s to %(last)s") % {
            "first": f"{begins} {first.year}",
            "last": f"{ends} {last.year}",
        }
    return _("%(first)s to %(last)s") % {
        "first": _day(first),
        "last": _day(last),
    }


def _day(day: dt.date) -> str:
    return f"{day.day}. {MONTH_NAMES[day.month - 1]} {day.year}"


def _is_whole(first: dt.date, last: dt.date) -> bool:
    """Whether they are the first day of a month and the last one of a month."""
    return first.day == 1 and _ends_a_month(last)


def _ends_a_month(day: dt.date) -> bool:
    """Also on the last day there is, after which none can be computed."""
    return day.day == calendar.monthrange(day.year, day.month)[1]
