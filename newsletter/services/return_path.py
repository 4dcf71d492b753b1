"""The address to which a message bounces: one for each delivery (VERP), signed (promise N8)."""

from __future__ import annotations

import hmac
import uuid

from django.conf import settings

from lederweb.mail.addresses import keyed_hash, keyed_hashes

_PURPOSE = "return-path"
_SIGNATURE = 16  # hexadecimal characters; the whole name stays below 64 (RFC 5321 §4.5.3.1.1)


def return_path(message_key: uuid.UUID) -> str:
    """Where a delivery's bounces go. Only where NEWSLETTER_BOUNCE_ADDRESS is set."""
    address = settings.NEWSLETTER_BOUNCE_ADDRESS
    name, _at, domain = address.rpartition("@")
    signature = keyed_hash(message_key.hex, _PURPOSE)[:_SIGNATURE]
    return f"{name}+{message_key.hex}-{signature}@{domain}"


def delivery_of(address: str) -> uuid.UUID | None:
    """Which delivery's return path this is, by its message_key; None when we did not make it."""
    tag = address.rpartition("@")[0].rpartition("+")[2]
    key, _dash, signature = tag.partition("-")
    try:
        message_key = uuid.UUID(hex=key)
    except ValueError:
        return None
    good = any(
        hmac.compare_digest(signature, each[:_SIGNATURE])
        for each in keyed_hashes(message_key.hex, _PURPOSE)
    )
    return message_key if good and len(key) == 32 else None
