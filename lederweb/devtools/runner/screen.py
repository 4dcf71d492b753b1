"""Showing steps with their progress and time."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import time
from collections.abc import Iterator
from typing import TextIO

NAME_WIDTH = 22
QUIET_SECONDS = 5.0  # where output is not a terminal, a long step says something this often


class Step:
    """One line of the list; `detail` is what it is busy with, `note` how it ended."""

    def __init__(self, screen: Screen, name: str) -> None:
        self._screen = screen
        self.name = name
        self.note = "done"
        self.started = time.monotonic()
        self._shown = self.started

    def detail(self, text: str) -> None:
        now = time.monotonic()
        text = text.strip()
        if self._screen.live:
            if now - self._shown > 0.08:
                self._shown = now
                self._screen.draw(
                    f"  {self.name:<{NAME_WIDTH}} {now - self.started:5.0f} s  {text}"
                )
        elif now - self._shown > QUIET_SECONDS:
            self._shown = now
            self._screen.line(f"  {self.name:<{NAME_WIDTH}} … {text[:70]}")


class Screen:
    def __init__(self, output: TextIO | None = None) -> None:
        self.output = sys.stderr if output is None else output
        self.live = self.output.isatty() and os.environ.get("TERM") != "dumb"

    def draw(self, text: str) -> None:
        width = shutil.get_terminal_size().columns - 1
        self.output.write("\r\x1b[K" + text[:width])
        self.output.flush()

    def line(self, text: str = "") -> None:
        self.output.write(("\r\x1b[K" if self.live else "") + text + "\n")
        self.output.flush()

    @contextlib.contextmanager
    def step(self, name: str) -> Iterator[Step]:
        step = Step(self, name)
        if self.live:
            self.draw(f"  {name:<{NAME_WIDTH}} …")
        try:
            yield step
        except BaseException:
            self.line(f"  {name:<{NAME_WIDTH}} failed")
            raise
        seconds = time.monotonic() - step.started
        self.line(f"  {name:<{NAME_WIDTH}} {step.note:<44} {seconds:6.1f} s")
