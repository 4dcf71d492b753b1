"""What the steps of making a site and of loading the demonstration share."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from lederweb.content.reading.library import Library


@dataclass
class Load:
    """One run of a command that makes pages of the texts."""

    library: Library
    say: Callable[[str], None]  # one line of progress
    refresh: bool = False  # write the texts again over what editors have changed
    editor: Any = None  # the user whose work all this is
    home: Any = None
    # Address in the texts → number of its page, wherever an editor has moved it since.
    pages: dict[str, int] = field(default_factory=dict)
    changed: int = 0  # rows made or written anew

    def report(self, what: str, made: int, there: int) -> None:
        """Say how a step went: "Articles: 25 new" or "Articles: 25 there already"."""
        self.changed += made
        word = "written" if self.refresh else "new"
        parts = [f"{made} {word}"] if made or not there else []
        if there:
            parts.append(f"{there} there already")
        self.say(f"{what}: {', '.join(parts)}")


@dataclass(kw_only=True)
class Demonstration(Load):
    workers: ThreadPoolExecutor  # draw and compress beside the database
