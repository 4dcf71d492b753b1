"""What is said in an episode: WebVTT with speakers, or plain text, as passages.

WebVTT is read by the W3C's specification (https://www.w3.org/TR/webvtt1/), section 4, as far as
sound needs it: cues with times and voices. Styles, regions and notes are passed over.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MARK = "WEBVTT"
_TIME = re.compile(r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]+)>")
_TAG = re.compile(r"<[^<>]*>")
# "Vært: Hvad gjorde I?" A name begins with a capital and is short.
_SPOKEN = re.compile(r"([A-ZÆØÅ][^:.!?<>\n]{0,39}):\s+(\S.*)")


@dataclass(frozen=True)
class Passage:
    """What one person says in one go. Times in seconds; None in plain text."""

    text: str
    speaker: str = ""
    start: float | None = None
    end: float | None = None


class BadTranscript(Exception):
    """A line that cannot be read; `sentence` says which and what to write."""

    def __init__(self, line: int, sentence: str | Promise) -> None:
        self.line = line
        self.sentence = _("Line %(line)d: %(problem)s") % {"line": line, "problem": sentence}
        super().__init__(self.sentence)


def is_timed(text: str) -> bool:
    """Whether the text means to be WebVTT."""
    return text.lstrip("\ufeff").startswith(MARK)


def read_transcript(text: str) -> list[Passage]:
    """The passages of a transcript. Raises BadTranscript for WebVTT that cannot be read."""
    return list(_read_cues(text) if is_timed(text) else _read_text(text))


def passages_of(text: str) -> list[Passage]:
    """The passages as they can be shown, also when the times cannot be read."""
    try:
        return read_transcript(text)
    except BadTranscript:
        lines = (line for line in text.splitlines() if "-->" not in line and line.strip() != MARK)
        return list(_read_text("\n\n".join(_TAG.sub("", line) for line in lines)))


def plain_text(passages: Iterable[Passage]) -> str:
    """The words with the name before each change of speaker, a paragraph for each."""
    paragraphs: list[tuple[str, list[str]]] = []
    for passage in passages:
        if not paragraphs or not passage.speaker or paragraphs[-1][0] != passage.speaker:
            paragraphs.append((passage.speaker, []))
        paragraphs[-1][1].append(passage.text)
    return "\n\n".join(
        f"{speaker}: {' '.join(said)}" if speaker else " ".join(said)
        for speaker, said in paragraphs
    )


def as_webvtt(passages: Iterable[Passage]) -> str:
    """Passages with times as a WebVTT file."""
    cues = [MARK]
    for passage in passages:
        assert passage.start is not None  # plain text has no WebVTT
        assert passage.end is not None
        voice = f"<v {html.escape(passage.speaker, quote=False)}>" if passage.speaker else ""
        words = html.escape(passage.text, quote=False)
        cues.append(f"{_stamp(passage.start)} --> {_stamp(passage.end)}\n{voice}{words}")
    return "\n\n".join(cues) + "\n"


def _stamp(seconds: float) -> str:
    whole = round(seconds * 1000)
    return (
        f"{whole // 3_600_000:02d}:{whole // 60_000 % 60:02d}:{whole // 1000 % 60:02d}"
        f".{whole % 1000:03d}"
    )


# --- Plain text ----------------------------------------------------------------------------------
def _read_text(text: str) -> Iterator[Passage]:
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        speaker = ""
        words: list[str] = []
        for line in paragraph.splitlines():
            spoken = _SPOKEN.fullmatch(line.strip())
            if spoken:
                if words:
                    yield Passage(" ".join(words), speaker)
                speaker, words = spoken.group(1).strip(), [spoken.group(2)]
            elif line.strip():
                words.append(line.strip())
        if words:
            yield Passage(" ".join(words), speaker)


# --- WebVTT --------------------------------------------------------------------------------------
def _read_cues(text: str) -> Iterator[Passage]:
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines[0][len(MARK) :][:1] not in ("", " ", "\t"):
        raise BadTranscript(1, _("the first line must be WEBVTT and nothing else."))
    speaker, last_start, found = "", 0.0, False
    for number, block in _blocks(lines):
        if number == 1 or re.match(r"(NOTE|STYLE|REGION)(\s|$)", block[0]):
            continue
        timing = 0 if "-->" in block[0] else 1
        if timing == len(block) or "-->" not in block[timing]:
            raise BadTranscript(
                number,
                _(
                    "there is no time here. Before the words of each passage stands a line such "
                    "as 00:00:05.000 --> 00:00:09.000."
                ),
            )
        start, end = _times(block[timing], number + timing)
        if start < last_start:
            raise BadTranscript(
                number + timing, _("the passage begins before the one above it. Put them in order.")
            )
        last_start = start
        for offset, line in enumerate(block[timing + 1 :], timing + 1):
            if "-->" in line:
                raise BadTranscript(number + offset, _("an empty line is missing above this time."))
        for name, words in _voices("\n".join(block[timing + 1 :])):
            # A voice is named when it changes; until then the last one speaks.
            speaker = name or speaker
            if words:
                found = True
                yield Passage(words, speaker, start, end)
    if not found:
        raise BadTranscript(1, _("nothing is said after this line."))


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Lines that stand together, with the number of the first."""
    block: list[str] = []
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _times(line: str, number: int) -> tuple[float, float]:
    before, _arrow, after = line.partition("-->")
    stamps = [_TIME.fullmatch(part) for part in (before.strip(), (after.split() or [""])[0])]
    start, end = (_seconds(stamp, line, number) for stamp in stamps)
    if end <= start:
        raise BadTranscript(number, _("the passage ends before it begins."))
    return start, end


def _seconds(stamp: re.Match[str] | None, line: str, number: int) -> float:
    if stamp is None:
        raise BadTranscript(
            number,
            _("write the thousandths after a full stop, not a comma: 00:00:05.000.")
            if "," in line
            else _("the time cannot be read. Write it as 00:00:05.000 --> 00:00:09.000."),
        )
    hours, minutes, seconds, thousandths = (int(part or 0) for part in stamp.groups())
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000


def _voices(payload: str) -> Iterator[tuple[str, str]]:
    """Name and words of each voice in a cue; what stands before the first has no name."""
    parts = _VOICE.split(payload)
    yield "", _words(parts[0])
    for name, words in zip(parts[1::2], parts[2::2], strict=True):
        yield html.unescape(name).strip(), _words(words)


def _words(text: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", text)).split())
