"""Which column of a file is what, and what a cell means, in Danish and English."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lederweb.lib.periods import COPENHAGEN, MONTH_NAMES, day_of
from lederweb.mail.addresses import canonical
from newsletter.models import ImportRow, Subscriber
from projects.models import Tier

_State, _Verdict = Subscriber.State, ImportRow.Verdict

# Headings as they are met, in small letters and without anything but letters and digits. Those of
# our own export are among them, so that a list can move from one site to another.
NAMES: dict[str, tuple[str, ...]] = {
    "email": ("email", "mail", "emailadresse", "mailadresse", "emailaddress", "adresse"),
    "tiers": ("væksthus", "væksthuse", "leder", "tier", "tiers"),
    "topics": ("emne", "emner", "topic", "topics"),
    "frequency": ("hyppighed", "hvorofte", "howoften", "frequency"),
    "paused_until": ("påpausetil", "pausetil", "pauseduntil"),
    "state": ("tilstand", "state"),
    "suppressed": ("spærret", "suppressed"),
    "left_at": ("afmeldt", "left"),
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
_QUOTED = ("'=", "'+", "'-", "'@")
_NO = {"", "nej", "no", "0"}
# Day first. A year of two digits only after a dot: 25-03-01 may begin with the year.
_DATE = re.compile(
    r"(?:den )?(\d{1,2})[-./ ]{1,2}(\d{1,2}|[a-z]{3,9})[-./ ]{1,2}(\d{4}|(?<=\.)\d{2})"
    r"(?:,?[ T]+(?:kl\.? *)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?)?",
    re.IGNORECASE,
)
_MONTHS = (
    *enumerate(MONTH_NAMES, start=1),
    *((5, "may"), (10, "october")),  # the others begin alike in English
)
_FIRST_YEAR = 1990
_LONGEST_WORDING = 2000
_LONGEST_SOURCE = 250


@dataclass
class Entry:
    """What a row says.

    verdict: what its own words make of it, such as that it cannot be read; empty where what we
    know decides. reason: the same in words.
    """

    email: str = ""
    tiers: list[str] = field(default_factory=list)
    topics: list[int] = field(default_factory=list)
    frequency: str = Subscriber.Frequency.WEEKLY
    paused_until: dt.date | None = None
    consent_at: dt.datetime | None = None
    wording: str = ""
    source: str = ""
    verdict: str = ""
    reason: str = ""

    def refuse(self, reason: str) -> None:
        self.verdict, self.reason = _Verdict.INVALID.value, reason


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
        text = cells[position].strip() if position is not None and position < len(cells) else ""
        # As an export writes what would be a formula (lederweb.lib.spreadsheets).
        return text[1:] if text[:2] in _QUOTED else text

    entry = Entry(wording=cell("wording"), source=cell("source"))
    try:
        # An address that is copied from a mail often stands in angle brackets or after mailto.
        entry.email = canonical(cell("email").removeprefix("mailto:").strip('<>"'))
        entry.tiers = _tiers(cell("tiers"))
        entry.topics = _topics(cell("topics"), topics)
        entry.frequency = _frequency(cell("frequency"))
        entry.paused_until = _pause(cell("paused_until"))
        entry.consent_at = _consent(cell("consent_at"), now)
        entry.verdict, entry.reason = _own_words(cell("state"), cell("suppressed"), cell("left_at"))
        for text, longest in ((entry.wording, _LONGEST_WORDING), (entry.source, _LONGEST_SOURCE)):
            if len(text) > longest or "\0" in text:
                raise ValidationError(_("The text about the consent is too long or damaged."))
    except ValidationError as error:
        entry.refuse(" ".join(error.messages))
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
    """Titles between commas; a title may hold commas of its own, so the longest counts."""
    found = set()
    names = [name.strip() for name in re.split(r"[,;|]", text) if name.strip()]
    while names:
        for many in range(len(names), 0, -1):
            number = topics.get(_plain("".join(names[:many])))
            if number is not None:
                found.add(number)
                del names[:many]
                break
        else:
            raise ValidationError(
                _("There is no topic with the name “%(name)s”.") % {"name": names[0][:100]}
            )
    return sorted(found)


def _frequency(text: str) -> str:
    plain = _plain(text)
    frequency = _FREQUENCIES.get(plain) or _labels(Subscriber.Frequency).get(plain)
    if frequency is None:
        raise ValidationError(
            _("“%(text)s” is no frequency: write ugentlig or særnumre.") % {"text": text[:100]}
        )
    return frequency


def _own_words(state: str, suppressed: str, left_at: str) -> tuple[str, str]:
    """Verdict and reason, where the list itself says that somebody does not get the newsletter.

    Raises ValidationError for a state that says nothing to us: it may mean that they left.
    """
    known = "" if not state or _pauses(state) else _labels(_State).get(_plain(state))
    if known is None:
        raise ValidationError(
            _("“%(text)s” is no state that we know. Write %(known)s, or nothing.")
            % {"text": state[:50], "known": _State.ACTIVE.label}
        )
    words = state
    if suppressed.lower() not in _NO:
        verdict, words = _Verdict.SUPPRESSED, suppressed
    elif known == _State.LEFT or left_at.lower() not in _NO:
        verdict, words = _Verdict.LEFT, state or left_at
    elif known == _State.PENDING:
        verdict = _Verdict.UNCONFIRMED
    elif known == _State.SET_ASIDE:
        verdict = _Verdict.SET_ASIDE
    else:
        return "", ""
    return verdict.value, _("The list says: %(words)s.") % {"words": words[:200]}


def _pauses(state: str) -> bool:
    """Whether it is `Subscriber.state_in_words` of who pauses, whose last word is a day."""
    return any(_plain(state).startswith(words) for words in _words_of_pause())


@cache
def _words_of_pause() -> tuple[str, ...]:
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.append(_plain(_("Pauses up to and including %(day)s").partition("%(")[0]))
    return tuple(found)


@cache
def _labels(choices: Any) -> dict[str, str]:
    """Plain label → value, in each language that somebody may export in."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {_plain(str(label)): value for value, label in choices.choices}
    return found


def _consent(text: str, now: dt.datetime) -> dt.datetime | None:
    """When the consent was given; None when the cell is empty. Raises ValidationError."""
    if not text:
        return None
    moment = _moment(text)
    if moment > now:
        raise ValidationError(_("The consent is dated in the future."))
    if moment.year < _FIRST_YEAR:
        raise ValidationError(_("The consent is dated before there were newsletters."))
    return moment


def _pause(text: str) -> dt.date | None:
    return day_of(_moment(text)) if text else None


def _moment(text: str) -> dt.datetime:
    """A date, perhaps with a time; Danish time, where none is named. Raises ValidationError."""
    found = _DATE.fullmatch(text)
    try:
        if found:
            day, month, year, *clock = found.groups()
            hour, minute, second = (int(part or 0) for part in clock)
            moment = dt.datetime(
                _year(year), _month(month), int(day), hour, minute, second, tzinfo=COPENHAGEN
            )
        else:
            moment = dt.datetime.fromisoformat(text)
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=COPENHAGEN)
        day_of(moment)
    except (ValueError, OverflowError) as error:
        raise ValidationError(
            _("“%(text)s” is no date: write for example 31-12-2025.") % {"text": text[:100]}
        ) from error
    return timezone.localtime(moment, COPENHAGEN)


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (1900 if year >= _FIRST_YEAR % 100 else 2000)


def _month(text: str) -> int:
    """A number, or a name or its beginning. Raises ValueError."""
    if text.isdecimal():
        return int(text)
    for number, name in _MONTHS:
        if name.startswith(text.lower()):
            return number
    raise ValueError(text)
