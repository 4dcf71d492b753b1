"""Certificates: made when asked for, and recognised without keeping a name.

A code has two parts. The first is random and stands with the enrolment; the second is a keyed
hash of the name that was typed. Whoever holds the paper types code and name, and is told which
course was completed when. Nothing but the random part is stored.
"""

from __future__ import annotations

import datetime as dt
import hmac
import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from lederweb.lib.periods import MONTH_NAMES, day_of
from lederweb.mail.addresses import keyed_hash, keyed_hashes
from publications.models import Enrolment

_TEMPLATE = Path(__file__).resolve().parent / "certificate.typ"
_PURPOSE = "course-certificate"
_KEY, _PROOF = 16, 8  # letters: 80 bits that nobody guesses, 40 that fit the name
# What people write for one another, read back (Crockford's base 32).
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


@dataclass(frozen=True)
class Finding:
    """What a certificate says of a learner who is known by name to whoever asks."""

    course: str
    completed_on: dt.date


def code_for(enrolment: Enrolment, name: str) -> str:
    """The code with hyphens, as it is printed. Only for who has completed the course."""
    code = enrolment.certificate_key + _proof(keyed_hash(_said(enrolment, name), _PURPOSE))
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def find(code: str, name: str) -> Finding | None:
    """What the certificate with this code and name is about; None when it is none of ours.

    An enrolment that was erased, or whose time is over, is no longer known.
    """
    letters = "".join(sign for sign in code.upper() if sign.isalnum()).translate(_LOOKALIKES)
    if len(letters) != _KEY + _PROOF:
        return None
    enrolment = (
        Enrolment.objects.filter(certificate_key=letters[:_KEY], completed_at__isnull=False)
        .select_related("course")
        .first()
    )
    if enrolment is None or enrolment.completed_at is None:
        return None
    proofs = [_proof(found) for found in keyed_hashes(_said(enrolment, name), _PURPOSE)]
    if not any(hmac.compare_digest(proof, letters[_KEY:]) for proof in proofs):
        return None
    return Finding(enrolment.course.title, day_of(enrolment.completed_at))


def tidy_name(name: str) -> str:
    """The name as it is printed: one line, without signs that cannot be seen."""
    return " ".join(
        "".join(
            sign if not unicodedata.category(sign).startswith("C") else " "
            for sign in unicodedata.normalize("NFC", name)
        ).split()
    )


def make_pdf(enrolment: Enrolment, name: str) -> bytes:
    """The certificate as a tagged PDF in A4 (PDF/UA-1); takes about 0.1 s."""
    assert enrolment.completed_at is not None
    code = code_for(enrolment, name)
    day = day_of(enrolment.completed_at)
    words = {
        "name": tidy_name(name),
        "course": enrolment.course.title,
        "date": f"{day.day}. {MONTH_NAMES[day.month - 1]} {day.year}",
        "code": code,
        "check": f"{settings.BASE_URL}{reverse('course_certificate_check')}",
        "lessons": [lesson.title for lesson in enrolment.course.lessons()],
    }
    import typst  # loaded when used: most processes never need its 7 MB

    return typst.compile(
        _TEMPLATE,
        format="pdf",
        pdf_standards="ua-1",
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(words)},
        timestamp=enrolment.completed_at.replace(microsecond=0),
    )


def _said(enrolment: Enrolment, name: str) -> str:
    """What the second part of the code stands for; capitals and spaces make no difference."""
    return f"{enrolment.certificate_key}/{tidy_name(name).casefold()}"


def _proof(hexadecimal: str) -> str:
    """Forty bits of a hash in Crockford's letters."""
    number, letters = int(hexadecimal, 16), []
    for _letter in range(_PROOF):
        number, rest = divmod(number, 32)
        letters.append("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[rest])
    return "".join(letters)
