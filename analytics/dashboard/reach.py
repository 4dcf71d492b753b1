"""Visits and visitors by month, with the same month of the year before beside it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from analytics import charts
from analytics.charts import BEFORE, NOW, PART, Bar
from analytics.dashboard.numbers import Numbers
from analytics.dashboard.section import Cell, Section, Table
from analytics.definitions import DEFINITIONS
from lederweb.lib import danish
from lederweb.lib.periods import Month


def visits(numbers: Numbers) -> Section:
    return _section(numbers, metric="visits", slug="besoeg")


def visitors(numbers: Numbers) -> Section:
    return _section(numbers, metric="visitors", slug="besoegende")


def _section(numbers: Numbers, *, metric: str, slug: str) -> Section:
    definition = DEFINITIONS[metric]
    sentence = _sentence(numbers, metric)
    is_empty = not any(numbers.value(month, metric) for month in numbers.shown_months)
    notes = []
    if not is_empty and numbers.value(numbers.this_month, metric) is not None:
        notes.append(
            _("%(month)s is not over: its number grows and is compared with nothing.")
            % {"month": numbers.this_month.name.capitalize()}
        )
    if not is_empty and not any(
        numbers.value(month.shifted(-12), metric) for month in numbers.shown_months
    ):
        notes.append(_("There are no numbers from the year before."))
    return Section(
        slug=slug,
        heading=definition.name,
        sentence=sentence,
        definitions=[definition],
        table=_table(numbers, metric),
        chart=None
        if is_empty
        else charts.svg(
            charts.columns(_bars(numbers, metric)),
            slug=slug,
            title=f"{definition.name}: {sentence}",
            description=_("Columns by month; the same month of the year before is paler."),
        ),
        warnings=numbers.demonstration_warnings,
        notes=notes,
        source=_("Counted by this site, without cookies."),
        empty=_(
            "Nothing has been counted yet. The numbers come at most ten minutes after the first "
            "visit."
        )
        if is_empty
        else "",
    )


def _table(numbers: Numbers, metric: str) -> Table:
    rows: list[list[Cell]] = []
    for month in reversed(numbers.shown_months):
        now, before = numbers.value(month, metric), numbers.value(month.shifted(-12), metric)
        is_over = month < numbers.this_month
        name = month.name if is_over else _("%(month)s until now") % {"month": month.name}
        rows.append([name, now, before, change(now, before) if is_over else None])
    return Table(
        columns=[
            _("Month"),
            str(DEFINITIONS[metric].name),
            _("Same month the year before"),
            pgettext("of a number", "Change"),
        ],
        rows=rows,
    )


def change(now: int | None, before: int | None) -> str | None:
    """+12 % or −3 %; nothing where one of the numbers is missing."""
    if now is None or not before:
        return None
    percent = round(100 * (now - before) / before)
    sign = "+" if percent > 0 else "−" if percent < 0 else ""
    return f"{sign}{abs(percent)} %"


def _bars(numbers: Numbers, metric: str) -> list[Bar]:
    months = numbers.shown_months
    before = {month: numbers.value(month.shifted(-12), metric) for month in months}
    tallest = max(months, key=lambda month: before[month] or 0)
    has_before = any(before.values())
    bars = []
    for month in months:
        name = _column_name(month, numbers.this_month, is_first=month == months[0])
        value = numbers.value(month, metric)
        if has_before:
            word = _("the year before") if month == tallest else None
            bars.append(Bar(name, before[month], word, BEFORE, "before"))
        colour = NOW if month < numbers.this_month else PART
        bars.append(Bar(name, value, charts.number_label(value), colour, "now"))
    return bars


def _column_name(month: Month, this_month: Month, *, is_first: bool) -> str:
    if month == this_month:
        # Babel finds no text inside an f-string.
        return "|".join([charts.short_month(month.number), _("until now")])
    shows_year = is_first or month.number == 1
    return charts.short_month(month.number, month.year if shows_year else None)


def _sentence(numbers: Numbers, metric: str) -> str:
    """What the last full month says, or the month that has begun, or nothing."""
    unit = str(DEFINITIONS[metric].name).lower()
    month = numbers.this_month.shifted(-1)
    value = numbers.value(month, metric)
    if value is None:
        value = numbers.value(numbers.this_month, metric)
        if value is None:
            return ""
        return _("In %(month)s Lederweb has had %(value)s %(unit)s until now.") % {
            "month": numbers.this_month.name,
            "value": danish.number(value),
            "unit": unit,
        }
    sentence = _("In %(month)s Lederweb had %(value)s %(unit)s.") % {
        "month": month.name,
        "value": danish.number(value),
        "unit": unit,
    }
    return " ".join(filter(None, [sentence, _compared(numbers, metric, month, value)]))


def _compared(numbers: Numbers, metric: str, month: Month, value: int) -> str:
    earlier = month.shifted(-12)
    before = numbers.value(earlier, metric)
    if not before:
        return ""
    percent = round(100 * (value - before) / before)
    values = {"percent": abs(percent), "month": earlier.name}
    if percent > 0:
        return _("That is %(percent)d %% more than in %(month)s.") % values
    if percent < 0:
        return _("That is %(percent)d %% fewer than in %(month)s.") % values
    return _("That is as many as in %(month)s.") % values
