"""What a person can read in an answer of the admin: its texts, labels and the data of its widgets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

_UNREAD = {"script", "style", "code"}
_COUNTER = "data-side-panel-toggle-counter"  # a number that JavaScript writes and shows
_READ_ATTRIBUTES = {"title", "aria-label", "placeholder", "alt", "aria-description", "label"}
_READ_ENDINGS = ("-content-value", "-label-value")
_BUTTONS = {"submit", "button", "reset"}


def in_html(html: str) -> Iterator[str]:
    """Every text and label, white space made single; what JavaScript will show included."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    for text in reader.texts:
        yield " ".join(text.split())
    for data in reader.data:
        yield from in_json(data)


def in_json(data: Any) -> Iterator[str]:
    """The sentences and labels in data; a lone word in small letters is a name, not a label."""
    if isinstance(data, dict):
        for value in data.values():
            yield from in_json(value)
    elif isinstance(data, list):
        for value in data:
            yield from in_json(value)
    elif isinstance(data, str) and "<" in data:
        yield from in_html(data)
    elif isinstance(data, str) and (" " in data.strip() or data[:1].isupper()):
        yield " ".join(data.split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.data: list[Any] = []
        self._open: list[str] = []
        self._holds_json = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag in _UNREAD or given.get("lang") == "en" or _COUNTER in given:
            self._open.append(tag)
            self._holds_json = given.get("type") == "application/json"
        for name, value in given.items():
            is_label = name in _READ_ATTRIBUTES or name.endswith(_READ_ENDINGS)
            is_button = name == "value" and tag == "input" and given.get("type") in _BUTTONS
            if is_label or is_button:
                self.texts.append(value)
            elif name.startswith("data-") and value[:1] in "[{":
                self._add_data(value)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()
            self._holds_json = False

    def handle_data(self, data: str) -> None:
        if not self._open:
            self.texts.append(data)
        elif self._holds_json:
            self._add_data(data)

    def _add_data(self, text: str) -> None:
        try:
            self.data.append(json.loads(text))
        except ValueError:
            self.texts.append(text)
