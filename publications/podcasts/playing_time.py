"""A moment in a recording: kept in whole seconds, written 12.30 or 1.02.30."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

_WRITTEN = re.compile(r"(?:(\d{1,2})[.:])?(\d{1,3})[.:]([0-5]\d)")


def clock(seconds: float) -> str:
    """75 seconds become 1.15, the way Danes write a playing time."""
    whole = int(seconds)
    hours, rest = divmod(whole, 3600)
    if hours:
        return f"{hours}.{rest // 60:02d}.{rest % 60:02d}"
    return f"{rest // 60}.{rest % 60:02d}"


class PlayingTimeFormField(forms.CharField):
    def prepare_value(self, value: Any) -> Any:
        return clock(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or isinstance(value, int):
            return None if value in self.empty_values else value
        written = _WRITTEN.fullmatch(str(value).strip())
        if not written or (written.group(1) and int(written.group(2)) > 59):
            raise ValidationError(
                _("Write the time as minutes and seconds: 12.30, or 1.02.30 after an hour.")
            )
        hours, minutes, seconds = (int(part or 0) for part in written.groups())
        return hours * 3600 + minutes * 60 + seconds

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


class PlayingTimeField(models.PositiveIntegerField):
    """Seconds from the beginning of a recording."""

    def formfield(self, **kwargs: Any) -> Any:  # type: ignore[override]
        defaults = {
            "required": not self.blank,
            "label": self.verbose_name,
            "help_text": self.help_text,
        }
        kwargs = {
            key: value for key, value in kwargs.items() if key not in ("form_class", "max_value")
        }
        return PlayingTimeFormField(**(defaults | kwargs))
