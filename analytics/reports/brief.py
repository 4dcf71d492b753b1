"""What cards and the quarterly note share: figures as a table, short lists, and reach by month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics import charts
from analytics.comparison import span_in_words
from analytics.dashboard.numbers import Numbers
from analytics.definitions import DEFINITIONS
from analytics.figures.registry import Span
from analytics.models import DailyTotal, MonthlyTotal
from analytics.reports.document import Drawing, Grid, Item, Items, Line, Section, Words
from analytics.reports.sections.part import Block, details, owners_in_words
from lederweb.core.models.pages import address_of
from lederweb.core.templatetags.lederweb import partial_date
from lederweb.lib import danish
from lederweb.lib.periods import Month, months_between
from projects.models import Event, MediaMention, ProjectPage
from publications.models import ContentPage

_ADDITIVE = ("page_views", "downloads", "plays")


def year_until(day: dt.date) -> Span:
    """The twelve whole months before the month of the day."""
    last = Month.of(day).shifted(-1)
    return Span(last.shifted(-11).first_day, last.last_day)


def in_numbers(lines: Sequence[Line]) -> Grid:
    return Grid(
        caption=_("The figures and their periods"),
        columns=[_("Figure"), _("Value"), _("Period")],
        rows=[[line.name, line.text, line.period] for line in lines],
        numeric=[1],
    )


def few(items: Sequence[Item], most: int) -> list[Items | Words]:
    """The first ones as a list, and how many there are besides."""
    rest = len(items) - most
    if rest <= 0:
        return [Items(list(items))] if items else []
    words = ngettext("and %(count)d more", "and %(count)d more", rest) % {"count": rest}
    return [Items(list(items[:most])), Words(f"<p>… {words}.</p>")]


def section(slug: str, heading: str, blocks: Sequence[Block]) -> list[Section]:
    """Left out where there is nothing to show."""
    return [Section(slug, heading, list(blocks))] if blocks else []


def product_item(page: ContentPage) -> Item:
    return Item(
        title=page.title,
        address=address_of(page),
        details=details(str(page.kind_label), partial_date(page.published_on)),
    )


def project_item(page: ProjectPage) -> Item:
    return Item(page.title, address=address_of(page), details=owners_in_words(page.owners))


def event_item(row: Event) -> Item:
    return Item(
        row.title,
        address=row.link,
        details=details(row.get_kind_display(), row.place, partial_date(row.starts_on)),
    )


def mention_item(row: MediaMention) -> Item:
    return Item(
        row.title or row.outlet,
        address=row.link,
        details=details(
            row.get_kind_display(),
            row.outlet if row.title else "",
            partial_date(row.published_on),
        ),
    )


@dataclass(frozen=True)
class Reach:
    """How much the pages of one project or Væksthus were used; whole months only."""

    dimension: str
    key: str
    span: Span

    @cached_property
    def _numbers(self) -> Numbers:
        return Numbers(self.span.last)

    @property
    def warnings(self) -> list[str]:
        return self._numbers.demonstration_warnings

    @cached_property
    def _counted_months(self) -> list[Month]:
        """Those in which the site counted at all: in the others nobody knows, which is not 0."""
        months = months_between(Month.of(self.span.first), Month.of(self.span.last))
        counted = MonthlyTotal.objects.over_time(
            "page_views", months[0].first_day, months[-1].first_day, series=self._numbers.series
        )
        return [month for month in months if month.first_day in counted]

    @cached_property
    def lines(self) -> list[Line]:
        """What adds up over months, as far as there is any of it."""
        found = []
        months = self._counted_months
        begins = months[0].first_day if months else self.span.first
        period = span_in_words(begins, self.span.last)
        for metric in _ADDITIVE:
            total = DailyTotal.objects.total(
                metric,
                self.span.first,
                self.span.last,
                dimension=self.dimension,
                key=self.key,
                series=self._numbers.series,
            )
            if total:
                definition = DEFINITIONS[metric]
                found.append(
                    Line(
                        name=str(definition.name),
                        value=total,
                        text=danish.number(total),
                        unit=str(definition.name).lower(),
                        period=period,
                        definition=str(definition.text),
                        source=_("Counted by Lederweb"),
                    )
                )
        return found

    @cached_property
    def drawing(self) -> Drawing | None:
        """Page views by month; None where there are none."""
        months = self._counted_months
        if not months:
            return None
        found = MonthlyTotal.objects.over_time(
            "page_views",
            months[0].first_day,
            months[-1].first_day,
            dimension=self.dimension,
            key=self.key,
            series=self._numbers.series,
        )
        if not found:
            return None
        values = [
            found[month.first_day].value if month.first_day in found else 0 for month in months
        ]
        bars = [
            charts.Bar(_label(month, months[0]), value, danish.number(value))
            for month, value in zip(months, values, strict=True)
        ]
        most, least = max(values), min(values)
        heading = _("Page views by month")
        return Drawing(
            chart=charts.columns(bars),
            heading=heading,
            description=_(
                "A column for each month, %(period)s. Most: %(most)s in %(month)s; fewest: "
                "%(least)s in %(other)s."
            )
            % {
                "period": span_in_words(months[0].first_day, months[-1].last_day),
                "most": danish.number(most),
                "month": months[values.index(most)].name,
                "least": danish.number(least),
                "other": months[values.index(least)].name,
            },
            table=Grid(
                caption=heading,
                columns=[_("Month"), str(DEFINITIONS["page_views"].name)],
                rows=[
                    [month.name, danish.number(value)]
                    for month, value in zip(months, values, strict=True)
                ],
                numeric=[1],
            ),
            source=_("Counted by this site, without cookies."),
            warnings=self.warnings,
        )


def _label(month: Month, first: Month) -> str:
    """The year below the first month and each January."""
    return charts.short_month(
        month.number, month.year if month == first or month.number == 1 else None
    )
