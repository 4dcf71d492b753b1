"""What may stand in a mail's header: one line, nothing that ends it (promise N12)."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# CR, LF and NUL, the other control characters, and what Unicode counts as a line's end.
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_NAME = re.compile(r"[A-Za-z0-9-]+")


class BadHeader(ValueError):
    """A header that would not stay one header."""


def header_text(value: str) -> str:
    """The value itself. Raises BadHeader when it has a control character."""
    if _FORBIDDEN.search(value):
        raise BadHeader("A mail header must be one line without control characters.")
    return value


def header_name(name: str) -> str:
    """The name itself. Raises BadHeader when it has anything but letters, digits and hyphens."""
    if not _NAME.fullmatch(name):
        raise BadHeader("A mail header's name has letters, digits and hyphens only.")
    return name


def validate_header_text(value: str) -> None:
    """The same for forms and models. Raises ValidationError with a sentence."""
    if _FORBIDDEN.search(value):
        raise ValidationError(_("Write it on one line, without control characters."))
