"""E-mail addresses: one form for sending, one for recognising, one for counting."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

LONGEST = 254  # RFC 5321 §4.5.3.1.3, less the angle brackets

# What comes along unseen when an address is copied from a page.
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff"

# Two names for the same mailboxes, where dots in the name mean nothing.
_GMAIL = {"gmail.com", "googlemail.com"}
_validate = EmailValidator(allowlist=[])


def canonical(text: str) -> str:
    """The address as it is sent to: the name as written, the domain in ASCII (IDNA, RFC 5890).

    Raises ValidationError with a sentence for whoever wrote the address. Control characters,
    quoted names and names outside ASCII are refused (æøå in the domain is fine).
    """
    text = unicodedata.normalize("NFKC", text).strip().strip(_UNSEEN)
    name, at, domain = text.rpartition("@")
    if not at or any(unicodedata.category(sign).startswith("C") for sign in text):
        raise ValidationError(_("Write an e-mail address, such as name@example.org."))
    if not name.isascii():
        raise ValidationError(
            _("We cannot write to addresses with æ, ø or å before the @. Use another address.")
        )
    try:
        domain = domain.lower().encode("idna").decode("ascii")
        _validate(f"{name}@{domain}")
    except (UnicodeError, ValidationError) as error:
        raise ValidationError(_("Write an e-mail address, such as name@example.org.")) from error
    if '"' in name or "[" in domain or len(name) + 1 + len(domain) > LONGEST:
        raise ValidationError(_("Write an e-mail address, such as name@example.org."))
    return f"{name}@{domain}"


def identity(address: str) -> str:
    """What makes two spellings one subscriber: the canonical form in lower case.

    RFC 5321 lets the name before the @ depend on case; no provider makes use of it.
    Raises ValidationError like `canonical`.
    """
    return canonical(address).lower()


def mailbox(address: str) -> str:
    """The mailbox behind an address, for counting only (promise N7).

    A tag after + is dropped everywhere, and at Gmail the dots. Two people who differ only by
    that would share a limit; they are still two subscribers. Raises like `canonical`.
    """
    name, _at, domain = identity(address).rpartition("@")
    name = name.partition("+")[0] or name
    if domain in _GMAIL:
        name, domain = name.replace(".", "") or name, "gmail.com"
    return f"{name}@{domain}"


def keyed_hash(value: str, purpose: str) -> str:
    """A hash (hex, 64 characters) that only whoever knows SECRET_KEY can make."""
    return _hash(settings.SECRET_KEY, value, purpose)


def keyed_hashes(value: str, purpose: str) -> list[str]:
    """The hash with the present key and with each of SECRET_KEY_FALLBACKS.

    For looking up what was stored before the key was changed.
    """
    keys = [str(key) for key in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]]
    return [_hash(key, value, purpose) for key in keys]


def keyed_hash_sql(column: str, purpose: str) -> tuple[str, list[bytes]]:
    """The same as an SQL list of hashes of a text column, one for each key, with its parameters.

    PostgreSQL has sha256 without any extension; this is HMAC (RFC 2104) written with it.
    """
    terms: list[str] = []
    pads: list[bytes] = []
    for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        key = _key(str(secret), purpose).ljust(64, b"\0")
        terms.append(
            f"encode(sha256(%s::bytea || sha256(%s::bytea || convert_to({column}, 'UTF8'))), 'hex')"
        )
        pads += [bytes(sign ^ 0x5C for sign in key), bytes(sign ^ 0x36 for sign in key)]
    return ", ".join(terms), pads


def _key(secret: str, purpose: str) -> bytes:
    return hashlib.sha256(f"mail:{purpose}:{secret}".encode()).digest()


def _hash(secret: str, value: str, purpose: str) -> str:
    return hmac.new(_key(secret, purpose), value.encode(), hashlib.sha256).hexdigest()
