"""Model fields that several floors use."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def parse_partial_date(value: str) -> tuple[int, int | None, int | None]:
    """Year, month and day of "2013", "2013-05" or "2013-05-03" (ISO 8601, reduced precision).

    Raises ValueError when the text is none of these or names no real day.
    """
    match = _FORM.fullmatch(value)
    if not match:
        raise ValueError(value)
    year, month, day = (int(part) if part else None for part in match.groups())
    dt.date(year or 0, month or 1, day or 1)
    return year or 0, month, day


def last_day(value: str) -> dt.date:
    """The last day that a partial date can mean: 2017 is over on 31 December.

    Raises ValueError as `parse_partial_date` does.
    """
    year, month, day = parse_partial_date(value)
    month = month or 12
    return dt.date(year, month, day or calendar.monthrange(year, month)[1])


def ends_before(start: str, end: str) -> bool:
    """Whether a period ends before it starts, whatever day its partial dates mean.

    March 2017 to 2017 is fine. False also where a date is missing or wrong: fields say that
    themselves.
    """
    try:
        year, month, day = parse_partial_date(start)
        return last_day(end) < dt.date(year, month or 1, day or 1)
    except ValueError:
        return False


def validate_partial_date(value: str) -> None:
    try:
        parse_partial_date(value)
    except ValueError as error:
        raise ValidationError(
            _("Write a year (2013), a month (2013-05) or a day (2013-05-03)."),
            code="partial_date",
        ) from error


class PartialDateField(models.CharField):
    """A date of which only the year, or year and month, may be known; sorts as text."""

    default_validators = [validate_partial_date]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs
