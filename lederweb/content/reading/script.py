"""What is read aloud in an episode: chapters, and lines with the name of who says them.

## The chapter's title
Vært: What the host says. In several sentences.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .library import Text

_SENTENCE = re.compile(r"(?<=[.?!])\s+")


@dataclass(frozen=True)
class Line:
    """One sentence. `chapter` is the title of the chapter that begins with it, if one does."""

    speaker: str
    sentence: str
    chapter: str = ""


def read_script(text: Text) -> list[Line]:
    """Raises TextError for a line without a name."""
    lines: list[Line] = []
    chapter = ""
    for written in text.data["script"].strip().splitlines():
        if written.startswith("## "):
            chapter = written.removeprefix("## ").strip()
        elif written.strip():
            speaker, colon, said = written.partition(": ")
            if not colon:
                raise text.source.error("script", f"»{written[:30]}« has no name and colon.")
            for sentence in _SENTENCE.split(said.strip()):
                lines.append(Line(speaker, sentence, chapter))
                chapter = ""
    return lines
