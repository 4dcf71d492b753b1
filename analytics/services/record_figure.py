"""Published figures into the table, from a data file or a form."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError

from analytics.models import PublishedFigure
from lederweb.lib.danish import slugify


class BadFigure(ValueError):
    """The figure cannot stand as given; the message says why."""


def record_figure(
    *,
    key: str,
    label: str,
    value: int,
    unit: str,
    year: int,
    source: str,
    kind: str = "exact",
    monthly_average: bool = False,
    period_from: dt.date | str | None = None,
    period_to: dt.date | str | None = None,
    on_date: str = "",
    note: str = "",
) -> PublishedFigure:
    """Enter a figure, or correct the one with the same key.

    `kind` is how the source states it: "exact", "about" or "at least". Days are dates or
    "2017-10-31"; `on_date` may also be a month or a year. Raises BadFigure.
    """
    figure = PublishedFigure.objects.filter(key=key).first() or PublishedFigure(key=key)
    try:
        figure.period_from = _day(period_from)
        figure.period_to = _day(period_to)
        figure.label, figure.value, figure.unit = label, value, unit
        figure.statement, figure.is_monthly_average = kind, monthly_average
        figure.year, figure.on_date = year, on_date
        figure.source, figure.note = source, note
        figure.full_clean()
    except ValidationError as error:
        raise BadFigure(f"{key}: {' '.join(error.messages)}") from error
    except ValueError as error:
        raise BadFigure(f"{key}: {error}") from error
    figure.save()
    return figure


def _day(value: dt.date | str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def free_key(label: str) -> str:
    """A key made of the name that no other figure has."""
    wished = slugify(label)[:70].strip("-") or "tal"
    taken = set(
        PublishedFigure.objects.filter(key__startswith=wished).values_list("key", flat=True)
    )
    number, key = 1, wished
    while key in taken:
        number += 1
        key = f"{wished}-{number}"
    return key
