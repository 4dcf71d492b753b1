"""Notes of published figures that still name a number which has been corrected."""

from __future__ import annotations

import re
from collections.abc import Collection

from analytics.models import PublishedFigure
from lederweb.lib import danish

LEAST = 1000


def notes_naming(values: Collection[int]) -> list[PublishedFigure]:
    """The figures whose notes have one of the numbers, written 95.958 or 95958.

    Below a thousand a number is as likely a day, a page or a number of months. A note is what a person wrote of the source: nobody but a person can say whether it still holds.
    """
    values = [value for value in values if value >= LEAST]
    if not values:
        return []
    written = {re.escape(text) for value in values for text in (danish.number(value), str(value))}
    # No part of a longer number: 958 is not in 95.958.
    number = re.compile(rf"(?<![\d.,])(?:{'|'.join(sorted(written))})(?![\d]|[.,]\d)")
    figures = PublishedFigure.objects.exclude(note="").order_by("year", "label")
    return [figure for figure in figures if number.search(figure.note)]
