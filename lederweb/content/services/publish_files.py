"""The files behind pages: a publication's PDF and an episode's sound."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lederweb.content import speech
from lederweb.content.reading.library import Text
from lederweb.content.reading.script import read_script
from lederweb.content.services.save_files import save_document, save_sound
from lederweb.content.typesetting import press
from lederweb.core.models import CustomMedia
from publications.models import Edition, Format
from publications.podcasts.transcripts import Passage

# Front matter key → field of the edition.
_COLOPHON = {
    "year": "year",
    "design": "design",
    "cover_photo": "cover_photo",
    "typesetting": "typesetting",
    "print": "print_house",
    "production": "production",
    "product_number": "product_number",
    "printed": "printed",
    "sent_out": "sent_out",
}


def editions_of(text: Text, *, user: Any) -> list[Edition]:
    """A publication's editions with their formats; every PDF is set here."""
    editions = []
    for order, data in enumerate(text.data["editions"]):
        edition = Edition(
            sort_order=order,
            number=data.get("number"),
            print_run=data.get("print_run"),
            sent_out_about=data.get("sent_out_kind") == "about",
            **{field: data[key] for key, field in _COLOPHON.items() if key in data},
        )
        edition.formats = [
            Format(
                sort_order=place,
                kind=entry["kind"],
                isbn=entry.get("isbn", ""),
                pages=entry.get("pages"),
            )
            for place, entry in enumerate(data["formats"])
        ]
        for entry in edition.formats.all():
            if entry.kind == Format.Kind.PDF:
                booklet = press.booklet(text)
                entry.pages = booklet.pages
                entry.document = save_document(
                    name=text.slug,
                    title=text.title,
                    pdf=booklet.pdf,
                    pages=booklet.pages,
                    user=user,
                )
        editions.append(edition)
    return editions


@dataclass(frozen=True)
class Reading:
    """An episode read aloud, with the times of what is said and of its chapters."""

    sound: speech.Sound
    passages: list[Passage]
    chapters: list[tuple[float, str]]


def read_aloud(text: Text, *, say: Callable[[str], None]) -> Reading:
    """Every line in the voice of its speaker; a melody where the machine has no voice."""
    lines = read_script(text)
    voices = dict(zip(dict.fromkeys(line.speaker for line in lines), speech.VOICES, strict=False))
    try:
        spoken = [speech.speak(line.sentence, voices[line.speaker]) for line in lines]
        sound = speech.Sound(b"".join(part.samples for part in spoken), spoken[0].rate)
        lengths = [len(part.samples) / 2 / part.rate for part in spoken]
    except speech.NoVoice as reason:
        say(f"{text.title}: a melody instead of a voice. {reason}")
        sound = speech.hum()
        lengths = [len(sound.samples) / 2 / sound.rate / len(lines)] * len(lines)
    starts = [0.0, *itertools.accumulate(lengths)]
    return Reading(
        sound,
        [
            Passage(line.sentence, line.speaker, start, end)
            for line, start, end in zip(lines, starts[:-1], starts[1:], strict=True)
        ],
        [
            (start, line.chapter)
            for line, start in zip(lines, starts[:-1], strict=True)
            if line.chapter
        ],
    )


def recording_of(reading: Reading, text: Text, *, series: Text, user: Any) -> CustomMedia:
    """The reading as a sound file in the library."""
    recording = speech.encode(
        reading.sound,
        title=text.title,
        album=series.title,
        artist=series.data["author"],
        track=text.data["number"],
        chapters=reading.chapters,
    )
    return save_sound(
        name=f"{series.slug}-{text.data['number']}-{text.slug}",
        title=f"{series.title} {text.data['number']}: {text.title}",
        mp3=recording.mp3,
        user=user,
    )
