"""What a counted section gives: its blocks, the lines of the receipt, and what must be said."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.figures.registry import NoValue, Span, UnknownFigure, Value, year_before
from analytics.figures.wording import ESTIMATE, estimated, worded
from analytics.models import PublishedFigure
from analytics.reports.document import Drawing, Grid, Items, Line, Words
from lederweb.core.models import CustomImage

Block = Words | Grid | Drawing | Items

# What is counted, as a reader calls it.
UNITS: dict[str, str | Promise] = {
    **dict(PublishedFigure.Unit.choices),
    "publications": gettext_lazy("publications"),
    "articles": gettext_lazy("articles"),
    "episodes": gettext_lazy("podcast episodes"),
    "projects": gettext_lazy("projects"),
    "events": gettext_lazy("events"),
    "mentions": gettext_lazy("mentions"),
    "participants": gettext_lazy("participants"),
}


@dataclass(frozen=True)
class Part:
    blocks: list[Block] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    # False for one that only says that there is nothing: a draft leaves it out.
    has_any: bool = True


def unit_name(unit: str) -> str:
    return str(UNITS.get(unit, unit))


def line_of(value: Value, text: str = "") -> Line:
    return Line(
        name=value.name,
        value=value.value,
        text=text or said(value),
        unit=unit_name(value.unit),
        period=value.period,
        definition=value.definition,
        source=value.source,
    )


def said(value: Value) -> str:
    """ca. 58.500, mere end 19.000 or 95.958: as whoever counted it says."""
    if value.stated_as == ESTIMATE:
        return estimated(value.value)
    return worded(value.value, stated_as=value.stated_as)


def before_of(value: Value, span: Span) -> Value | None:
    """The same a year before; None where nobody counted it, or counted nothing."""
    try:
        found = year_before(value.key, span)
    except (NoValue, UnknownFigure):
        return None
    return found if found.value else None


def paragraph(text: str) -> Words:
    return Words(f"<p>{escape(text)}</p>")


def part_heading(text: str) -> Words:
    return Words(f"<h3>{escape(text)}</h3>")


def details(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def picture_of(image: CustomImage | None) -> dict[str, object]:
    """The fields of an item that shows the picture."""
    return {"picture": image.pk, "alternative": image.description} if image else {}


def nothing(what: str) -> Part:
    return Part([paragraph(what)], has_any=False)


def owners_in_words(owners: list[str]) -> str:
    """Væksthus 3, Væksthus 1+2, Bestyrelsen; empty where nobody knows."""
    tiers = "+".join(sorted(owner for owner in owners if owner.isdigit()))
    names = [_("Væksthus %(tiers)s") % {"tiers": tiers}] if tiers else []
    if "b" in owners:
        names.append(_("The board"))
    return ", ".join(names)
