"""The files behind pages: a publication's PDF and an episode's sound."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lederweb.content import speech
from lederweb.content.reading.library import Text
from lederweb.content.services.save_files import save_document, save_sound
from lederweb.content.typesetting import press
from lederweb.core.models import CustomMedia
from publications.models import Edition, Format

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
    for data in text.data["editions"]:
        edition = Edition(
            number=data.get("number"),
            print_run=data.get("print_run"),
            sent_out_about=data.get("sent_out_kind") == "about",
            **{field: data[key] for key, field in _COLOPHON.items() if key in data},
        )
        edition.formats = [
            Format(kind=entry["kind"], isbn=entry.get("isbn", ""), pages=entry.get("pages"))
            for entry in data["formats"]
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


def recording_of(text: Text, *, series: Text, user: Any, say: Callable[[str], None]) -> CustomMedia:
    """An episode's transcript read aloud; a melody where the machine has no voice."""
    try:
        sound = speech.speak(text.data["transcript"].strip())
    except speech.NoVoice as reason:
        say(f"{text.title}: a melody instead of a voice. {reason}")
        sound = speech.hum()
    recording = speech.encode(
        sound,
        title=text.title,
        album=series.title,
        artist=series.data["author"],
        track=text.data["number"],
    )
    return save_sound(
        name=f"{series.slug}-{text.data['number']}-{text.slug}",
        title=f"{series.title} {text.data['number']}: {text.title}",
        mp3=recording.mp3,
        seconds=recording.seconds,
        user=user,
    )
