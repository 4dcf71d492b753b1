"""Signing mail for our domain (DKIM, RFC 6376), where DKIM_KEY_FILE says so.

The signing itself is done by the package cryptography; what is hashed is put together here,
because the body's hash can so be made of bytes that are at hand anyway. The header is in the
relaxed form, which outlives refolding; the body in the simple one, which costs no pass over it.
"""

from __future__ import annotations

import base64
import hashlib
import re
import time
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

# RFC 8058 §4 wants both List-Unsubscribe headers covered.
_SIGNED = (
    b"from", b"to", b"subject", b"date", b"message-id", b"list-id", b"list-unsubscribe",
    b"list-unsubscribe-post", b"mime-version", b"content-type",
)  # fmt: skip
_FOLD = re.compile(rb"\r\n(?=[ \t])")
_BLANKS = re.compile(rb"[ \t]+")


class DkimSigner:
    """RSA only: large mailbox providers do not read RFC 8463's other kind of key.

    Raises ImproperlyConfigured when the key is no RSA key in PEM.
    """

    def __init__(self, domain: str, selector: str, key: bytes) -> None:
        # Imported by who signs: it is 7 MB in every process.
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        try:
            loaded = load_pem_private_key(key, None)
        except ValueError as error:
            raise ImproperlyConfigured("DKIM_KEY_FILE holds no private key in PEM.") from error
        if not isinstance(loaded, RSAPrivateKey):
            raise ImproperlyConfigured("DKIM_KEY_FILE must hold an RSA key.")
        self._sign = lambda content: loaded.sign(content, PKCS1v15(), hashes.SHA256())
        self._start = f"v=1; a=rsa-sha256; c=relaxed/simple; d={domain}; s={selector};"

    def header(self, head: bytes, body: bytes) -> bytes:
        """The signature's header line for a message with CRLF line ends, not dot-stuffed.

        head: the header lines, with or without the empty line after them.
        """
        fields = [_relaxed(line) for line in _FOLD.sub(b"", head).split(b"\r\n") if line]
        signed = [field for field in fields if field.partition(b":")[0] in _SIGNED]
        names = b":".join(field.partition(b":")[0] for field in signed)
        digest = hashlib.sha256(_simple(body)).digest()
        value = (
            f"{self._start} t={int(time.time())};\r\n h={names.decode()};\r\n"
            f" bh={base64.b64encode(digest).decode()};\r\n b="
        ).encode("ascii")
        line = b"DKIM-Signature: " + value
        whole = b"\r\n".join([*signed, _relaxed(_FOLD.sub(b"", line))])
        text = base64.b64encode(self._sign(whole))
        folded = b"\r\n ".join(text[start : start + 70] for start in range(0, len(text), 70))
        return line + folded + b"\r\n"


def configured_signer() -> DkimSigner | None:
    """What the settings say; None where the relay signs, or nobody."""
    if not settings.DKIM_KEY_FILE:
        return None
    return _signer(settings.DKIM_DOMAIN, settings.DKIM_SELECTOR, settings.DKIM_KEY_FILE)


@cache
def _signer(domain: str, selector: str, file: str) -> DkimSigner:
    return DkimSigner(domain, selector, Path(file).read_bytes())


def signed(content: bytes) -> bytes:
    """A whole message, with a signature where the settings want one."""
    signer = configured_signer()
    if signer is None:
        return content
    head, _empty, body = content.partition(b"\r\n\r\n")
    return signer.header(head, body) + content


def _relaxed(field: bytes) -> bytes:
    name, _colon, value = field.partition(b":")
    return name.strip().lower() + b":" + _BLANKS.sub(b" ", value).strip()


def _simple(body: bytes) -> bytes:
    if not body.endswith(b"\r\n"):
        return body + b"\r\n"
    while body.endswith(b"\r\n\r\n"):
        body = body[:-2]
    return body
