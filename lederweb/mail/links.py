"""Signed links in mails: whoever has the link may do one thing, until a given age.

Each purpose has a salt of its own, so a link for one thing never opens another. A token is
32 hexadecimal characters (an id that is random), colons and a signature: lederweb.core.logs knows
that form and keeps it out of every log line (promise O3).
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

from django.core import signing


class BadLink(Exception):
    """The token was not made here, or was broken on its way."""


class ExpiredLink(BadLink):
    """The token was good but is too old."""


def make_token(purpose: str, identity: uuid.UUID) -> str:
    """A token for use in an address."""
    return _signer(purpose).sign(identity.hex)


def token_maker(purpose: str) -> Callable[[uuid.UUID], str]:
    """`make_token` for many of one purpose."""
    signer = _signer(purpose)
    return lambda identity: signer.sign(identity.hex)


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
    return signing.TimestampSigner(salt=f"lederweb.mail.links.{purpose}")
