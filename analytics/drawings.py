"""Charts drawn on the server, for screen, mail and paper, from their specification.

For the screen the SVG is made to stand in the page: no inline styles (strict content security
policy), colours by class so that the dark scheme can change them, one title and description for
screen readers instead of a hundred nameless shapes. A picture that leaves the page (a download, a
mail, a report) carries its heading, its warnings and its source in itself (promise V8).

Drawing takes a few hundredths of a second, once.
"""

from __future__ import annotations

import hashlib
import json
import re
import textwrap
from collections.abc import Sequence
from typing import Any, Final
from xml.etree import ElementTree

from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe

from analytics.charts import BEFORE, GRID, INK, NOW, OTHER, PART, WIDTH, Chart

# The class that each colour becomes on the screen.
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
_AXIS = 60  # how wide the numbers beside the columns are, about
_LINE = 105  # letters of a remark on one line of a picture
_LOCALE: Final = "da-DK"
# On paper a few columns need not be as wide as the page.
_FEW_NAMES, _WIDE_NAME = 4, 170

ElementTree.register_namespace("", _SVG)


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
    return 1.0 if width is None else (width + _AXIS) / (WIDTH + _AXIS)


def _width_on_paper(chart: Chart) -> int | None:
    """Pixels, of upright bars if there are but a few."""
    place = chart["layer"][0].get("encoding", {}).get("x", {})
    names = place.get("scale", {}).get("domain", [])
    groups = chart["layer"][0].get("encoding", {}).get("xOffset", {}).get("scale", {})
    few = 0 < len(names) * max(1, len(groups.get("domain", []))) <= _FEW_NAMES
    return min(WIDTH, _WIDE_NAME * max(2, len(names))) if few else None


def _on_paper(chart: Chart, font: str) -> Chart:
    """On white, and with whole names: on paper nobody can open the rest."""
    config = chart["config"] | {"font": font, "background": "white"}
    names = chart.get("encoding", {}).get("y", {})
    if "labelLimit" in names.get("axis", {}):
        encoding = chart["encoding"] | {"y": names | {"axis": names["axis"] | {"labelLimit": 0}}}
        chart = chart | {"encoding": encoding}
    width = _width_on_paper(chart) or chart["width"]
    return chart | {"config": config, "width": width}


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
