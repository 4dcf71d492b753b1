"""What the templates of a report need besides the report."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail.images.models import Filter

from analytics import drawings
from analytics.reports import receipt
from analytics.reports.document import Drawing, Grid, Items, Report, Section, Words
from analytics.reports.outline import is_below_part
from analytics.reports.pictures import keys_of
from lederweb.core.models import CustomImage
from lederweb.core.picture_sizes import COVER

register = template.Library()


@register.simple_tag
def pictures_of(report: Report, given: dict[int, Any] | None = None) -> dict[int, Any]:
    """The pictures by their keys, with the sizes that covers are shown in; two queries."""
    if given:
        return given
    keys = keys_of(report)
    if not keys:
        return {}
    sizes = [Filter(spec) for spec in Filter.expand_spec(COVER)]
    return CustomImage.objects.prefetch_renditions(*sizes).in_bulk(keys)


@register.simple_tag
def report_block(
    section: Section,
    block: Words | Grid | Drawing | Items,
    number: int,
    pictures: dict[int, Any],
) -> SafeString:
    """A part of a section by the template of its kind."""
    kind = type(block).__name__.lower()
    context = {
        "block": block,
        "id": f"{section.slug}-{number}",
        "pictures": pictures,
        "level": 4 if is_below_part(section, block) else 3,
    }
    return render_to_string(f"analytics/report/{kind}.html", context)


@register.simple_tag
def chart_of(drawing: Drawing, slug: str) -> SafeString:
    return drawings.svg(
        drawing.chart,
        slug=slug,
        title=drawing.heading,
        description=" ".join([drawing.description, *drawing.warnings]),
    )


@register.simple_tag
def receipt_of(report: Report) -> dict[str, Any]:
    return {
        "grid": receipt.grid(report),
        "checksum": receipt.checksum(report),
        "explanation": receipt.explanation(),
        "day": dt.date.fromisoformat(report.day),
    }


@register.filter
def headings_of(grid: Grid) -> list[tuple[str, bool]]:
    """The columns' names, each with whether it stands over numbers."""
    return _aligned(grid, grid.columns)


@register.filter
def rows_of(grid: Grid) -> list[list[tuple[str, bool]]]:
    """The rows, each cell with whether it is a number and stands to the right."""
    return [_aligned(grid, row) for row in grid.rows]


@register.filter
def of_key(pictures: dict[int, Any], key: int | None) -> Any:
    return pictures.get(key) if key is not None else None


def _aligned(grid: Grid, cells: list[str]) -> list[tuple[str, bool]]:
    return [(cell, place in grid.numeric) for place, cell in enumerate(cells)]
