"""How many get the newsletter: month by month from their consents, and before that as published."""

from __future__ import annotations

from django.utils.translation import gettext as _

from analytics import charts
from analytics.charts import BEFORE, NOW, OTHER, PART, Bar
from analytics.comparison import Comparable, warnings
from analytics.dashboard.numbers import Numbers
from analytics.dashboard.published import notes_of, sources_of, stated, when
from analytics.dashboard.section import Cell, Section, Table
from analytics.definitions import DEFINITIONS
from analytics.models import PublishedFigure
from lederweb.core.fields import parse_partial_date
from lederweb.lib import danish
from lederweb.lib.periods import Month


def by_month(numbers: Numbers) -> Section:
    """The net change of each month: who confirmed less who left."""
    months = numbers.shown_months
    standing = numbers.subscribers
    changes = {month: standing[month] - standing[month.shifted(-1)] for month in months}
    sentence = _sentence(numbers, standing, changes)
    is_empty = not any(standing.values())
    rows: list[list[Cell]] = [
        [_name(numbers, month), _signed(changes[month]), standing[month]]
        for month in reversed(months)
    ]
    bars = [
        Bar(
            charts.short_month(
                month.number, month.year if month == months[0] or month.number == 1 else None
            ),
            changes[month],
            _signed(changes[month]),
            PART if month == numbers.this_month else NOW,
        )
        for month in months
    ]
    return Section(
        slug="abonnenter",
        heading=_("Subscribers"),
        sentence=sentence,
        table=Table([_("Month"), _("Net change"), _("Subscribers at its end")], rows),
        drawing=None if is_empty else charts.columns(bars),
        description=_("Columns by month: who came less who left."),
        warnings=[_("Subscribers of the demonstration are made up.")]
        if numbers.holds_demonstration and not is_empty
        else [],
        definitions=[DEFINITIONS["subscribers"]],
        notes=[_("Whoever asks to be deleted disappears from earlier months, too.")],
        source=_("The list of subscribers."),
        empty=_("Nobody has subscribed yet.") if is_empty else "",
    )


def through_the_years(numbers: Numbers) -> Section:
    """The published numbers, and today's beside them with a visible break."""
    figures = [figure for figure in numbers.figures if figure.unit == "subscribers"]
    today = numbers.subscribers[numbers.this_month]
    found = []
    if today and figures:
        own = Comparable.of_period("subscribers", numbers.today, numbers.today, "site")
        then = [Comparable("subscribers", _span(figure), "published") for figure in figures]
        found = warnings([own, *then])
    rows: list[list[Cell]] = [
        [when(figure), figure.value, figure.get_statement_display(), figure.source]
        for figure in figures
    ]
    if today:
        rows.append([_("today"), today, _("exact"), _("The list of subscribers.")])
    best = _best_of_each_year(figures)
    sentence = (
        _("The newsletter had %(value)s subscribers (%(when)s).")
        % {"when": when(best[-1]), "value": stated(best[-1])}
        if best
        else ""
    )
    return Section(
        slug="abonnenter-gennem-aarene",
        heading=_("Subscribers through the years"),
        sentence=sentence,
        table=Table([_("When"), _("Subscribers"), _("Stated as"), _("Source")], rows),
        drawing=_years_chart(best, today) if best else None,
        description=_("Columns by year; rounded figures are paler."),
        warnings=found,
        definitions=[DEFINITIONS["subscribers"], DEFINITIONS["published"]],
        notes=notes_of(figures),
        source=sources_of(figures),
        empty="" if figures else _("No figures have been entered yet."),
    )


def _sentence(numbers: Numbers, standing: dict[Month, int], changes: dict[Month, int]) -> str:
    last = numbers.this_month.shifted(-1)
    value = danish.number(standing[numbers.this_month])
    if not any(standing.values()):
        return ""
    values = {"value": value, "month": last.name, "change": danish.number(abs(changes[last]))}
    if changes[last] > 0:
        return (
            _("The newsletter has %(value)s subscribers; in %(month)s there came %(change)s more.")
            % values
        )
    if changes[last] < 0:
        return (
            _("The newsletter has %(value)s subscribers; in %(month)s it lost %(change)s.") % values
        )
    return (
        _("The newsletter has %(value)s subscribers; in %(month)s as many came as left.") % values
    )


def _name(numbers: Numbers, month: Month) -> str:
    if month == numbers.this_month:
        return _("%(month)s until now") % {"month": month.name}
    return month.name


def _signed(value: int) -> str:
    """+12, −3 or 0, the Danish way."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{danish.number(abs(value))}"


def _span(figure: PublishedFigure) -> tuple[tuple[int, int], tuple[int, int]] | None:
    _year, month, day = parse_partial_date(figure.on_date) if figure.on_date else (0, None, None)
    if month is None:
        return None
    return ((month, day or 1), (month, day or 1))


def _best_of_each_year(figures: list[PublishedFigure]) -> list[PublishedFigure]:
    """One figure a year: an exact one where there is one."""
    best: dict[int, PublishedFigure] = {}
    for figure in figures:
        standing = best.get(figure.year)
        if standing is None or standing.statement != PublishedFigure.Statement.EXACT:
            best[figure.year] = figure
    return [best[year] for year in sorted(best)]


def _years_chart(best: list[PublishedFigure], today: int) -> charts.Chart:
    bars = [
        Bar(
            str(figure.year),
            figure.value,
            stated(figure),
            NOW if figure.statement == PublishedFigure.Statement.EXACT else BEFORE,
        )
        for figure in best
    ]
    if today:
        bars.append(Bar(_("today"), today, danish.number(today), OTHER))
    breaks = {str(best[-1].year): _("From here on counted by this site")} if today else None
    return charts.columns(bars, breaks=breaks)
