"""Fields of the composer that say how much of them an inbox shows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.widgets import Script
from django.utils.translation import gettext_lazy as _

# Characters. A phone shows about half as much; nobody shows more.
LONGEST_SUBJECT = 60
LONGEST_SHOWN_PREVIEW = 110


class CountedInput(forms.TextInput):
    """Counts while one writes (static/newsletter/composing.js), up to what is shown.

    Without the script the check before sending says the same.
    """

    def __init__(self, most: int, attrs: dict[str, Any] | None = None) -> None:
        counting = {
            "data-count-most": most,
            "data-count-words": _("{count} of the {most} characters that an inbox shows"),
            "data-count-over": _("{count} characters: an inbox shows {most}. Shorten it."),
        }
        super().__init__({**counting, **(attrs or {})})

    class Media:
        js = [Script("newsletter/composing.js", type="module")]
