"""The lines of a file, one after the other and again at their place."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import BinaryIO

from lederweb.content.importing.rows import LONGEST_LINE


class Lines:
    """A line that is too long is read to its end but kept only so far that it shows."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def __iter__(self) -> Iterator[tuple[int, int, bytes]]:
        """Number, place in the file, and content of each line that is not empty."""
        offset = 0
        for number in itertools.count(1):
            content = self.file.readline(LONGEST_LINE + 2)
            if not content:
                return
            length, is_whole = len(content), len(content) < LONGEST_LINE + 2
            while not is_whole and not content.endswith(b"\n"):
                more = self.file.readline(LONGEST_LINE)
                length += len(more)
                is_whole = not more or more.endswith(b"\n")
            if content.strip():
                yield number, offset, content
            offset += length

    def at(self, offset: int) -> bytes:
        self.file.seek(offset)
        return self.file.readline(LONGEST_LINE + 2)
