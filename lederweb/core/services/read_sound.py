"""What a sound file says of itself, read from its content and never from its name."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from mutagen import MutagenError
from mutagen.mp3 import MPEGInfo
from mutagen.mp4 import Atoms, MP4Chapters, MP4Info

from lederweb.lib.id3_chapters import FileChapter, read_chapters

MP3, M4A = "mp3", "m4a"
# Boxes of an MP4 file: an hour of sound has some 200, and mutagen keeps each one in memory.
_BOX_LIMIT, _BOX_DEPTH = 20_000, 12
# Boxes that are read whole are a few kilobytes, in files that a person made.
_READ_WHOLE, _WHOLE_LIMIT = frozenset((b"stsd", b"hdlr", b"mdhd", b"mvhd", b"chpl")), 1_000_000
_NOT_PLAYABLE = _("This is not an MP3 or M4A file that can be played. Export the sound again.")
_FAULTS = (
    *(MutagenError, struct.error, ValueError, LookupError, ArithmeticError, AssertionError),
    RecursionError,
)
_CONTAINERS = frozenset(
    (b"moov", b"udta", b"trak", b"mdia", b"meta", b"ilst", b"stbl", b"minf", b"moof", b"traf")
)


class NoSound(Exception):
    """The file is not what it should be; `sentence` says so to the person who sent it."""

    def __init__(self, sentence: str | Promise) -> None:
        self.sentence = sentence
        super().__init__(sentence)


@dataclass(frozen=True)
class SoundFacts:
    kind: str  # "mp3" or "m4a"
    seconds: float
    bit_rate: int  # bits a second
    chapters: list[FileChapter] = field(default_factory=list)


def read_sound(file: BinaryIO) -> SoundFacts:
    """Length, bit rate and chapters of an MP3 or M4A file. Leaves it at its beginning.

    Raises NoSound for anything else, and for a file without sound in it. Never reads more than a
    few megabytes into memory, whatever the file claims.
    """
    try:
        start = _beginning(file)
        facts = _read_m4a(file) if start[4:8] == b"ftyp" else _read_mp3(file, start)
    except _FAULTS as error:
        raise NoSound(_NOT_PLAYABLE) from error
    finally:
        file.seek(0)
    if facts.seconds <= 0:
        raise NoSound(_("There is no sound in the file: it lasts 0 seconds."))
    return facts


def _beginning(file: BinaryIO) -> bytes:
    file.seek(0, 2)
    if not file.tell():
        raise NoSound(_("The file is empty."))
    file.seek(0)
    start = file.read(512)
    if start.lstrip()[:1] in (b"<", b"{") or start[:4] == b"%PDF":
        raise NoSound(_("This is a web page or a document with the name of a sound file."))
    if start[:4] in (b"RIFF", b"FORM", b"OggS", b"fLaC"):
        raise NoSound(_("This is sound of another kind. Save it as MP3 or M4A and try again."))
    return start


def _read_mp3(file: BinaryIO, start: bytes) -> SoundFacts:
    file.seek(0)
    info = MPEGInfo(file)
    # Four frames in a row that fit together make it sound; fewer may be chance.
    if info.sketchy or info.layer != 3:
        raise NoSound(_NOT_PLAYABLE)
    return SoundFacts(MP3, float(info.length), int(info.bitrate), read_chapters(file))


def _read_m4a(file: BinaryIO) -> SoundFacts:
    for number, (name, size) in enumerate(_boxes(file)):
        if number > _BOX_LIMIT or (name in _READ_WHOLE and size > _WHOLE_LIMIT):
            raise ValueError("more than any player needs")
    file.seek(0)
    atoms = Atoms(file)
    info = MP4Info(atoms, file)
    if not info.codec.startswith(("mp4a", "alac")):
        raise NoSound(_("There is no sound in the file that players know. Save it as AAC."))
    chapters = MP4Chapters(atoms, file) if MP4Chapters._can_load(atoms) else ()
    return SoundFacts(
        M4A,
        float(info.length),
        int(info.bitrate),
        [FileChapter(float(chapter.start), chapter.title[:200]) for chapter in chapters],
    )


def _boxes(file: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """Name and size of all boxes of an MP4 file, those within others too."""
    file.seek(0, 2)
    ends = [file.tell()]
    place = 0
    while ends:
        if place + 8 > ends[-1]:
            place = ends.pop()
            continue
        file.seek(place)
        head = file.read(16)
        size, name, header = int.from_bytes(head[:4], "big"), head[4:8], 8
        if size == 1:
            size, header = int.from_bytes(head[8:16], "big"), 16
        elif size == 0:  # to the end
            size = ends[-1] - place
        if size < header:
            raise ValueError("a box smaller than its header")
        yield name, size
        if name not in _CONTAINERS:
            place += size
            continue
        if len(ends) > _BOX_DEPTH:
            raise ValueError("boxes within boxes within boxes")
        ends.append(min(place + size, ends[-1]))
        place += header + (4 if name == b"meta" else 0)
