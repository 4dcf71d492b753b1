"""The receipt of a published page: every figure in it, and a checksum over all of them."""

from __future__ import annotations

import csv
import hashlib
import io
import json

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.models import Page

from analytics.figures.freezing import correction_in_words
from analytics.models import FrozenFigure
from lederweb.lib.spreadsheets import safe_cell


def receipt(page: Page) -> list[list[str | int]]:
    """A line for each figure, with headings above and the checksum (SHA-256) below.

    The same figures give the same checksum, whenever the receipt is asked for.
    """
    lines: list[list[str | int]] = []
    rows = FrozenFigure.objects.filter(page=page.pk).prefetch_related("corrections")
    for row in rows.order_by("pk"):
        corrections = " ".join(map(correction_in_words, row.corrections.all()))
        frozen = f"{localtime(row.frozen_at):%Y-%m-%d %H:%M}"
        lines.append(
            [
                row.name,
                row.value,
                row.text,
                row.period,
                row.source,
                row.definition,
                frozen,
                corrections,
            ]
        )
    headings: list[str | int] = [
        _("Figure"),
        _("Value"),
        _("In the text"),
        _("Period"),
        _("Source"),
        _("Definition"),
        _("Frozen"),
        _("Corrections"),
    ]
    return [headings, *lines, [_("Checksum"), checksum_of(lines)]]


def receipt_csv(page: Page) -> str:
    return as_csv(receipt(page))


def checksum_of(lines: list[list[str | int]]) -> str:
    """SHA-256 over the lines of a receipt, written as JSON."""
    return hashlib.sha256(json.dumps(lines).encode()).hexdigest()


def as_csv(lines: list[list[str | int]]) -> str:
    """With semicolons and a byte order mark, as a Danish spreadsheet opens it."""
    buffer = io.StringIO()
    buffer.write("\ufeff")
    writer = csv.writer(buffer, delimiter=";")
    writer.writerows([safe_cell(cell) for cell in line] for line in lines)
    return buffer.getvalue()
