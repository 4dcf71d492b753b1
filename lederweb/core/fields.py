"""Model fields that several floors use."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from lederweb.lib import danish
from lederweb.lib.periods import MONTH_NAMES

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
# A day if there is one, a month by number or word, a year; between them stops, strokes or blanks.
_AS_WRITTEN = re.compile(r"(?:(\d{1,2})[. /-]+)?(\d{1,2}|[a-z]{3,9})[. /-]+(\d{4})", re.ASCII)


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


def partial_date_in_words(value: str) -> str:
    """2013, maj 2013 or 3. maj 2013. Raises ValueError as `parse_partial_date` does."""
    year, month, day = parse_partial_date(value)
    words = [f"{day}." if day else "", MONTH_NAMES[month - 1] if month else "", str(year)]
    return " ".join(word for word in words if word)


def read_partial_date(text: str) -> str:
    """What a Dane writes (3.5.2013, 3. maj 2013, maj 2013, 5/2013, 2013) as 2013-05-03 or less.

    The ISO form itself is taken, too. Raises ValueError when the text is none of these.
    """
    text = text.strip().lower()
    match = _AS_WRITTEN.fullmatch(text)
    if match:
        day, month, year = match.groups()
        if not month.isdigit():
            names = [name for name in MONTH_NAMES if len(month) > 2 and name.startswith(month)]
            month = str(MONTH_NAMES.index(names[0]) + 1) if names else month
        text = f"{year}-{month:0>2}" + (f"-{day:0>2}" if day else "")
    parse_partial_date(text)
    return text


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


class WholeNumberField(forms.IntegerField):
    """A whole number as a Dane writes it: 27.701, 27 701 or 27701. It is shown as 27.701."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = re.sub(r"(?<=\d)[.\s\u00a0](?=\d{3}(?!\d))", "", value.strip())
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """What was typed stands as it was typed, so that an error can be seen in it."""
        return danish.number(value) if isinstance(value, int) else value


class PartialDateFormField(forms.CharField):
    """A partial date as a Dane writes it, shown again in words."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["help_text"] = kwargs.get("help_text") or _("25.8.2017, August 2017 or only 2017.")
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        try:
            return partial_date_in_words(value) if value else value
        except ValueError:  # as it was typed
            return value

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if not text:
            return ""
        try:
            return read_partial_date(text)
        except ValueError as error:
            raise ValidationError(
                _("Write a day (3.5.2013), a month (May 2013) or a year (2013)."),
                code="partial_date",
            ) from error


class PartialDateField(models.CharField):
    """A date of which only the year, or year and month, may be known; sorts as text."""

    default_validators = [validate_partial_date]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        """Words may be longer than what is stored."""
        return super().formfield(**kwargs | {"form_class": PartialDateFormField, "max_length": 40})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs
