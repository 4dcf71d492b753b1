"""ISBN: checked, and written the one way it is shown (ISO 2108, International ISBN Agency)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from stdnum import isbn as standard
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidLength
from stdnum.exceptions import ValidationError as NotAnIsbn


def normalised_isbn(text: str) -> str:
    """The number with hyphens between its parts: 9788770290418 becomes 978-87-7029-041-8.

    Takes 10 and 13 digits, with or without hyphens, blanks or "ISBN" before them. Raises
    ValidationError with a sentence that says what is wrong and what to do.
    """
    number = text.strip().upper().removeprefix("ISBN").lstrip(": -")
    digits = sum(character.isdigit() or character == "X" for character in number)
    if digits not in (10, 13):
        raise _wrong_length(digits)
    try:
        return standard.format(standard.validate(number))
    except InvalidChecksum as error:
        raise ValidationError(
            _("The check digit does not fit. One of the digits is wrong; compare with the book."),
            code="isbn_checksum",
        ) from error
    except InvalidComponent as error:
        raise ValidationError(
            _("An ISBN with 13 digits begins with 978 or 979."), code="isbn_prefix"
        ) from error
    except InvalidLength as error:
        raise _wrong_length(digits) from error
    except NotAnIsbn as error:
        raise ValidationError(
            _("An ISBN has only digits and hyphens, and perhaps an X at the end."),
            code="isbn_characters",
        ) from error


def _wrong_length(digits: int) -> ValidationError:
    return ValidationError(
        _("An ISBN has 10 or 13 digits. This one has %(digits)d."),
        code="isbn_length",
        params={"digits": digits},
    )


def validate_isbn(text: str) -> None:
    normalised_isbn(text)


class IsbnField(models.CharField):
    """An ISBN-10 or ISBN-13, kept with its hyphens."""

    default_validators = [validate_isbn]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 40  # what people paste; kept are at most 17 characters
        super().__init__(*args, **kwargs)

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        value = super().clean(value, model_instance)
        return normalised_isbn(value) if value else value

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs
