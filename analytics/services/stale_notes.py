"""What still tells a published figure as it was before it was corrected."""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Collection

from django.db.models import Q

from analytics.models import FrozenReport, PublishedFigure, StatusReportPage
from lederweb.lib import danish

LEAST = 1000
_YEARS = range(1900, 2100)


def notes_naming(values: Collection[int]) -> list[PublishedFigure]:
    """The figures whose notes have one of the numbers, written 95.958 or 95958.

    Below a thousand a number is as likely a day, a page or a number of months, and without its
    dot 2017 is a year. A note is what a person wrote of the source: nobody but a person can say
    whether it still holds.
    """
    values = [value for value in values if value >= LEAST]
    if not values:
        return []
    written = {danish.number(value) for value in values}
    written |= {str(value) for value in values if value not in _YEARS}
    numbers = "|".join(sorted(map(re.escape, written)))
    # No part of a longer number: 958 is not in 95.958.
    number = re.compile(rf"(?<![\d.,])(?:{numbers})(?![\d]|[.,]\d)")
    figures = PublishedFigure.objects.exclude(note="").order_by("year", "label")
    return [figure for figure in figures if number.search(figure.note)]


def reports_keeping(figures: Collection[tuple[str, int]]) -> list[StatusReportPage]:
    """The published reports whose receipt has one of the figures, each its name and old value.

    They keep it on purpose (`docs/status-reports.md`), but somebody must know that they do. A
    receipt has names: one of a figure that was renamed since is not found.
    """
    if not figures:
        return []
    newest = FrozenReport.objects.order_by("page", "-pk").distinct("page")
    told = functools.reduce(
        operator.or_,
        (Q(report__receipt__contains=[{"name": name, "value": value}]) for name, value in figures),
    )
    pages = FrozenReport.objects.filter(told, pk__in=newest.values("pk")).values("page")
    reports = StatusReportPage.objects.live().filter(pk__in=pages)
    return list(reports.defer_streamfields().order_by("-period_to"))
