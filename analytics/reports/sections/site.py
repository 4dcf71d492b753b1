"""How much Lederweb was visited, held against the year before (promise V8)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.utils.html import escape
from django.utils.translation import gettext as _

from analytics import charts
from analytics.charts import Bar, colour_of
from analytics.comparison import parting
from analytics.dashboard import reach as through_the_year
from analytics.dashboard.numbers import Numbers
from analytics.dashboard.period import Period
from analytics.dashboard.section import Section
from analytics.figures.registry import Value, comparison_warnings
from analytics.reports.document import Drawing, Grid, Words
from analytics.reports.scope import Scope
from analytics.reports.sections.part import (
    Block,
    Part,
    before_of,
    line_of,
    nothing,
    said,
    unit_name,
)
from analytics.reports.sections.stated import reach
from lederweb.lib import danish

Pair = tuple[Value, Value | None]


def visits(scope: Scope) -> Part:
    values = reach(scope.site)
    if not values:
        return nothing(_("Nobody counted visits in the period."))
    pairs: list[Pair] = [(value, before_of(value, scope.site)) for value in values]
    warnings = [
        warning for now, before in pairs if before for warning in comparison_warnings(now, before)
    ]
    numbers = Numbers(period=Period(scope.site.first, scope.site.last))
    if values[0].key in _BY_MONTH:
        warnings = [*numbers.demonstration_warnings, *warnings]
    warnings = list(dict.fromkeys(warnings))
    points = [escape(_sentence(now, before)) for now, before in pairs]
    told = f"<li>{'</li><li>'.join(points)}</li>"
    began = numbers.began_within if values[0].key in _BY_MONTH else None
    blocks: list[Block] = [Words(f"<ul>{told}</ul>"), _drawing(pairs, warnings, began)]
    if values[0].key in _BY_MONTH and numbers.period.grain == "month":
        month_by_month = through_the_year.visitors(numbers)
        if month_by_month.drawing:
            drawing = drawing_of(month_by_month)
            # What stands above it already is not said twice in one section.
            more = [warning for warning in drawing.warnings if warning not in warnings]
            blocks.append(replace(drawing, warnings=more))
    both = [value for pair in pairs for value in pair if value]
    # The warnings stand at the chart and its table, right below the sentences.
    return Part(blocks, [line_of(value) for value in both])


_BY_MONTH = ("visitors-a-month", "visits-a-month", "visits")


def _sentence(now: Value, before: Value | None) -> str:
    words = {
        "name": now.name,
        "period": now.period,
        "value": said(now),
        "unit": unit_name(now.unit),
    }
    if now.period.split(" ")[-1] in now.name:
        sentence = _("%(name)s: %(value)s %(unit)s.") % words
    else:
        sentence = _("%(name)s (%(period)s): %(value)s %(unit)s.") % words
    if before is None:
        return sentence
    return (
        sentence
        + " "
        + _("The year before (%(period)s): %(value)s %(unit)s.")
        % {
            "period": before.period,
            "value": said(before),
            "unit": unit_name(before.unit),
        }
    )


def _drawing(pairs: list[Pair], warnings: list[str], began: dt.date | None = None) -> Drawing:
    """The first figure beside the year before; all of them as a table."""
    now, before = pairs[0]
    shown = [value for value in (before, now) if value]
    bars = [
        Bar(
            f"{_in_chart(value.period)}|{unit_name(value.unit)}",
            value.value,
            said(value),
            colour_of(unit=value.unit, is_now=value is now, units=[value.unit for value in shown]),
        )
        for value in shown
    ]
    breaks = {}
    if before and (what := parting(before.comparable, now.comparable, began=began)):
        breaks[bars[0].name] = what
    return Drawing(
        chart=charts.columns(bars, breaks=breaks),
        heading=now.name,
        description=_("Two columns, the year before to the left: %(values)s.")
        % {"values": ", ".join(f"{value.period}: {said(value)}" for value in shown)}
        if before
        else _("One column: %(value)s.") % {"value": said(now)},
        table=Grid(
            caption=_("Visits to Lederweb and the year before"),
            columns=[_("Figure"), _("Value"), _("Period"), _("The year before"), _("Its period")],
            rows=[
                [
                    value.name,
                    f"{said(value)} {unit_name(value.unit)}",
                    value.period,
                    f"{said(earlier)} {unit_name(earlier.unit)}" if earlier else "–",
                    earlier.period if earlier else "–",
                ]
                for value, earlier in pairs
            ],
            numeric=[1, 3],
        ),
        source=", ".join(dict.fromkeys(value.source for value in shown)),
        warnings=warnings,
    )


def _in_chart(period: str) -> str:
    return period.replace(" til ", "–").replace(", ", "|")


def drawing_of(section: Section) -> Drawing:
    """A part of the dashboard, as it stands there."""
    assert section.drawing is not None
    rows = [[cell if cell is not None else "–" for cell in row] for row in section.table.shown()]
    right = [
        index for index, (_n, aligned) in enumerate(section.table.aligned_columns()) if aligned
    ]
    return Drawing(
        chart=section.drawing,
        heading=str(section.heading),
        description=" ".join(filter(None, [section.sentence, section.description])),
        table=Grid(str(section.heading), [str(c) for c in section.table.columns], rows, right),
        source=section.source,
        warnings=section.warnings,
    )


def difference(now: Value, before: Value) -> str:
    """+1.279, or a dash where the two must not be subtracted."""
    rounded = now.stated_as or before.stated_as
    if rounded or comparison_warnings(now, before):
        return "–"
    change = now.value - before.value
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return f"{sign}{danish.number(abs(change))}"
