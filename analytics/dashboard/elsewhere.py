"""Numbers that others counted: imported sources beside ours, and followers on social media."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics import charts
from analytics.charts import BEFORE, NOW, OTHER, PART, Bar
from analytics.comparison import Comparable, warnings
from analytics.dashboard.numbers import Numbers
from analytics.dashboard.section import Cell, Section, Table
from analytics.definitions import DEFINITIONS
from analytics.models import DailyTotal, FollowerCount, ImportedSource, MonthlyTotal
from analytics.querysets import Figure
from lederweb.lib import danish
from lederweb.lib.periods import Month

_METRICS = ("visitors", "visits", "page_views")
_COLOURS = (OTHER, BEFORE, PART)
# Of more sources than these the chart shows none: it could not be read.
_DRAWN = len(_COLOURS)
_TOLD = 6  # months without all of their days, by name
_ONE_DAY = dt.timedelta(days=1)


def imported(numbers: Numbers) -> Section:
    """Each month of the period as each source counted it, ours first. Two queries and one more."""
    sources = list(ImportedSource.objects.all())
    months = numbers.period.months
    of_series = MonthlyTotal.objects.of_metrics_by_series(
        _METRICS,
        months[0].first_day,
        months[-1].first_day,
        series=[numbers.series, *(source.series for source in sources)],
    )
    named: list[tuple[str, str]] = [(numbers.series, _("this site"))]
    named += [(source.series, source.name) for source in sources]
    rows: list[list[Cell]] = []
    for month in reversed(months):
        for series, name in named:
            figures = [of_series[series][metric].get(month.first_day) for metric in _METRICS]
            if any(figures):
                rows.append([numbers.name_of(month), name, *figures])
    there = [(series, name) for series, name in named if any(of_series[series].values())]
    is_empty = not any(series != numbers.series for series, _name in there)
    sentence = (
        (
            _("%(period)s until now, as these have counted it: %(names)s.")
            if numbers.is_running
            else _("%(period)s, as these have counted it: %(names)s.")
        )
        % {
            "period": capfirst(numbers.period.name),
            "names": ", ".join(name for _series, name in there),
        }
        if not is_empty
        else ""
    )
    found = warnings(
        Comparable.of_period("visits", numbers.period.first, numbers.period.last, series)
        for series, _name in there
    )
    found += numbers.beginning_warnings
    found += _partial(numbers, [one for one in there if one[0] != numbers.series])
    return Section(
        slug="andre-taellere",
        heading=_("Other counters beside ours"),
        sentence=sentence,
        table=Table(
            [
                _("Month"),
                _("Counted by"),
                *(str(DEFINITIONS[metric].name) for metric in _METRICS),
            ],
            rows,
        ),
        drawing=None if is_empty else _side_by_side(months, there, of_series),
        description=_("Visits by month, one column for each counter."),
        definitions=[DEFINITIONS[metric] for metric in _METRICS],
        warnings=[] if is_empty else [*numbers.demonstration_warnings, *found],
        notes=[
            _(
                "The definitions are ours. What was imported from a log follows them as far as a "
                "log can tell; Matomo and Plausible have definitions of their own."
            )
        ],
        source=", ".join(name for _series, name in there),
        empty=_("No other counter has numbers of %(period)s.") % {"period": numbers.period.name}
        if is_empty
        else "",
    )


def _partial(numbers: Numbers, there: list[tuple[str, str]]) -> list[str]:
    """Of each source with daily numbers, the months of the period that lack days. One query.

    A hole may be a file that was forgotten. Nobody can tell it from a day on which nobody came.
    """
    daily = [(series, name) for series, name in there if series in numbers.spans]
    if not daily:
        return []
    months = [month for month in numbers.period.months if month.first_day < numbers.today]
    counted = DailyTotal.objects.days_by_month(
        months[0].first_day, months[-1].last_day, series=[series for series, _name in daily]
    )
    found = []
    for series, name in daily:
        lacking = []
        for month in months:
            days = counted[series].get(month.first_day)  # none where a whole month was imported
            over = (min(month.last_day, numbers.today - _ONE_DAY) - month.first_day + _ONE_DAY).days
            if days and days < over:
                lacking.append(
                    _("%(month)s (%(days)d of %(all)d days)")
                    % {"month": month.name, "days": days, "all": over}
                )
        if lacking:
            found.append(
                _("“%(name)s” does not have numbers of every day: %(months)s.")
                % {"name": name, "months": _few(lacking)}
            )
    return found


def _few(told: list[str]) -> str:
    more = len(told) - _TOLD
    if more <= 0:
        return ", ".join(told)
    others = ngettext("and %(count)d more month", "and %(count)d more months", more)
    return f"{', '.join(told[:_TOLD])} {others % {'count': more}}"


def _side_by_side(
    months: list[Month],
    there: list[tuple[str, str]],
    of_series: dict[str, dict[str, dict[dt.date, Figure]]],
) -> charts.Chart | None:
    if len(there) > _DRAWN + 1:
        return None
    shown = [(*one, colour) for one, colour in zip(there, (NOW, *_COLOURS), strict=False)]
    bars = []
    for month in months:
        name = charts.short_month(month.number, month.year)
        for series, _label, colour in shown:
            figure = of_series[series]["visits"].get(month.first_day)
            bars.append(Bar(name, figure.value if figure else None, None, colour, series))
    return charts.columns(bars, key={colour: label for _series, label, colour in shown})


def followers(numbers: Numbers) -> Section:
    """What the secretariat has read off each channel, month by month."""
    counts: dict[Month, dict[str, int]] = defaultdict(dict)
    for month, channel, value in FollowerCount.objects.order_by("-month").values_list(
        "month", "channel", "value"
    ):
        counts[Month.of(month)][channel] = value
    channels = [
        (value, label)
        for value, label in FollowerCount.Channel.choices
        if any(value in row for row in counts.values())
    ]
    # By when they were last counted: each number stands under its own month (promise V8).
    told: dict[Month, dict[str, int]] = {}
    seen: set[str] = set()
    for newest, row in counts.items():
        latest = {label: row[name] for name, label in channels if name in row.keys() - seen}
        seen |= row.keys()
        if latest:
            told[newest] = latest
    return Section(
        slug="foelgere",
        heading=_("Followers on social media"),
        sentence=_("Latest counted: %(counts)s.")
        % {"counts": "; ".join(_said(month, row) for month, row in told.items())}
        if told
        else "",
        table=Table(
            [_("Month"), *(label for _value, label in channels)],
            [
                [month.name, *(row.get(value) for value, _label in channels)]
                for month, row in counts.items()
            ],
        ),
        drawing=charts.rows(
            [
                Bar(
                    label if len(told) == 1 else f"{label} ({month.name})",
                    count,
                    danish.number(count),
                )
                for month, row in told.items()
                for label, count in row.items()
            ]
        )
        if told
        else None,
        description=_("Bars by channel, as last counted."),
        definitions=[DEFINITIONS["followers"]],
        warnings=[
            _(
                "The channels were last counted in different months, so do not compare them: %(when)s."
            )
            % {"when": ", ".join(month.name for month in told)}
        ]
        if len(told) > 1
        else [],
        source=_("Read off the channels by the secretariat."),
        empty="" if told else _("Nobody has entered followers yet."),
    )


def _said(month: Month, row: dict[str, int]) -> str:
    """Facebook 4.544, LinkedIn 1.200 (oktober 2026)"""
    counts = ", ".join(f"{label} {danish.number(count)}" for label, count in row.items())
    return f"{counts} ({month.name})"
