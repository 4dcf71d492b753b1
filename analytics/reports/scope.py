"""Of which days each figure of a report is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from analytics.figures.registry import Span
from lederweb.lib.periods import Month


@dataclass(frozen=True)
class Scope:
    span: Span
    site: Span
    subscribers_on: dt.date
    followers_on: dt.date
    courses_on: dt.date
    projects_on: dt.date

    @classmethod
    def of(cls, page: Any) -> Scope:
        span = Span(page.period_from, page.period_to)
        site = Span(page.site_from, page.site_to) if page.site_from else whole_months(span)
        return cls(
            span=span,
            site=site,
            subscribers_on=page.subscribers_on or span.last,
            followers_on=page.followers_on or span.last,
            courses_on=page.courses_on or span.last,
            projects_on=page.projects_on or span.last,
        )

    def as_text(self) -> str:
        """Another text means that another thing is counted."""
        return repr(self)


def whole_months(span: Span) -> Span:
    """The calendar months that lie within the period; the period itself where there is none."""
    first, last = Month.of(span.first), Month.of(span.last)
    if span.first != first.first_day:
        first = first.shifted(1)
    if span.last != last.last_day:
        last = last.shifted(-1)
    return Span(first.first_day, last.last_day) if first <= last else span
