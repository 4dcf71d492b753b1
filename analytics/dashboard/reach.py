"""The whole site's numbers through the period, with the other period beside them."""

from __future__ import annotations

import datetime as dt

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from analytics import charts
from analytics.charts import BEFORE, NOW, PART, Bar
from analytics.dashboard.numbers import Numbers
from analytics.dashboard.period import Period
from analytics.dashboard.section import Cell, Change, Section, Table, about
from analytics.definitions import DEFINITIONS
from analytics.querysets import Figure
from lederweb.core.templatetags.lederweb import danish_date
from lederweb.lib import danish
from lederweb.lib.periods import WEEKDAY_NAMES, Month

# More numbers than these cannot stand side by side over their columns.
_LABELS = 14

Pair = tuple[dt.date, Figure | None, Figure | None]


def visits(numbers: Numbers) -> Section:
    return _section(numbers, metric="visits", slug="besoeg")


def visitors(numbers: Numbers) -> Section:
    return _section(numbers, metric="visitors", slug="besoegende")


def page_views(numbers: Numbers) -> Section:
    return _section(numbers, metric="page_views", slug="sidevisninger")


def downloads(numbers: Numbers) -> Section:
    return _section(numbers, metric="downloads", slug="hentninger")


def plays(numbers: Numbers) -> Section:
    return _section(numbers, metric="plays", slug="afspilninger")


def _section(numbers: Numbers, *, metric: str, slug: str) -> Section:
    definition = DEFINITIONS[metric]
    pairs = _pairs(numbers, metric)
    is_empty = not any(now for _step, now, _before in pairs)
    has_before = any(before for _step, _now, before in pairs)
    found = [*numbers.demonstration_warnings, *numbers.definition_warnings]
    found += numbers.beginning_warnings
    if has_before:
        found += numbers.comparison_warnings
    return Section(
        slug=slug,
        heading=definition.name,
        sentence=_sentence(numbers, metric),
        definitions=[definition],
        table=_table(numbers, metric, pairs),
        drawing=None
        if not any(figure and figure.value for _step, *both in pairs for figure in both)
        else charts.columns(
            _bars(numbers, pairs, has_before),
            breaks=_breaks(numbers, pairs),
            key={NOW: numbers.period.name, BEFORE: numbers.compared.name} if has_before else None,
        ),
        description=_("Columns through time; the other period is paler."),
        warnings=[] if is_empty else found,
        notes=[] if is_empty else _notes(numbers, pairs, has_before),
        source=numbers.source,
        empty=_nothing(numbers) if is_empty else "",
    )


def _nothing(numbers: Numbers) -> str:
    if any(numbers.of_months["visits"].values()):
        if numbers.is_running:
            return _("This site has counted nothing %(when)s until now.") % {
                "when": numbers.period.when
            }
        return _("This site has counted nothing %(when)s.") % {"when": numbers.period.when}
    return _(
        "Nothing has been counted yet. The numbers come at most ten minutes after the first visit."
    )


def _pairs(numbers: Numbers, metric: str) -> list[Pair]:
    """Each step of the period with its number and that of what stands beside it."""
    now, before = numbers.of_period[metric], numbers.of_compared[metric]
    beside = numbers.beside
    return [
        (step, now.get(step), before.get(beside[step]) if step in beside else None)
        for step in numbers.period.steps
    ]


def _is_over(numbers: Numbers, step: dt.date) -> bool:
    if numbers.period.grain == "month":
        return Month.of(step) < numbers.this_month
    return step < numbers.today


def _can_be_compared(numbers: Numbers, step: dt.date) -> bool:
    """Whether step and what stands beside it are over and were counted from their first day."""
    both = (step, numbers.beside.get(step, step))
    if not all(_is_over(numbers, each) for each in both):
        return False
    return numbers.period.grain == "day" or all(numbers.is_whole(Month.of(each)) for each in both)


def _name(numbers: Numbers, step: dt.date) -> str:
    if numbers.period.grain == "month":
        return numbers.name_of(Month.of(step))
    name = _weekday(step)
    return name if step != numbers.today else _("%(month)s until now") % {"month": name}


def _weekday(day: dt.date) -> str:
    """lørdag den 31. oktober 2026: a weekend is seen to be one."""
    return _("%(weekday)s %(day)s") % {
        "weekday": WEEKDAY_NAMES[day.weekday()],
        "day": danish_date(day),
    }


def _table(numbers: Numbers, metric: str, pairs: list[Pair]) -> Table:
    """The newest first. What each stands beside is named, unless it is the month a year before."""
    is_a_year = numbers.compared == numbers.period.a_year_before()
    by_month = numbers.period.grain == "month"
    has_before = any(before for _step, _now, before in pairs)
    names_both = has_before and not (is_a_year and by_month)
    rows: list[list[Cell]] = []
    for step, now, before in reversed(pairs):
        if now is None and before is None and step > numbers.today:
            continue
        compared = change(now, before) if _can_be_compared(numbers, step) else None
        row: list[Cell] = [_name(numbers, step), now]
        if names_both:
            row.append(_name(numbers, numbers.beside[step]) if step in numbers.beside else None)
        rows.append([*row, before, compared])
    return Table(
        columns=[
            _("Month") if by_month else _("Day"),
            str(DEFINITIONS[metric].name),
            *([_("Compared month") if by_month else _("Compared day")] if names_both else []),
            _("Same month the year before")
            if is_a_year and by_month
            else _("Compared: %(period)s") % {"period": numbers.compared.name},
            pgettext("of a number", "Change"),
        ],
        rows=rows,
    )


def change(now: Figure | int | None, before: Figure | int | None) -> Change | None:
    """In percent; nothing where one of the numbers is missing."""
    now = now.value if isinstance(now, Figure) else now
    before = before.value if isinstance(before, Figure) else before
    if now is None or not before:
        return None
    return Change(round(100 * (now - before) / before), in_percent=True)


def _bars(numbers: Numbers, pairs: list[Pair], has_before: bool) -> list[Bar]:
    labelled = len(pairs) <= _LABELS
    highest = max(pairs, key=lambda pair: pair[1].value if pair[1] else 0)[0]
    bars = []
    for step, now, before in pairs:
        name = column_name(numbers, step, is_first=step == pairs[0][0])
        if has_before:
            bars.append(Bar(name, before.value if before else None, None, BEFORE, "before"))
        colour = NOW if _is_over(numbers, step) else PART
        # "ca." stands above its number: side by side they would run into each other.
        label = (about(now) or "").replace(" ", "|") if labelled or step == highest else None
        bars.append(Bar(name, now.value if now else None, label, colour, "now"))
    return bars


def _breaks(numbers: Numbers, pairs: list[Pair]) -> dict[str, str]:
    first = pairs[0][0]
    return {
        column_name(
            numbers,
            month.shifted(-1).first_day,
            is_first=month.shifted(-1).first_day == first,
        ): _("From here on by new definitions")
        for month in numbers.new_definitions
    }


def column_name(numbers: Numbers, step: dt.date, *, is_first: bool) -> str:
    """Short, and with the year or month only where it changes; "¤" keeps columns apart."""
    if numbers.period.grain == "day":
        shows_month = is_first or step.day == 1
        # Babel finds no text inside an f-string.
        return f"{step.day}.|{charts.short_month(step.month)}" if shows_month else _day(step)
    month = Month.of(step)
    if month == numbers.this_month:
        return "|".join([charts.short_month(month.number), _("until now")])
    shows_year = is_first or month.number == 1
    name = charts.short_month(month.number, month.year if shows_year else None)
    return name if shows_year else f"{name}¤{month.year}"


def _day(step: dt.date) -> str:
    return f"{step.day}.¤{step.month}"


def _notes(numbers: Numbers, pairs: list[Pair], has_before: bool) -> list[str]:
    notes = []
    unfinished = [step for step, now, _before in pairs if now and not _is_over(numbers, step)]
    if unfinished and numbers.period.grain == "month":
        notes.append(
            _("%(month)s is not over: its number grows and is compared with nothing.")
            % {"month": numbers.this_month.name.capitalize()}
        )
    if has_before and numbers.period.grain == "day":
        notes.append(
            _(
                "Each day is compared with the nearest same weekday of the other period, not with "
                "the same date. A day whose weekday lies outside it is compared with nothing."
            )
            if numbers.is_by_weekday
            else _(
                "The days are compared one after the other. Look at the weekdays: fewer read on "
                "Saturdays and Sundays."
            )
        )
    if any(now and now.is_estimate for _step, now, _before in pairs):
        notes.append(
            _(
                "Numbers with “about” are estimates that are off by one percent or so. When the "
                "month is closed, two days after its end, it is counted exactly."
            )
        )
    if not has_before:
        is_a_year = numbers.compared == numbers.period.a_year_before()
        notes.append(
            _("There are no numbers from the year before.")
            if is_a_year
            else _("There are no numbers from %(period)s.") % {"period": numbers.compared.name}
        )
    return notes


def _sentence(numbers: Numbers, metric: str) -> str:
    """What the last full month of the period says, or the month that has begun, or nothing."""
    unit = str(DEFINITIONS[metric].name).lower()
    if numbers.period.grain == "day":
        return _sentence_of_days(numbers, metric, unit)
    figures = numbers.of_period[metric]
    over = [step for step in figures if _is_over(numbers, step)]
    begun = figures.get(numbers.this_month.first_day)
    if not over:
        if begun is None:
            return ""
        return _("In %(month)s Lederweb has had %(value)s %(unit)s until now.") % {
            "month": numbers.this_month.name,
            "value": about(begun),
            "unit": unit,
        }
    month = Month.of(max(over))
    figure = figures[month.first_day]
    sentence = _("%(when)s Lederweb had %(value)s %(unit)s.") % {
        "when": capfirst(Period.of_months(month, month).when),
        "value": about(figure),
        "unit": unit,
    }
    compared = _compared(numbers, metric, month, figure.value)
    return " ".join(filter(None, [sentence, compared, _total(numbers, metric, over)]))


def _total(numbers: Numbers, metric: str, over: list[dt.date]) -> str:
    """What the full months come to; visitors of several are never added up (promise V4)."""
    if metric == "visitors" or len(over) < 2:
        return ""
    values = {
        "period": capfirst(Period.of_months(Month.of(min(over)), Month.of(max(over))).name),
        "value": danish.number(sum(numbers.of_period[metric][step].value for step in over)),
        "unit": str(DEFINITIONS[metric].name).lower(),
    }
    return _("%(period)s in all: %(value)s %(unit)s.") % values


def _sentence_of_days(numbers: Numbers, metric: str, unit: str) -> str:
    """Of a period that has not ended, that it runs until now."""
    of_days = numbers.of_period[metric]
    if not of_days:
        return ""
    values = {"when": capfirst(numbers.period.when), "unit": unit}
    if metric != "visitors":
        values["value"] = danish.number(sum(figure.value for figure in of_days.values()))
        if numbers.is_running:
            return _("%(when)s Lederweb has had %(value)s %(unit)s until now.") % values
        return _("%(when)s Lederweb had %(value)s %(unit)s.") % values
    # Visitors of several days are never added up (promise V4), and a day that runs is none.
    over = [figure.value for day, figure in of_days.items() if _is_over(numbers, day)]
    if not over:
        *_earlier, figure = of_days.values()
        values["value"] = danish.number(figure.value)
        return _("%(when)s Lederweb has had %(value)s %(unit)s until now.") % values
    values["value"] = danish.number(round(sum(over) / len(over)))
    if numbers.is_running:
        return (
            _("%(when)s Lederweb has had %(value)s %(unit)s a day on average until now.") % values
        )
    if len(numbers.period.steps) == 1:
        return _("%(when)s Lederweb had %(value)s %(unit)s.") % values
    return _("%(when)s Lederweb had %(value)s %(unit)s a day on average.") % values


def _compared(numbers: Numbers, metric: str, month: Month, value: int) -> str:
    earlier = month.shifted(-12)
    if numbers.compared != numbers.period.a_year_before():
        return ""
    if not _can_be_compared(numbers, month.first_day):
        return ""
    before = numbers.of_compared[metric].get(earlier.first_day)
    if not before or not before.value:
        return ""
    percent = round(100 * (value - before.value) / before.value)
    values = {"percent": abs(percent), "month": earlier.name}
    if percent > 0:
        return _("That is %(percent)d %% more than in %(month)s.") % values
    if percent < 0:
        return _("That is %(percent)d %% fewer than in %(month)s.") % values
    return _("That is as many as in %(month)s.") % values
