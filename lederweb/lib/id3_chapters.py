"""Chapters in an MP3: the CHAP frames of its ID3v2 tag (ID3v2 Chapter Frame Addendum 1.0).

Read by hand and not by mutagen, which unpacks compressed frames without a limit: a tag of a few
kilobytes could ask for gigabytes. Compressed and encrypted frames are passed over here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_HEADER, _FRAME_HEADER = 10, 10
_TAG_LIMIT = 8_000_000  # bytes; a tag with a large cover has about one
_CHAPTER_LIMIT = 500
_ENCODINGS = {0: "latin-1", 1: "utf-16", 2: "utf-16-be", 3: "utf-8"}


@dataclass(frozen=True)
class FileChapter:
    """A chapter as the sound file has it; `start` is in seconds."""

    start: float
    title: str
    url: str = ""


def read_chapters(file: BinaryIO) -> list[FileChapter]:
    """The chapters of the file in the order of their times; none when it has no tag it can read."""
    file.seek(0)
    header = file.read(_HEADER)
    if len(header) < _HEADER or header[:3] != b"ID3" or header[3] not in (3, 4):
        return []
    version, flags = header[3], header[5]
    size = _synchsafe(header[6:10])
    if size > _TAG_LIMIT:
        return []
    data = file.read(size)
    if flags & 0x80 and version == 3:  # the whole tag is unsynchronised
        data = data.replace(b"\xff\x00", b"\xff")
    if flags & 0x40:  # an extended header stands first
        length = _synchsafe(data[:4]) if version == 4 else _number(data[:4]) + 4
        data = data[length:]
    found: list[FileChapter] = []
    for name, content in _frames(data, version):
        if name == b"CHAP" and len(found) < _CHAPTER_LIMIT:
            chapter = _chapter(content, version)
            if chapter:
                found.append(chapter)
    return sorted(found, key=lambda chapter: chapter.start)


def _frames(data: bytes, version: int) -> Iterator[tuple[bytes, bytes]]:
    """Name and content of every frame that is neither packed nor encrypted."""
    packed, unsynchronised = (0xC0, 0) if version == 3 else (0x0C, 0x02)
    while len(data) > _FRAME_HEADER and data[:1] != b"\0":
        name, flags = data[:4], data[9]
        size = _synchsafe(data[4:8]) if version == 4 else _number(data[4:8])
        content = data[_FRAME_HEADER : _FRAME_HEADER + size]
        data = data[_FRAME_HEADER + size :]
        if not name.isalnum() or flags & packed:
            continue
        if version == 4 and flags & 0x01:  # its length stands before the content once more
            content = content[4:]
        if flags & unsynchronised:
            content = content.replace(b"\xff\x00", b"\xff")
        yield name, content


def _chapter(content: bytes, version: int) -> FileChapter | None:
    _identifier, _, rest = content.partition(b"\0")
    if len(rest) < 16:  # start and end in milliseconds, then two offsets in bytes
        return None
    title = url = ""
    for name, value in _frames(rest[16:], version):
        if name == b"TIT2":
            title = _text(value)
        elif name == b"WXXX":
            url = _link(value)
    return FileChapter(_number(rest[:4]) / 1000, title[:200], url[:500])


def _text(value: bytes) -> str:
    if not value:
        return ""
    encoding = _ENCODINGS.get(value[0], "latin-1")
    return value[1:].decode(encoding, "replace").split("\0")[0].strip()


def _link(value: bytes) -> str:
    """A WXXX frame: encoding, description, then the address in Latin-1."""
    wide = value[:1] in (b"\x01", b"\x02")
    body, end = value[1:], b"\0\0" if wide else b"\0"
    step = len(end)
    for place in range(0, len(body) - step + 1, step):
        if body[place : place + step] == end:
            return body[place + step :].decode("latin-1").rstrip("\0").strip()
    return ""


def _synchsafe(four: bytes) -> int:
    value = 0
    for byte in four:
        value = value << 7 | byte & 0x7F
    return value


def _number(four: bytes) -> int:
    return int.from_bytes(four, "big")
