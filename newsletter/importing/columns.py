"""Which column of a file is what, and what a cell means, in Danish and English."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from lederweb.lib.periods import COPENHAGEN, day_of
from lederweb.mail.addresses import canonical
from newsletter.models import Subscriber
from projects.models import Tier

# Headings as they are met, in small letters and without anything but letters and digits.
NAMES: dict[str, tuple[str, ...]] = {
    "email": ("email", "mail", "emailadresse", "mailadresse", "emailaddress", "adresse"),
    "tiers": ("væksthus", "væksthuse", "leder", "tier", "tiers"),
    "topics": ("emne", "emner", "topic", "topics"),
    "frequency": ("hyppighed", "hvorofte", "frequency"),
    "consent_at": (
        "samtykke",
        "samtykkedato",
        "datoforsamtykke",
        "samtykkegivet",
        "tilmeldt",
        "tilmeldingsdato",
        "consent",
        "consentdate",
        "consentat",
        "signedup",
    ),
    "wording": ("ordlyd", "samtykketekst", "tekst", "wording", "consentwording", "consenttext"),
    "source": ("kilde", "samtykkekilde", "bevis", "source", "consentsource", "proof", "evidence"),
}
_FREQUENCIES = {
    "": Subscriber.Frequency.WEEKLY,
    "ugentlig": Subscriber.Frequency.WEEKLY,
    "ugentligt": Subscriber.Frequency.WEEKLY,
    "uge": Subscriber.Frequency.WEEKLY,
    "weekly": Subscriber.Frequency.WEEKLY,
    "særnummer": Subscriber.Frequency.SPECIAL,
    "særnumre": Subscriber.Frequency.SPECIAL,
    "special": Subscriber.Frequency.SPECIAL,
    "specialissues": Subscriber.Frequency.SPECIAL,
}
_TIERS = {tier.value for tier in (Tier.TOP, Tier.MIDDLE, Tier.INSTITUTION)}
_DATE = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})(?:[ T]+(?:kl\.? *)?(\d{1,2})[:.](\d{2}))?")
_LONGEST_WORDING = 2000
_LONGEST_SOURCE = 250


@dataclass
class Entry:
    """What a row says. `reason`: why it cannot be taken in, in words; empty when it can."""

    email: str = ""
    tiers: list[str] = field(default_factory=list)
    topics: list[int] = field(default_factory=list)
    frequency: str = Subscriber.Frequency.WEEKLY
    consent_at: dt.datetime | None = None
    wording: str = ""
    source: str = ""
    reason: str = ""


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Field → position, as far as the headings are known; the first of two alike counts."""
    found: dict[str, int] = {}
    for position, heading in enumerate(header):
        plain = _plain(heading)
        for name, known in NAMES.items():
            if plain in known:
                found.setdefault(name, position)
    return found


def entry_of(
    cells: Sequence[str], columns: Mapping[str, int], topics: Mapping[str, int], now: dt.datetime
) -> Entry:
    """What the row says. topics: plain title → page number."""

    def cell(name: str) -> str:
        position = columns.get(name)
        return cells[position].strip() if position is not None and position < len(cells) else ""

    entry = Entry(wording=cell("wording"), source=cell("source"))
    try:
        # An address that is copied from a mail often stands in angle brackets or after mailto.
        entry.email = canonical(cell("email").removeprefix("mailto:").strip('<>"'))
        entry.tiers = _tiers(cell("tiers"))
        entry.topics = _topics(cell("topics"), topics)
        entry.frequency = _frequency(cell("frequency"))
        entry.consent_at = _moment(cell("consent_at"), now)
        for text, longest in ((entry.wording, _LONGEST_WORDING), (entry.source, _LONGEST_SOURCE)):
            if len(text) > longest or "\0" in text:
                raise ValidationError(_("The text about the consent is too long or damaged."))
    except ValidationError as error:
        entry.reason = " ".join(error.messages)
    return entry


def plain_titles(topics: Mapping[int, str]) -> dict[str, int]:
    return {_plain(title): number for number, title in topics.items()}


def _plain(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalnum())


def _tiers(text: str) -> list[str]:
    """ "1", "1, 3", "1+2" or "Væksthus 2". The numbers only: no other words are needed."""
    numbers = set(re.findall(r"\d+", text))
    if text and (not numbers or numbers - _TIERS):
        raise ValidationError(_("“%(text)s” names no Væksthus: write 1, 2 or 3.") % {"text": text})
    return sorted(numbers)


def _topics(text: str, topics: Mapping[str, int]) -> list[int]:
    found = set()
    for name in re.split(r"[,;|]", text):
        if name.strip():
            number = topics.get(_plain(name))
            if number is None:
                raise ValidationError(
                    _("There is no topic with the name “%(name)s”.") % {"name": name.strip()[:100]}
                )
            found.add(number)
    return sorted(found)


def _frequency(text: str) -> str:
    frequency = _FREQUENCIES.get(_plain(text))
    if frequency is None:
        raise ValidationError(
            _("“%(text)s” is no frequency: write ugentlig or særnumre.") % {"text": text[:100]}
        )
    return frequency


def _moment(text: str, now: dt.datetime) -> dt.datetime | None:
    """When the consent was given; None when the cell is empty. Danish time, where none is named."""
    if not text:
        return None
    found = _DATE.fullmatch(text)
    try:
        if found:
            day, month, year, hour, minute = (int(part or 0) for part in found.groups())
            moment = dt.datetime(year, month, day, hour, minute, tzinfo=COPENHAGEN)
        else:
            moment = dt.datetime.fromisoformat(text)
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=COPENHAGEN)
        day_of(moment)
    except (ValueError, OverflowError) as error:
        raise ValidationError(
            _("“%(text)s” is no date: write for example 31-12-2025.") % {"text": text[:100]}
        ) from error
    if moment > now:
        raise ValidationError(_("The consent is dated in the future."))
    if moment.year < 1990:
        raise ValidationError(_("The consent is dated before there were newsletters."))
    return timezone.localtime(moment, COPENHAGEN)
