"""Charts, drawn on the server from one Vega-Lite specification each, for screen, mail and paper.

For the screen the SVG is made to stand in the page: no inline styles (strict content security
policy), colours by class so that the dark scheme can change them, one title and description for
screen readers instead of a hundred nameless shapes. A picture that leaves the page (a download, a
mail, a report) carries its heading, its warnings and its source in itself (promise V8).

Specifications are plain dictionaries: making one costs nothing, and drawing it a few hundredths
of a second, once.
"""

from __future__ import annotations

import hashlib
import json
import re
import textwrap
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.etree import ElementTree

from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe

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
_AXIS = 60  # how wide the numbers beside the columns are, about
_HEIGHT = 250
_BREAK_GAP = 5
_LINE_HEIGHT = 12
_KEY_ABOVE, _LETTER = 36, 6.6  # pixels above the columns; about the width of a letter
_BREAK_ABOVE = 28  # where the number of a column that reaches the top is not in the way
_LINE = 105  # letters of a remark on one line of a picture
# On paper a few columns need not be as wide as the page.
_FEW_NAMES, _WIDE_NAME = 4, 170
_MOST_NAMES = 31  # columns whose names fit below them
_LOCALE: Final = "da-DK"
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

ElementTree.register_namespace("", _SVG)


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
            "width": _WIDTH,
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
            "width": _WIDTH - 300,
            "height": {"step": 26},
            # Names may be wider in the reader's font than in the one they are measured in here.
            "padding": {"left": 50, "right": 5, "top": 5, "bottom": 5},
        }
    )


def _renderer() -> Any:
    """Loaded when something is drawn: most processes never need its 8 MB."""
    import vl_convert

    return vl_convert


def svg(chart: Chart, *, slug: str, title: str, description: str) -> SafeString:
    """The chart as inline SVG, named by `title` and described by `description`.

    Drawn once and then kept in the cache. Raises ValueError when the drawing could not stand
    under our content security policy.
    """
    drawn = kept_svg(chart, slug=slug, title=title, description=description)
    if drawn is None:
        raw = _renderer().vegalite_to_svg(chart, format_locale=_LOCALE)
        drawn = mark_safe(_for_the_page(raw, slug, title, description))  # noqa: S308 (ElementTree)
        cache.set(_kept_at(chart, slug, title, description), str(drawn), _KEPT_FOR)
    return drawn


def kept_svg(chart: Chart, *, slug: str, title: str, description: str) -> SafeString | None:
    """The same where it was drawn already; None where that would take a tenth of a second."""
    drawn = cache.get(_kept_at(chart, slug, title, description))
    # Written by ElementTree, which escapes all text.
    return None if drawn is None else mark_safe(drawn)  # noqa: S308


def _kept_at(chart: Chart, *words: str) -> str:
    wanted = json.dumps([chart, *words], sort_keys=True)
    return f"chart:{hashlib.sha256(wanted.encode()).hexdigest()}"


def picture(chart: Chart, form: str, *, heading: str, remarks: Sequence[str] = ()) -> bytes:
    """The chart as a file ("svg" or "png") with heading and remarks written above it."""
    lines = [line for remark in remarks for line in textwrap.wrap(remark, _LINE)]
    specification = chart | {
        "background": "white",
        "padding": 16,
        "title": {
            "text": textwrap.wrap(heading, _LINE) or [""],
            "subtitle": lines,
            "anchor": "start",
            "frame": "bounds",
            "offset": 20,
            "color": INK,
            "subtitleColor": INK,
            "fontSize": 15,
            "subtitleFontSize": 12,
        },
    }
    wanted = json.dumps([specification, form], sort_keys=True)
    key = f"picture:{hashlib.sha256(wanted.encode()).hexdigest()}"
    drawn = cache.get(key)
    if drawn is None:
        if form == "png":
            drawn = _renderer().vegalite_to_png(specification, scale=2, format_locale=_LOCALE)
        else:
            drawn = _renderer().vegalite_to_svg(specification, format_locale=_LOCALE).encode()
        cache.set(key, drawn, _KEPT_FOR)
    return bytes(drawn)


def bare(chart: Chart) -> str:
    """The chart as SVG for a page that says everything else beside it, in the font of our PDFs."""
    drawn: str = _renderer().vegalite_to_svg(
        _on_paper(chart, "Libertinus Serif"), format_locale=_LOCALE
    )
    return drawn


def bare_png(chart: Chart) -> bytes:
    """The same as PNG, 240 pixels to the inch at 15 cm, for a document that takes no SVG."""
    return bytes(
        _renderer().vegalite_to_png(_on_paper(chart, "sans-serif"), scale=2, format_locale=_LOCALE)
    )


def share_of_page(chart: Chart) -> float:
    """How much of the page's width the chart takes on paper, from 0 to 1."""
    width = _width_on_paper(chart)
    return 1.0 if width is None else (width + _AXIS) / (_WIDTH + _AXIS)


def _width_on_paper(chart: Chart) -> int | None:
    """Pixels, of upright bars if there are but a few."""
    place = chart["layer"][0].get("encoding", {}).get("x", {})
    names = place.get("scale", {}).get("domain", [])
    groups = chart["layer"][0].get("encoding", {}).get("xOffset", {}).get("scale", {})
    few = 0 < len(names) * max(1, len(groups.get("domain", []))) <= _FEW_NAMES
    return min(_WIDTH, _WIDE_NAME * max(2, len(names))) if few else None


def _on_paper(chart: Chart, font: str) -> Chart:
    """On white, and with whole names: on paper nobody can open the rest."""
    config = chart["config"] | {"font": font, "background": "white"}
    names = chart.get("encoding", {}).get("y", {})
    if "labelLimit" in names.get("axis", {}):
        encoding = chart["encoding"] | {"y": names | {"axis": names["axis"] | {"labelLimit": 0}}}
        chart = chart | {"encoding": encoding}
    width = _width_on_paper(chart) or chart["width"]
    return chart | {"config": config, "width": width}


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
