"""Finds the strings that people read in our own Python and templates.

No gettext programs are needed: Babel reads Python, and Django turns a template into something
that reads like Python. Babel is needed for development only; compiling does without.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

Key = tuple[str | None, str]

TEMPLATE_ENDINGS = {".html", ".txt", ".mjml"}
# Tests speak to developers; what migrations repeat stands in the models.
_SKIPPED_FOLDERS = {"tests", "migrations", "locale", "__pycache__"}
_KEYWORDS: dict[str, tuple | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_COMMENT = re.compile(r"{%\s*comment\b.*?%}.*?{%\s*endcomment\s*%}", re.DOTALL)


@dataclass(frozen=True)
class Message:
    """A string in the source, its plural if it has one, and its places as "path:line"."""

    context: str | None
    singular: str
    plural: str | None
    places: tuple[str, ...]

    @property
    def key(self) -> Key:
        """What gettext looks it up by."""
        return self.context, self.singular


def extract(root: Path, folders: tuple[str, ...]) -> dict[Key, Message]:
    """All strings in these folders of the project, in the order of files and lines.

    Raises `ModuleNotFoundError` where Babel is not installed, and `SyntaxError` for a template
    that Django cannot read.
    """
    found: dict[Key, Message] = {}
    for path in _sources(root, folders):
        for message in _messages(path, path.relative_to(root).as_posix()):
            known = found.get(message.key)
            if known is None:
                found[message.key] = message
                continue
            found[message.key] = replace(
                known,
                plural=known.plural or message.plural,
                places=known.places + message.places,
            )
    return found


def _sources(root: Path, folders: tuple[str, ...]) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix != ".py" and path.suffix not in TEMPLATE_ENDINGS:
                continue
            if not _SKIPPED_FOLDERS.intersection(path.relative_to(root).parts):
                yield path


def _messages(path: Path, name: str) -> Iterator[Message]:
    from babel.messages.extract import extract as babel_extract

    text = path.read_text("utf-8")
    if path.suffix != ".py":
        text = _as_python(text, name)
    source = io.BytesIO(text.encode())
    for line, strings, _comments, context in babel_extract(
        "python", source, _KEYWORDS, (), {"encoding": "utf-8"}
    ):
        singular, plural = (strings, None) if isinstance(strings, str) else strings[:2]
        yield Message(context, singular, plural, (f"{name}:{line}",))


def _as_python(template: str, name: str) -> str:
    from django.utils.translation.template import templatize

    # A comment may show tags as examples; its lines are kept so that later numbers are right.
    template = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), template)
    # What stands around the calls is blanked out; only its indentation could trouble Python.
    return "\n".join(line.lstrip() for line in templatize(template, name).split("\n"))
