"""The figures that Væksthus for Ledelse has published about its reach."""

from __future__ import annotations

from django.db import transaction

from analytics.models import PublishedFigure
from analytics.services.record_figure import record_figure
from lederweb.content.services.demonstration import Demonstration


def record_figures(*, demonstration: Demonstration) -> None:
    """Enter the figures that are missing, found by key; with refresh, all of them anew.

    Raises `analytics.services.record_figure.BadFigure`.
    """
    made = there = 0
    known = set(PublishedFigure.objects.values_list("key", flat=True))
    with transaction.atomic():
        for figure in demonstration.library.figures:
            if figure["key"] in known and not demonstration.refresh:
                there += 1
            else:
                record_figure(**figure)
                made += 1
    demonstration.report("Published figures", made, there)
