"""How many get the newsletter: from their consents, and before that as published."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from analytics import charts
from analytics.charts import BEFORE, NOW, OTHER, PART, Bar
from analytics.comparison import NO_SEASON, Comparable, Part, warnings
from analytics.dashboard.numbers import Numbers
from analytics.dashboard.published import notes_of, sources_of, stated, when
from analytics.dashboard.reach import column_name
from analytics.dashboard.section import Cell, Change, Section, Table
from analytics.definitions import DEFINITIONS
from analytics.models import PublishedFigure
from lederweb.core.fields import last_day, parse_partial_date
from lederweb.core.templatetags.lederweb import danish_date
from lederweb.lib import danish
from lederweb.lib.periods import Month, start_of

_LABELS = 14


def in_period(numbers: Numbers) -> Section:
    """The net change by step as far back as the list goes, and what was published of the period."""
    standing = numbers.subscribers_of_period
    figures = _published(numbers)
    changes = _changes(numbers)
    table = _table(numbers, changes, figures) if standing else _published_table(figures)
    if _is_to_come(numbers):
        table.rows.append(_row_of_today(numbers))
        told = [_none_but(numbers, [_of_today(numbers)])]
    else:
        told = [_sentence(numbers), _published_of(numbers, figures)]
    is_own = bool(standing) or _is_to_come(numbers)
    sources = [_own_source()] if is_own else []
    return Section(
        slug="abonnenter",
        heading=_("Subscribers"),
        sentence=" ".join(filter(None, told)),
        headline=told[0] or (f"{told[1]} ({sources_of(figures)})" if told[1] else ""),
        is_stated=bool(figures) and not is_own,
        table=table,
        drawing=_chart_of(numbers, changes, _best_of_each_year(figures)),
        description=_("Columns through time: who came less who left.")
        if standing
        else _("Columns by year; rounded figures are paler."),
        warnings=_warnings(numbers, figures),
        definitions=[DEFINITIONS["subscribers"]] + ([DEFINITIONS["published"]] if figures else []),
        notes=_notes(numbers, figures),
        source=", ".join([*sources, *([sources_of(figures)] if figures else [])]),
        empty="" if table.rows else _nothing(numbers),
    )


def through_the_years(numbers: Numbers) -> Section:
    """The published numbers, and today's beside them with a visible break."""
    figures = [figure for figure in numbers.figures if figure.unit == "subscribers"]
    today = numbers.subscribers[numbers.this_month]
    found = _beside_published(numbers, figures) if today and figures else []
    table = _published_table(figures)
    if today:
        table.rows.append(_row_of_today(numbers))
    best = _best_of_each_year(figures)
    return Section(
        slug="abonnenter-gennem-aarene",
        heading=_("Subscribers through the years"),
        sentence=_published_sentence(best[-1:]),
        table=table,
        drawing=_years_chart(best, today) if best else None,
        description=_("Columns by year; rounded figures are paler."),
        warnings=found,
        definitions=[DEFINITIONS["subscribers"], DEFINITIONS["published"]],
        notes=notes_of(figures),
        source=sources_of(figures),
        empty="" if figures else _("No figures have been entered yet."),
    )


def _own_source() -> str:
    return _("The list of subscribers.").rstrip(".")


def _is_to_come(numbers: Numbers) -> bool:
    """Whether the period has not begun, and the list tells how many there are until now."""
    return numbers.period.first > numbers.today and numbers.subscribed_since is not None


def _row_of_today(numbers: Numbers) -> list[Cell]:
    return [_("today"), numbers.subscribers[numbers.this_month], _("exact"), _own_source()]


def _of_today(numbers: Numbers) -> str:
    value = danish.number(numbers.subscribers[numbers.this_month])
    return f"{value} ({danish_date(numbers.today)})"


def _nothing(numbers: Numbers) -> str:
    if numbers.subscribed_since is None:
        return _("Nobody has subscribed yet.")
    return _("Nobody knows how many subscribed %(when)s.") % {"when": numbers.period.when}


def _changes(numbers: Numbers) -> dict[dt.date, Change]:
    """By step of the period: who confirmed less who left."""
    before, changes = numbers.subscribers_before, {}
    for step, value in numbers.subscribers_of_period.items():
        changes[step] = Change(value - before)
        before = value
    return changes


def _table(
    numbers: Numbers, changes: dict[dt.date, Change], figures: list[PublishedFigure]
) -> Table:
    """The newest first; what was published of the same time below it."""
    standing, by_month = numbers.subscribers_of_period, numbers.period.grain == "month"
    rows: list[list[Cell]] = [
        [_name(numbers, step), changes[step], value, _("exact"), _own_source()]
        for step, value in reversed(standing.items())
    ]
    rows += [[row[0], None, *row[1:]] for row in reversed(_published_table(figures).rows)]
    columns = [
        _("Month") if by_month else _("Day"),
        _("Net change"),
        _("Subscribers at its end") if by_month else _("Subscribers"),
        _("Stated as"),
        _("Source"),
    ]
    return Table(columns, rows)


def _published_table(figures: list[PublishedFigure]) -> Table:
    return Table(
        [_("When"), _("Subscribers"), _("Stated as"), _("Source")],
        [
            [when(figure), figure.value, figure.get_statement_display(), figure.source]
            for figure in figures
        ],
    )


def _published(numbers: Numbers) -> list[PublishedFigure]:
    """What lies in the period, oldest first; where the list tells nothing, its neighbours, too."""
    period = numbers.period
    figures = [figure for figure in numbers.figures if figure.unit == "subscribers"]
    figures.sort(key=_days)
    within = [
        figure
        for figure in figures
        if _days(figure)[0] <= period.last and _days(figure)[1] >= period.first
    ]
    if numbers.subscribers_of_period or _is_to_come(numbers):
        return within
    best = _best_of_each_year(figures)
    before = [figure for figure in best if _days(figure)[1] < period.first][-1:]
    after = [figure for figure in best if _days(figure)[0] > period.last][:1]
    return [*before, *within, *after]


def _days(figure: PublishedFigure) -> tuple[dt.date, dt.date]:
    """The first and the last day that its date can mean."""
    if figure.period_from and figure.period_to:
        return figure.period_from, figure.period_to
    date = figure.on_date or str(figure.year)
    year, month, day = parse_partial_date(date)
    return dt.date(year, month or 1, day or 1), last_day(date)


def _sentence(numbers: Numbers) -> str:
    standing = numbers.subscribers_of_period
    if not standing:
        return ""
    period = numbers.period
    change = list(standing.values())[-1] - numbers.subscribers_before
    values = {
        "value": danish.number(list(standing.values())[-1]),
        "change": danish.number(abs(change)),
        "last": danish_date(period.last),
        "before": danish_date(period.first - dt.timedelta(days=1)),
    }
    told = (
        _("The newsletter has %(value)s subscribers")
        if period.last >= numbers.today
        else _("On %(last)s the newsletter had %(value)s subscribers")
    ) % values
    began = numbers.subscribed_since
    if began is None or began >= start_of(period.first):
        return f"{told}."  # nobody knows how many there were when the period began
    values["told"] = told
    if change > 0:
        return _("%(told)s, %(change)s more than on %(before)s.") % values
    if change < 0:
        return _("%(told)s, %(change)s fewer than on %(before)s.") % values
    return _("%(told)s, as many as on %(before)s.") % values


def _published_of(numbers: Numbers, figures: list[PublishedFigure]) -> str:
    """What was published of the period; of a time without any, what lies nearest."""
    period, best = numbers.period, _best_of_each_year(figures)
    if any(_days(figure)[1] >= period.first and _days(figure)[0] <= period.last for figure in best):
        return _published_sentence([one for one in best if _days(one)[0] <= period.last])
    nearest = [f"{stated(figure)} ({when(figure)})" for figure in best]
    return _none_but(numbers, nearest) if nearest else ""


def _none_but(numbers: Numbers, nearest: list[str]) -> str:
    return _("There is no number of subscribers %(when)s. Nearest: %(nearest)s.") % {
        "when": numbers.period.when,
        "nearest": ", ".join(nearest),
    }


def _published_sentence(best: list[PublishedFigure]) -> str:
    if not best:
        return ""
    *earlier, last = best
    values = {
        "value": stated(last),
        "when": when(last),
        "earlier": ", ".join(f"{stated(figure)} ({when(figure)})" for figure in earlier),
    }
    if not earlier:
        return _("The newsletter had %(value)s subscribers (%(when)s).") % values
    return (
        _("The newsletter had %(value)s subscribers (%(when)s); before that %(earlier)s.") % values
    )


def _warnings(numbers: Numbers, figures: list[PublishedFigure]) -> list[str]:
    if not numbers.subscribers_of_period and not _is_to_come(numbers):
        return []
    found = (
        [_("Subscribers of the demonstration are made up.")] if numbers.holds_demonstration else []
    )
    if figures:
        found += _beside_published(numbers, figures)
    return found


def _beside_published(numbers: Numbers, figures: list[PublishedFigure]) -> list[str]:
    own = Comparable("subscribers", NO_SEASON, "site")
    return warnings([own, *(Comparable("subscribers", _span(one), "published") for one in figures)])


def _notes(numbers: Numbers, figures: list[PublishedFigure]) -> list[str]:
    notes = notes_of(figures)
    if numbers.subscribers_of_period:
        notes.insert(0, _("Whoever asks to be deleted disappears from earlier months, too."))
    known = [figure for figure in numbers.figures if figure.unit == "subscribers"]
    if not figures and known:
        latest = _best_of_each_year(known)[-1]
        notes.append(
            _(
                "Last published: %(value)s (%(when)s, %(source)s). More years stand under “Older "
                "and other numbers”."
            )
            % {"value": stated(latest), "when": when(latest), "source": latest.source}
        )
    return notes


def _name(numbers: Numbers, step: dt.date) -> str:
    if numbers.period.grain == "day":
        return danish_date(step)
    return numbers.name_of(Month.of(step))


def _runs(numbers: Numbers, step: dt.date) -> bool:
    if numbers.period.grain == "month":
        return Month.of(step) == numbers.this_month
    return step == numbers.today


def _chart_of(
    numbers: Numbers, changes: dict[dt.date, Change], best: list[PublishedFigure]
) -> charts.Chart | None:
    """Net changes where the list goes back so far, else what was published; nothing of nothing."""
    if not changes:
        return _years_chart(best, 0) if best else None
    if not any(change.value for change in changes.values()):
        return None
    # Above more columns than these their numbers would run into each other.
    labelled = len(changes) <= _LABELS
    first = next(iter(changes))
    return charts.columns(
        [
            Bar(
                column_name(numbers, step, is_first=step == first),
                change.value,
                str(change) if labelled else None,
                PART if _runs(numbers, step) else NOW,
            )
            for step, change in changes.items()
        ]
    )


def _span(figure: PublishedFigure) -> Part | None:
    """How many there are on a day has no season; None where nobody knows the month."""
    _year, month, _day = parse_partial_date(figure.on_date) if figure.on_date else (0, None, None)
    return NO_SEASON if month else None


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
