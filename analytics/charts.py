"""Charts as Vega-Lite specifications, one each for screen, mail and paper.

They are plain dictionaries: making one costs nothing. `analytics.drawings` draws them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# The colours of the house.
NOW, BEFORE, PART, OTHER, INK, GRID = (
    "#17693b",
    "#9bb8a6",
    "#6fa585",
    "#b5651d",
    "#1d2b25",
    "#d5ded9",
)
WIDTH = 680
_HEIGHT = 250
_BREAK_GAP = 5
_LINE_HEIGHT = 12
_KEY_ABOVE, _LETTER = 36, 6.6  # pixels above the columns; about the width of a letter
_BREAK_ABOVE = 28  # where the number of a column that reaches the top is not in the way
_MOST_NAMES = 31  # columns whose names fit below them
_NAME_AXIS = {
    "title": None,
    "labelAngle": 0,
    "labelExpr": "split(split(datum.label, '¤')[0], '|')",
    "ticks": False,
    "labelFontSize": 12,
    "labelOverlap": False,
}
_LINES = 4  # across the columns, about
_NUMBER_AXIS = {
    "format": ",.0f",
    "domain": False,
    "ticks": False,
    "tickCount": _LINES,
    "labelFontSize": 11,
}
_SHORT = (
    "jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec",
)  # fmt: skip


@dataclass(frozen=True)
class Bar:
    """One bar. A `label` that is None leaves it out.

    "|" in a name, and once in a label, begins a new line; what follows "¤" in a name is not shown
    and tells bars of one name apart.
    """

    name: str
    value: int | None
    label: str | None = None
    colour: str = NOW
    group: str = "now"


def short_month(month: int, year: int | None = None) -> str:
    return _SHORT[month - 1] if year is None else f"{_SHORT[month - 1]}|{year}"


def colour_of(*, unit: str, is_now: bool, units: Collection[str]) -> str:
    """One rule wherever two times stand side by side: what it is now is dark and before it pale.

    Where they are of two kinds, the kind has the colour, and visitors the one that warns.
    """
    if len(set(units)) > 1:
        return OTHER if unit == "visitors" else NOW
    return NOW if is_now else BEFORE


# A Vega-Lite specification.
Chart = dict[str, Any]


def columns(
    bars: Sequence[Bar],
    *,
    breaks: Mapping[str, str] | None = None,
    key: Mapping[str, str] | None = None,
) -> Chart:
    """Upright bars from zero, side by side where names repeat.

    `breaks` names columns after which a dashed line shows that the figures change kind, each with
    a word on what changes there. `key` says above the chart what each colour means: over columns
    that stand side by side there is no room for words.
    """
    names = list(dict.fromkeys(bar.name for bar in bars))
    groups = list(dict.fromkeys(bar.group for bar in bars))
    place: Chart = {"field": "name", "type": "nominal", "scale": {"domain": names}}
    encoding: Chart = {
        "x": place | {"axis": _NAME_AXIS | {"labelOverlap": len(names) > _MOST_NAMES}},
        "y": {
            "field": "value",
            "type": "quantitative",
            "title": None,
            "axis": _number_axis(bars),
            "scale": {"zero": True},
            # Bars of one name would stand on one another, as if they were added up.
            "stack": None,
        },
    }
    if len(groups) > 1:
        encoding["xOffset"] = {"field": "group", "type": "nominal", "scale": {"domain": groups}}
    layers: list[Chart] = [
        {
            "mark": "bar",
            "encoding": {"color": {"field": "colour", "type": "nominal", "scale": None}},
        },
        _labels_of("datum.value >= 0", -7),
        _labels_of("datum.value < 0", 9),
    ]
    if any(bar.label and "|" in bar.label for bar in bars):
        layers.append(_labels_of("datum.above != ''", -7 - _LINE_HEIGHT, "above"))
    drawn: list[Chart] = [{"encoding": encoding, "layer": layers}]
    for after, label in (breaks or {}).items():
        if after in names[:-1]:
            drawn.append(_break(names, after, label))
    above = _KEY_ABOVE + (_BREAK_ABOVE if len(drawn) > 1 else 0)
    return _dressed(
        {
            "data": {"values": [_row(bar) for bar in bars if bar.value is not None]},
            "layer": drawn + _key(key or {}, above),
            "width": WIDTH,
            "height": _HEIGHT,
        }
    )


def _number_axis(bars: Sequence[Bar]) -> Chart:
    """With a line at each whole number where the numbers are small: none lies between them."""
    values = [0, *(bar.value for bar in bars if bar.value is not None)]
    low, high = min(values), max(values)
    if high - low > _LINES:
        return _NUMBER_AXIS
    lines = list(range(low, high + 1))
    return _NUMBER_AXIS | {"values": lines, "tickCount": len(lines)}


def rows(bars: Sequence[Bar]) -> Chart:
    """Lying bars from zero, one below the other in the order given."""
    value = {"field": "value", "type": "quantitative", "title": None, "axis": None}
    text = {"type": "text", "align": "left", "dx": 5, "fontSize": 11, "color": INK}
    return _dressed(
        {
            "data": {"values": [_row(bar) for bar in bars]},
            "encoding": {
                "y": {
                    "field": "name",
                    "type": "nominal",
                    "title": None,
                    "sort": None,
                    "axis": {
                        "labelLimit": 340,
                        "ticks": False,
                        "domain": False,
                        "labelFontSize": 12,
                    },
                },
                "x": value | {"scale": {"zero": True}},
            },
            "layer": [
                {"mark": {"type": "bar", "color": NOW}},
                {"mark": text, "encoding": {"text": {"field": "label", "type": "nominal"}}},
            ],
            "width": WIDTH - 300,
            "height": {"step": 26},
            # Names may be wider in the reader's font than in the one they are measured in here.
            "padding": {"left": 50, "right": 5, "top": 5, "bottom": 5},
        }
    )


def _row(bar: Bar) -> dict[str, Any]:
    above, _line, label = (bar.label or "").rpartition("|")
    return {
        "name": bar.name,
        "group": bar.group,
        "value": bar.value,
        "label": label,
        "above": above,
        "colour": bar.colour,
    }


def _labels_of(which: str, distance: int, line: str = "label") -> Chart:
    return {
        "transform": [{"filter": which}],
        "mark": {"type": "text", "dy": distance, "fontSize": 11, "color": INK},
        "encoding": {"text": {"field": line, "type": "nominal"}},
    }


def _key(words: Mapping[str, str], above: int) -> list[Chart]:
    """A square and its words for each colour, from left to right."""
    drawn: list[Chart] = []
    left = 0.0
    for colour, text in words.items():
        square = {"type": "square", "size": 110, "color": colour, "opacity": 1}
        said = {"type": "text", "align": "left", "baseline": "middle", "fontSize": 12}
        for mark, at in (
            (square, left + 6),
            (said | {"text": text, "color": INK}, left + 18),
        ):
            drawn.append(
                {
                    "data": {"values": [{}]},
                    "mark": mark,
                    "encoding": {"x": {"value": at}, "y": {"value": -above}},
                }
            )
        left += 34 + _LETTER * len(text)
    return drawn


def _break(names: list[str], after: str, label: str) -> Chart:
    """A dashed line half-way between two columns, with a word on what changes there."""
    following = names[names.index(after) + 1]
    top = {"value": -_BREAK_ABOVE}
    place = {"field": "name", "type": "nominal", "scale": {"domain": names}, "bandPosition": 0}
    line = {
        "type": "rule",
        "color": OTHER,
        "strokeDash": [5, 4],
        "strokeWidth": 2,
        "xOffset": -_BREAK_GAP,
    }
    text = {
        "type": "text",
        "color": OTHER,
        "align": "right",
        "dx": -8 - _BREAK_GAP,
        "fontSize": 12,
        "fontWeight": "bold",
        "baseline": "top",
    }
    return {
        "data": {"values": [{"name": following, "label": label}]},
        "encoding": {"x": place | {"axis": _NAME_AXIS}},
        "layer": [
            {"mark": line, "encoding": {"y": top, "y2": {"value": _HEIGHT}}},
            {"mark": text, "encoding": {"text": {"field": "label", "type": "nominal"}, "y": top}},
        ],
    }


def _dressed(chart: Chart) -> Chart:
    return chart | {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "config": {
            "background": "transparent",
            "font": "sans-serif",
            "view": {"stroke": None},
            "axis": {
                "labelColor": INK,
                "gridColor": GRID,
                "domainColor": GRID,
                "labelPadding": 6,
                "labelLineHeight": 15,
            },
        },
    }
