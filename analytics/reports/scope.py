"""Of which days each figure of a report is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from analytics.figures.counted import series_shown
from analytics.figures.registry import Span
from analytics.models import MonthlyTotal
from lederweb.lib.periods import Month, day_of

_DAYS = (
    *("period_from", "period_to", "site_from", "site_to"),
    *("subscribers_on", "followers_on", "courses_on", "projects_on"),
)


@dataclass(frozen=True)
class Scope:
    span: Span
    site: Span
    subscribers_on: dt.date
    followers_on: dt.date
    courses_on: dt.date
    projects_on: dt.date
    # The days as somebody has set them: with others, another thing is counted.
    asked: str = ""

    @classmethod
    def of(cls, page: Any) -> Scope:
        span = Span(page.period_from, page.period_to)
        given = [getattr(page, name) for name in _DAYS]
        site = (
            Span(page.site_from, page.site_to)
            if page.site_from
            else counted_months(whole_months(span))
        )
        last = so_far(span).last  # while the period runs nobody knows what holds at its end
        return cls(
            span=span,
            site=site,
            subscribers_on=page.subscribers_on or last,
            followers_on=page.followers_on or last,
            courses_on=page.courses_on or last,
            projects_on=page.projects_on or last,
            asked=" ".join(str(day or "-") for day in given),
        )


def so_far(span: Span) -> Span:
    """The period until today while it runs; one that is over, or to come, as it is."""
    today = day_of(timezone.now())
    return Span(span.first, today) if span.first <= today < span.last else span


def whole_months(span: Span) -> Span:
    """The calendar months that lie within the period; the period itself where there is none."""
    first, last = Month.of(span.first), Month.of(span.last)
    if span.first != first.first_day:
        first = first.shifted(1)
    if span.last != last.last_day:
        last = last.shifted(-1)
    return Span(first.first_day, last.last_day) if first <= last else span


def counted_months(span: Span) -> Span:
    """The part of the period from the first month to the last that this site counted visits of.

    Without any it is the whole period, of which there may be published figures.
    """
    series, _source = series_shown()
    found = list(MonthlyTotal.objects.over_time("visits", span.first, span.last, series=series))
    if not found:
        return span
    return Span(max(span.first, found[0]), min(span.last, Month.of(found[-1]).last_day))
