"""When two figures must not be compared without saying so (promise V8)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lederweb.lib.periods import MONTH_NAMES


@dataclass(frozen=True)
class Comparable:
    """A figure as far as a comparison is concerned.

    `span` is the part of the year it covers as two (month, day), None where nobody knows;
    `counted_by` tells apart tools and definitions.
    """

    unit: str
    span: tuple[tuple[int, int], tuple[int, int]] | None
    counted_by: str

    @classmethod
    def of_period(
        cls, unit: str, first: dt.date | None, last: dt.date | None, counted_by: str
    ) -> Comparable:
        span = ((first.month, first.day), (last.month, _last(last))) if first and last else None
        return cls(unit, span, counted_by)


def _last(day: dt.date) -> int:
    """The end of a month is the same in leap years and others."""
    return 31 if (day + dt.timedelta(days=1)).day == 1 else day.day


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
    if len({figure.span for figure in figures if figure.span}) > 1:
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
    return first.day == 1 and (last + dt.timedelta(days=1)).day == 1
