"""Parts of the editor: what is missing before publishing, and the transcript from a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.admin.widgets import AdminAutoHeightTextInput


class ReadinessPanel(Panel):
    """Says what must be put in before the page can be published; nothing when all is there."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "publications/admin/readiness.html"

        def is_shown(self) -> bool:
            return super().is_shown() and bool(self.missing)

        @property
        def missing(self) -> list[Any]:
            if not self.instance.pk:
                return []
            return [sentence for _field, sentence in self.instance.missing_for_publishing()]

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return super().get_context_data(parent_context) | {"missing": self.missing}


class TranscriptInput(AdminAutoHeightTextInput):
    """A text field that a .vtt or .txt file can be read into.

    The file is read in the editor's browser, so that the words stand in the field to be put
    right, and a fault in them loses nothing.
    """

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        field = super().render(name, value, attrs, renderer)
        return format_html(
            '{}<p><label>{} <input type="file" accept=".vtt,.txt,text/vtt,text/plain" '
            'data-transcript-file="{}"></label></p>',
            field,
            _("Read it from a file (.vtt or .txt):"),
            (attrs or {}).get("id", ""),
        )

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["publications/js/transcript-input.js"])


class TranscriptPanel(FieldPanel):
    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        return options | {"widgets": {self.field_name: TranscriptInput()}}
