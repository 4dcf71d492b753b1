"""Charts as SVG, drawn on the server from one Vega-Lite specification each.

For the screen the SVG is made to stand in the page: no inline styles (strict content security
policy), colours by class so that the dark scheme can change them, one title and description for
screen readers instead of a hundred nameless shapes.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import altair as alt
import vl_convert
from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe

from lederweb.lib import danish

# The colours of the house, and the class that each one becomes on the screen.
NOW, BEFORE, PART, OTHER, INK, GRID = (
    "#17693b",
    "#9bb8a6",
    "#6fa585",
    "#b5651d",
    "#1d2b25",
    "#d5ded9",
)
_CLASSES = {
    NOW: "chart-now",
    BEFORE: "chart-before",
    PART: "chart-part",
    OTHER: "chart-other",
    INK: "chart-ink",
    GRID: "chart-grid",
}
_SVG = "http://www.w3.org/2000/svg"
_GEOMETRY = {"d", "transform"}
_LONG_DECIMALS = re.compile(r"(\d+\.\d{2})\d+")
_KEPT_FOR = 24 * 60 * 60  # seconds; the same specification draws the same chart
_WIDTH = 680
_BREAK_GAP = 5
_SHORT = (
    "jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec",
)  # fmt: skip

ElementTree.register_namespace("", _SVG)


@dataclass(frozen=True)
class Bar:
    """One bar. A `label` that is None leaves it out; "|" in a name begins a new line."""

    name: str
    value: int | None
    label: str | None = None
    colour: str = NOW
    group: str = "now"


def short_month(month: int, year: int | None = None) -> str:
    return _SHORT[month - 1] if year is None else f"{_SHORT[month - 1]}|{year}"


def columns(bars: Sequence[Bar], *, break_after: str | None = None, break_label: str = "") -> Any:
    """Upright bars from zero, side by side where names repeat.

    `break_after` names the column after which a dashed line shows that the figures change kind.
    """
    names = list(dict.fromkeys(bar.name for bar in bars))
    groups = list(dict.fromkeys(bar.group for bar in bars))
    data = alt.Data(values=[_row(bar) for bar in bars if bar.value is not None])
    base = alt.Chart(data).encode(
        x=alt.X("name:N", scale=alt.Scale(domain=names), axis=_name_axis()),
        y=alt.Y("value:Q", title=None, axis=_number_axis(), scale=alt.Scale(zero=True)),
    )
    if len(groups) > 1:
        base = base.encode(xOffset=alt.XOffset("group:N", scale=alt.Scale(domain=groups)))
    layers: list[Any] = [
        base.mark_bar().encode(color=alt.Color("colour:N", scale=None, legend=None)),
        base.transform_filter("datum.value >= 0")
        .mark_text(dy=-7, fontSize=11, color=INK)
        .encode(text="label:N"),
        base.transform_filter("datum.value < 0")
        .mark_text(dy=9, fontSize=11, color=INK)
        .encode(text="label:N"),
    ]
    if break_after in names[:-1]:
        layers += _break(names, break_after, break_label)
    return _dressed(alt.layer(*layers).properties(width=_WIDTH, height=250))


def rows(bars: Sequence[Bar]) -> Any:
    """Lying bars from zero, one below the other in the order given."""
    data = alt.Data(values=[_row(bar) for bar in bars])
    base = alt.Chart(data).encode(
        y=alt.Y(
            "name:N",
            title=None,
            sort=None,
            axis=alt.Axis(labelLimit=300, ticks=False, domain=False, labelFontSize=12),
        ),
        x=alt.X("value:Q", title=None, axis=None, scale=alt.Scale(zero=True)),
    )
    layers = [
        base.mark_bar(color=NOW),
        base.mark_text(align="left", dx=5, fontSize=11, color=INK).encode(text="label:N"),
    ]
    # Names may be wider in the reader's font than in the one they are measured in here.
    room = {"left": 50, "right": 5, "top": 5, "bottom": 5}
    return _dressed(
        alt.layer(*layers).properties(width=_WIDTH - 300, height=alt.Step(26), padding=room)
    )


def svg(chart: Any, *, slug: str, title: str, description: str) -> SafeString:
    """The chart as inline SVG, named by `title` and described by `description`.

    Drawn once and then kept in the cache. Raises ValueError when the drawing could not stand
    under our content security policy.
    """
    specification = chart.to_dict()
    wanted = json.dumps([specification, slug, title, description], sort_keys=True)
    key = f"chart:{hashlib.sha256(wanted.encode()).hexdigest()}"
    drawn = cache.get(key)
    if drawn is None:
        raw = vl_convert.vegalite_to_svg(specification, format_locale="da-DK")
        drawn = _for_the_page(raw, slug, title, description)
        cache.set(key, drawn, _KEPT_FOR)
    return mark_safe(drawn)  # noqa: S308 (written by ElementTree, which escapes all text)


def _row(bar: Bar) -> dict[str, Any]:
    label = bar.label if bar.label is not None else ""
    return {
        "name": bar.name,
        "group": bar.group,
        "value": bar.value,
        "label": label,
        "colour": bar.colour,
    }


def number_label(value: int | None) -> str | None:
    return None if value is None else danish.number(value)


def _name_axis() -> alt.Axis:
    return alt.Axis(
        title=None, labelAngle=0, labelExpr="split(datum.label, '|')", ticks=False, labelFontSize=12
    )


def _number_axis() -> alt.Axis:
    return alt.Axis(format=",.0f", domain=False, ticks=False, tickCount=4, labelFontSize=11)


def _break(names: list[str], after: str, label: str) -> list[Any]:
    """A dashed line half-way between two columns, with a word on what changes there."""
    following = names[names.index(after) + 1]
    place = alt.Chart(alt.Data(values=[{"name": following, "label": label}])).encode(
        x=alt.X("name:N", scale=alt.Scale(domain=names), bandPosition=0)
    )
    return [
        place.mark_rule(color=OTHER, strokeDash=[5, 4], strokeWidth=2, xOffset=-_BREAK_GAP),
        place.mark_text(
            color=OTHER,
            align="right",
            dx=-8 - _BREAK_GAP,
            dy=-12,
            fontSize=12,
            fontWeight="bold",
            baseline="top",
        ).encode(text="label:N", y=alt.value(0)),
    ]


def _dressed(chart: Any) -> Any:
    return (
        chart.configure(background="transparent", font="sans-serif")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK, gridColor=GRID, domainColor=GRID, labelPadding=6, labelLineHeight=15
        )
    )


def _for_the_page(raw: str, slug: str, title: str, description: str) -> str:
    root = ElementTree.fromstring(raw)  # noqa: S314 (our own drawing, not a stranger's)
    for element in root.iter():
        for name in [name for name in element.attrib if _is_noise(name)]:
            del element.attrib[name]
        for name in _GEOMETRY & element.attrib.keys():
            element.set(name, _LONG_DECIMALS.sub(r"\1", element.attrib[name]))
        for name in ("fill", "stroke"):
            if (colour := element.get(name, "").lower()) in _CLASSES:
                element.set("class", f"{_CLASSES[colour]}-{name}")
    if "style=" in (text := ElementTree.tostring(root, encoding="unicode")):
        raise ValueError(f"The chart {slug} has an inline style: {text[:200]}")
    width, height = root.attrib.pop("width"), root.attrib.pop("height")
    root.set("viewBox", f"0 0 {width} {height}")
    root.set("role", "img")
    root.set("class", "chart-svg")
    root.set("aria-labelledby", f"{slug}-chart-title {slug}-chart-description")
    for position, (tag, words) in enumerate((("title", title), ("desc", description))):
        element = ElementTree.Element(f"{{{_SVG}}}{tag}")
        element.set("id", f"{slug}-chart-{'title' if tag == 'title' else 'description'}")
        element.text = words
        root.insert(position, element)
    return ElementTree.tostring(root, encoding="unicode")


def _is_noise(name: str) -> bool:
    """Roles and names of single shapes, which a picture with one name does not need."""
    return name in ("role", "class", "pointer-events") or name.startswith("aria-")
