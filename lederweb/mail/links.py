"""Signed links in mails: whoever has the link may do one thing, until a given age.

Each purpose has a salt of its own, so a link for one thing never opens another. A token is
32 hexadecimal characters (an id that is random), colons and a signature: lederweb.core.logs knows
that form and keeps it out of every log line (promise O3).
"""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections.abc import Callable

from django.core import signing
from django.utils.crypto import salted_hmac


class BadLink(Exception):
    """The token was not made here, or was broken on its way."""


class ExpiredLink(BadLink):
    """The token was good but is too old."""


def make_token(purpose: str, identity: uuid.UUID) -> str:
    """A token for use in an address."""
    return _signer(purpose).sign(identity.hex)


def token_maker(purpose: str) -> Callable[[uuid.UUID], str]:
    """`make_token` for many of one purpose: the key is hashed once, not for each."""
    signer = _signer(purpose)
    keyed = salted_hmac(_salt(purpose) + "signer", "", signer.key, algorithm=signer.algorithm)
    second, stamp = 0, ""

    def make(identity: uuid.UUID) -> str:
        nonlocal second, stamp
        now = int(time.time())
        if now != second:
            second, stamp = now, signing.b62_encode(now)
        value = f"{identity.hex}{signer.sep}{stamp}"
        mac = keyed.copy()
        mac.update(value.encode())
        return f"{value}{signer.sep}{signing.b64_encode(mac.digest()).decode()}"

    return make


def read_token(purpose: str, token: str, max_age: dt.timedelta | None = None) -> uuid.UUID:
    """The id in the token. Without `max_age` it never expires.

    Raises ExpiredLink and BadLink.
    """
    try:
        return uuid.UUID(_signer(purpose).unsign(token, max_age=max_age))
    except signing.SignatureExpired as error:
        raise ExpiredLink from error
    except (signing.BadSignature, ValueError) as error:
        raise BadLink from error


def _signer(purpose: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=_salt(purpose))


def _salt(purpose: str) -> str:
    return f"lederweb.mail.links.{purpose}"
