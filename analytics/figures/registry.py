"""What a figure is, and the one register of all there are.

A figure that the site counts is a function of a period or a day, registered with `figure`. One that
a source states is a row of `PublishedFigure`, found under "stated:<key>".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from analytics.comparison import NO_SEASON, Comparable, span_in_words, warnings
from analytics.definitions import DEFINITIONS
from analytics.figures.wording import ESTIMATE
from analytics.models import PublishedFigure
from lederweb.core.templatetags.lederweb import danish_date, partial_date
from lederweb.lib.periods import day_of

STATED = "stated:"
_REACH = ("visits", "visitors")


class UnknownFigure(LookupError):
    """No figure has this key; the message is for editors."""


class NoValue(LookupError):
    """Nothing was counted or stated for the time asked about; the message is for editors."""


@dataclass(frozen=True)
class Span:
    """A period with both its days; a moment is a period of one day."""

    first: dt.date
    last: dt.date

    def a_year_before(self) -> Span:
        return Span(_a_year_before(self.first), _a_year_before(self.last))


@dataclass(frozen=True)
class Counted:
    """A number as it was found, who counted it, and of which days where not of all."""

    value: int
    source: str | Promise
    counted_by: str = "site"
    is_estimate: bool = False
    span: Span | None = None


@dataclass(frozen=True)
class Kind:
    key: str
    name: str | Promise
    unit: str
    definition: str | Promise
    on_a_day: bool
    count: Callable[[Span], Counted | None]


@dataclass(frozen=True)
class Value:
    """A figure with everything that must stand beside it."""

    key: str
    name: str
    value: int
    unit: str
    definition: str
    period: str
    source: str
    comparable: Comparable
    # "about" or "at least" where the source says no better, ESTIMATE where we know no better.
    stated_as: str = ""


KINDS: dict[str, Kind] = {}


def figure(
    key: str,
    *,
    name: str | Promise,
    unit: str,
    definition: str | Promise,
    on_a_day: bool = False,
) -> Callable[[Callable[[Span], Counted | None]], Callable[[Span], Counted | None]]:
    """Register the function that counts a figure; None means that there is nothing to count."""

    def register(count: Callable[[Span], Counted | None]) -> Callable[[Span], Counted | None]:
        KINDS[key] = Kind(key, name, unit, definition, on_a_day, count)
        return count

    return register


def value_of(key: str, span: Span | None) -> Value:
    """The figure as it stands now. `span` is not asked for where a source states the figure.

    Raises UnknownFigure and NoValue.
    """
    if key.startswith(STATED):
        return _stated(key)
    kind = KINDS.get(key)
    if kind is None:
        raise UnknownFigure(_("There is no figure called “%(key)s” any more.") % {"key": key})
    if span is None:
        raise NoValue(_("Choose the days the figure is for."))
    if kind.on_a_day:
        span = _day_of(span)
    counted = kind.count(span)
    if counted is None:
        raise NoValue(_("Nothing was counted in that time."))
    span = counted.span or span
    comparable = Comparable.of_period(kind.unit, span.first, span.last, counted.counted_by)
    return Value(
        key=key,
        name=str(kind.name),
        value=counted.value,
        unit=kind.unit,
        definition=str(kind.definition),
        period=danish_date(span.last) if kind.on_a_day else span_in_words(span.first, span.last),
        source=str(counted.source),
        comparable=replace(comparable, span=NO_SEASON) if kind.on_a_day else comparable,
        stated_as=ESTIMATE if counted.is_estimate else "",
    )


def _day_of(span: Span) -> Span:
    """The last day of the period; while that is to come, today: nobody knows how many there will be."""
    day = min(span.last, day_of(timezone.now()))
    return Span(day, day)


def _stated(key: str) -> Value:
    row = PublishedFigure.objects.filter(key=key.removeprefix(STATED)).first()
    if row is None:
        raise UnknownFigure(_("There is no figure called “%(key)s” any more.") % {"key": key})
    definition = DEFINITIONS["published"].text
    return Value(
        key=key,
        name=row.label,
        value=row.value,
        unit=row.unit,
        definition=" ".join(filter(None, [str(definition), row.note])),
        period=_period_of(row),
        source=row.source,
        comparable=_comparable(row),
        stated_as="" if row.statement == PublishedFigure.Statement.EXACT else row.statement,
    )


def _period_of(row: PublishedFigure) -> str:
    if row.period_from and row.period_to:
        return span_in_words(row.period_from, row.period_to)
    if row.on_date:
        return partial_date(row.on_date)
    return _("%(year)s, period not stated") % {"year": row.year}


def _comparable(row: PublishedFigure) -> Comparable:
    comparable = Comparable.of_period(row.unit, row.period_from, row.period_to, "published")
    return replace(comparable, span=NO_SEASON) if row.on_date else comparable


def year_before(key: str, span: Span | None) -> Value:
    """The same figure of the same time a year before. Raises UnknownFigure and NoValue."""
    if not key.startswith(STATED):
        if span and key in KINDS and KINDS[key].on_a_day:
            span = _day_of(span)
        return value_of(key, span.a_year_before() if span else None)
    row = PublishedFigure.objects.filter(key=key.removeprefix(STATED)).first()
    if row is None:
        raise UnknownFigure(_("There is no figure called “%(key)s” any more.") % {"key": key})
    rows = PublishedFigure.objects.filter(
        year=row.year - 1, is_monthly_average=row.is_monthly_average
    ).order_by("pk")
    name = row.label.split(",")[0]
    same = Q(label=name) | Q(label__startswith=f"{name},")
    before = rows.filter(same, unit=row.unit).first()
    if before is None and row.unit in _REACH:
        # Besøg and besøgende took turns over the years: shown, but never without the warning.
        before = rows.filter(unit__in=_REACH).first()
    if before is None:
        raise NoValue(_("No source states the figure a year before."))
    return _stated(STATED + before.key)


def comparison_warnings(now: Value, before: Value) -> list[str]:
    """Why the two must not be compared without saying so (promise V8); empty for like and like."""
    return warnings([now.comparable, before.comparable])


def _a_year_before(day: dt.date) -> dt.date:
    if (day.month, day.day) == (2, 29):
        return dt.date(day.year - 1, 2, 28)
    following = day + dt.timedelta(days=1)
    before = dt.date(following.year - 1, following.month, following.day)
    # The last day of February stays the last day.
    return before - dt.timedelta(days=1)
