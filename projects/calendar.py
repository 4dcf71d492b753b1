"""An event as iCalendar (RFC 5545)."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from lederweb.core.fields import parse_partial_date
from lederweb.lib.periods import COPENHAGEN
from projects.models import Event

LINE_LENGTH = 75  # octets, RFC 5545 section 3.1


def calendar_of(event: Event) -> bytes:
    """The file for one event. Raises ValueError when its day is not known.

    An event without a time is a whole day; moments are written in UTC, so that no rules of a
    time zone need to come along.
    """
    if event.day is None:
        raise ValueError(f"The day of {event} is not known.")
    host = urlsplit(settings.BASE_URL).hostname
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Lederweb//Arrangementer//DA",
        "BEGIN:VEVENT",
        f"UID:arrangement-{event.pk}@{host}",
        f"DTSTAMP:{_moment(timezone.now())}",
        *_times(event, event.day),
        f"SUMMARY:{_text(event.title)}",
    ]
    described = "\n".join(part for part in (event.theme, event.text) if part)
    if event.place:
        lines.append(f"LOCATION:{_text(event.place)}")
    if described:
        lines.append(f"DESCRIPTION:{_text(described)}")
    if event.link:
        lines.append(f"URL:{event.link}")
    lines += ["END:VEVENT", "END:VCALENDAR"]
    return b"".join(_folded(line) + b"\r\n" for line in lines)


def _times(event: Event, first: dt.date) -> list[str]:
    last = _day_of(event.ends_on) or first
    if event.starts_at is None:
        # The end of a whole day is the day after it.
        after = last + dt.timedelta(days=1)
        return [f"DTSTART;VALUE=DATE:{first:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]
    start = dt.datetime.combine(first, event.starts_at, tzinfo=COPENHAGEN)
    lines = [f"DTSTART:{_moment(start)}"]
    if event.ends_at:
        lines.append(f"DTEND:{_moment(dt.datetime.combine(last, event.ends_at, COPENHAGEN))}")
    return lines


def _day_of(value: str) -> dt.date | None:
    if not value:
        return None
    year, month, day = parse_partial_date(value)
    return dt.date(year, month, day) if month and day else None


def _moment(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    """Escaped as RFC 5545 section 3.3.11 asks."""
    for character in "\\;,":
        value = value.replace(character, "\\" + character)
    return value.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Lines of at most 75 octets, never cut within a letter; the rest begins with a space."""
    parts: list[bytes] = []
    part = b""
    for letter in line:
        encoded = letter.encode()
        if len(part) + len(encoded) > LINE_LENGTH - bool(parts):
            parts.append(part)
            part = b""
        part += encoded
    return b"\r\n ".join([*parts, part])
