"""One text file: TOML between two lines of +++, then Markdown."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FENCE = "+++"


class TextError(Exception):
    """A text cannot be read. The sentence names the file and the line, and what to write."""

    def __init__(self, path: Path, line: int, sentence: str) -> None:
        self.path, self.line, self.sentence = path, line, sentence
        super().__init__(f"{'/'.join(path.parts[-2:])}, line {line}: {sentence}")


@dataclass(frozen=True)
class Source:
    """A text as it lies in its file. `first_line` is where the Markdown begins."""

    path: Path
    data: dict[str, Any]
    body: str = ""
    first_line: int = 1
    lines: tuple[str, ...] = field(default=(), repr=False)

    @property
    def slug(self) -> str:
        return self.data["slug"]

    @property
    def title(self) -> str:
        return self.data["title"]

    def line_of(self, key: str) -> int:
        """The line of the front matter on which the key stands, else the first."""
        for number, line in enumerate(self.lines, start=1):
            if re.match(rf"\s*{re.escape(key)}\s*=", line):
                return number
        return 1

    def error(self, key: str, sentence: str) -> TextError:
        return TextError(self.path, self.line_of(key), sentence)

    def check(self, required: dict[str, type], optional: dict[str, type]) -> None:
        """Raise TextError when a key is missing, misspelt or of another kind than wanted."""
        for key, kind in required.items():
            if key not in self.data:
                raise TextError(self.path, 1, f"the front matter lacks `{key}`.")
            self._check_kind(key, kind)
        for key, kind in optional.items():
            if key in self.data:
                self._check_kind(key, kind)
        for key in self.data:
            if key not in required and key not in optional:
                known = ", ".join(sorted({*required, *optional}))
                raise self.error(key, f"`{key}` is not known here; there is {known}.")

    def _check_kind(self, key: str, kind: type) -> None:
        value = self.data[key]
        if not isinstance(value, kind):
            names = {str: "text in quotes", int: "a number", list: "a list in brackets"}
            raise self.error(key, f"`{key}` must be {names.get(kind, kind.__name__)}.")
        if key in ("title", "slug", "lead") and not str(value).strip():
            raise self.error(key, f"`{key}` is empty.")


def read_toml(path: Path) -> dict[str, Any]:
    """A file that is TOML throughout. Raises TextError."""
    return _parse_toml(path, path.read_text(encoding="utf-8"), lines_before=0)


def read_source(path: Path) -> Source:
    """A file with front matter and Markdown. Raises TextError."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if not lines or lines[0].strip() != FENCE:
        raise TextError(path, 1, f"the first line must be {FENCE}, followed by the front matter.")
    try:
        end = next(number for number, line in enumerate(lines[1:], 1) if line.strip() == FENCE)
    except StopIteration:
        raise TextError(
            path, len(lines), f"the front matter has no end; close it with a line {FENCE}."
        ) from None
    data = _parse_toml(path, "\n".join(lines[1:end]), lines_before=1)
    return Source(path, data, "\n".join(lines[end + 1 :]), end + 2, tuple(lines[: end + 1]))


def _parse_toml(path: Path, text: str, *, lines_before: int) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"at line (\d+)", str(error))
        line = int(where.group(1)) if where else len(text.splitlines())
        reason = re.sub(r"\s*\(at .*\)$", "", str(error))
        raise TextError(path, line + lines_before, f"this is not TOML: {reason}.") from error
