"""Panels of the page editor that floors above fill by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.panels import Panel

# Each is called with the page and the request and gives the panel's content, or "" for none.
HOOK = "show_in_page_editor"
Show = Callable[[Any, Any], SafeString | str]


class ShownByOthers(Panel):
    """What the floors above know of a page that is saved; gone where none has anything."""

    class BoundPanel(Panel.BoundPanel):
        _shown: str | None = None

        def _show(self) -> str:
            if self._shown is None:
                shows: list[Show] = hooks.get_hooks(HOOK)
                self._shown = "".join(show(self.instance, self.request) for show in shows)
            return self._shown

        def is_shown(self) -> bool:
            return bool(self.instance.pk and self.request and self._show())

        def render_html(self, parent_context: Any = None) -> SafeString:
            return SafeString(self._show())
