"""The quarter on one page: its figures beside those of the year before, and what came out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from analytics.comparison import span_in_words
from analytics.dashboard import reach
from analytics.dashboard.numbers import Numbers
from analytics.dashboard.period import Period
from analytics.figures.counted import events_within, mentions_within, released_within
from analytics.figures.registry import NoValue, Span, Value, comparison_warnings, value_of
from analytics.reports.brief import event_item, few, mention_item, product_item, section
from analytics.reports.document import Drawing, Grid, Report, Section
from analytics.reports.sections.part import before_of, line_of, said
from analytics.reports.sections.site import difference, drawing_of
from lederweb.core.templatetags.lederweb import danish_date
from lederweb.lib.periods import Month
from publications.models import ContentPage

# In the order in which they are read.
_KEYS = (
    "visitors-a-month",
    "visits",
    "downloads",
    "plays",
    "subscribers",
    "enrolments",
    "publications",
    "articles",
    "episodes",
    "copies-sent",
    "projects",
    "events",
    "mentions",
)
_MOST_ITEMS, _MOST_EVENTS = 10, 5


@dataclass(frozen=True, order=True)
class Quarter:
    """Three calendar months; `number` is 1 to 4."""

    year: int
    number: int

    @classmethod
    def of(cls, day: dt.date) -> Quarter:
        return cls(day.year, (day.month + 2) // 3)

    @property
    def first(self) -> Month:
        return Month(self.year, self.number * 3 - 2)

    @property
    def span(self) -> Span:
        return Span(self.first.first_day, self.first.shifted(2).last_day)

    @property
    def before(self) -> Quarter:
        return Quarter.of(self.first.shifted(-1).first_day)

    @property
    def name(self) -> str:
        return _("%(number)s. quarter of %(year)s") % {"number": self.number, "year": self.year}


def quarterly_note(quarter: Quarter, *, day: dt.date) -> Report:
    """What the quarter came to, as it stands on the day. Raises ValueError for one to come."""
    if quarter.first.first_day > day:
        raise ValueError(quarter)
    with translation.override(settings.LANGUAGE_CODE):
        span = quarter.span
        pairs = _pairs(span)
        values = [value for pair in pairs for value in pair if value]
        pages = released_within(ContentPage, span).cards()
        warnings = [
            warning
            for now, before in pairs
            if before
            for warning in comparison_warnings(now, before)
        ]
        numbers = Numbers(day, period=Period(span.first, span.last))
        warnings = [*numbers.demonstration_warnings, *_gaps(numbers, span, day), *warnings]
        return Report(
            title=_("The %(quarter)s") % {"quarter": quarter.name},
            subtitle=_("Quarterly note"),
            period=span_in_words(span.first, span.last),
            day=day.isoformat(),
            address="/",
            lead=_lead(pairs, span),
            sections=[
                Section(
                    "tal",
                    _("The quarter in numbers"),
                    [_table(pairs, span), *_visits(numbers)],
                    list(dict.fromkeys(warnings)),
                ),
                *section(
                    "udgivelser",
                    _("Released"),
                    few([product_item(page) for page in pages], _MOST_ITEMS),
                ),
                *section(
                    "arrangementer",
                    _("Events"),
                    few([event_item(row) for row in events_within(span)], _MOST_EVENTS),
                ),
                *section(
                    "medier",
                    _("In the media"),
                    few([mention_item(row) for row in mentions_within(span)], _MOST_EVENTS),
                ),
            ],
            receipt=[line_of(value) for value in values],
        )


Pair = tuple[Value, Value | None]


def _pairs(span: Span) -> list[Pair]:
    """What was counted, each with the year before if it was counted then."""
    pairs: list[Pair] = []
    for key in _KEYS:
        try:
            now = value_of(key, span)
        except NoValue:
            continue
        before = before_of(now, span)
        if now.value or before:
            pairs.append((now, before))
    return pairs


def _said(value: Value, span: Span) -> str:
    """With its period where that is not all of the quarter, or not the day at its end."""
    whole = (span_in_words(span.first, span.last), danish_date(span.last))
    return said(value) if value.period in whole else f"{said(value)} ({value.period})"


def _table(pairs: list[Pair], span: Span) -> Grid:
    return Grid(
        caption=_("The quarter beside the same quarter a year before"),
        columns=[_("Figure"), _("The quarter"), _("The year before"), _("Difference")],
        rows=[
            [
                now.name,
                _said(now, span),
                _said(before, span.a_year_before()) if before else "–",
                difference(now, before) if before else "–",
            ]
            for now, before in pairs
        ],
        numeric=[1, 2, 3],
    )


def _gaps(numbers: Numbers, span: Span, day: dt.date) -> list[str]:
    """That the quarter is not over, and in which of its months nobody counted visits."""
    if span.last >= day:
        return [_("The quarter is not over yet.")]
    counted = numbers.of_period["visits"]
    missing = [month for month in numbers.period.months if month.first_day not in counted]
    if not counted or not missing:
        return []
    names = ", ".join(month.name for month in missing)
    return [_("Visits were not counted in %(months)s.") % {"months": names}]


def _visits(numbers: Numbers) -> list[Drawing]:
    visits = reach.visits(numbers)
    return [drawing_of(visits)] if visits.drawing else []


def _lead(pairs: list[Pair], span: Span) -> str:
    """The first two figures in a sentence."""
    told = [f"{now.name}: {_said(now, span)}" for now, _before in pairs[:2]]
    return ". ".join(told) + "." if told else _("Nothing has been counted in the quarter.")
