"""The pictures of a report, made small for files."""

from __future__ import annotations

import contextlib

from analytics.reports.document import Items, Report
from lederweb.core.models import CustomImage
from publications.press.pictures import small_jpeg


def keys_of(report: Report) -> set[int]:
    """The keys of all pictures that the report's items name."""
    return {
        item.picture
        for section in report.sections
        for block in section.blocks
        if isinstance(block, Items)
        for item in block.items
        if item.picture is not None
    }


def jpegs_of(report: Report, *, widest: int) -> dict[int, bytes]:
    """By key, at most so many pixels wide and high. A picture that has gone since is left out."""
    found = {}
    for key, image in CustomImage.objects.in_bulk(keys_of(report)).items():
        with contextlib.suppress(OSError):
            found[key] = small_jpeg(image, widest=widest)
    return found
