"""Mails as bytes: encoded once, filled in for each recipient.

Python's and Django's own message classes take 1 to 3 ms for a newsletter and fold headers in
ways of their own. What differs between recipients is an address, a few links and headers, so the
rest is encoded once. Both parts are quoted-printable, which every server takes and whose lines
are never too long (RFC 2045 §6.7).
"""

from __future__ import annotations

import binascii
import html as html_lib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.header import Header
from email.utils import formataddr, formatdate, parseaddr

from lederweb.mail.headers import header_name, header_text

_UNFOLDED = {"List-Unsubscribe", "List-Unsubscribe-Post", "Message-ID", "List-Id", "To"}


@dataclass(frozen=True)
class Letter:
    """A mail without its recipient.

    `words` given to `for_recipient` replace the same words in `text` and `html`; in the HTML
    their values are escaped. Raises BadHeader when a header has a control character.
    """

    sender: str  # "Lederweb <info@lederweb.dk>"
    subject: str
    text: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    # What all recipients' heads begin with, and the line between the parts.
    head: str = field(init=False, repr=False)
    boundary: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        static = [
            header_line("From", _from(self.sender)),
            header_line("Subject", self.subject),
            header_line("Date", formatdate(localtime=False, usegmt=False)),
            *(header_line(name, value) for name, value in self.headers.items()),
        ]
        object.__setattr__(self, "head", "".join(static))
        object.__setattr__(self, "boundary", f"=_{secrets.token_hex(16)}")

    @property
    def envelope_sender(self) -> str:
        """The address that bounces go to."""
        return parseaddr(self.sender)[1]

    def for_recipient(
        self,
        to: str,
        message_id: str,
        headers: Mapping[str, str] | None = None,
        words: Mapping[str, str] | None = None,
    ) -> bytes:
        """The whole message with CRLF line ends, not dot-stuffed.

        `to` is a canonical address. Raises BadHeader like the letter itself.
        """
        head = [
            header_line("To", to),
            header_line("Message-ID", message_id),
            *(header_line(name, value) for name, value in (headers or {}).items()),
            "MIME-Version: 1.0\r\n",
        ]
        text, html = self.text, self.html
        for word, value in (words or {}).items():
            text = text.replace(word, value)
            html = html.replace(word, html_lib.escape(value))
        start = (self.head + "".join(head)).encode("ascii")
        if not html:
            return start + _part("plain", text)
        line = f"--{self.boundary}".encode()
        return b"\r\n".join(
            [
                start
                + f'Content-Type: multipart/alternative; boundary="{self.boundary}"\r\n'.encode(),
                line,
                _part("plain", text),
                line,
                _part("html", html),
                line + b"--\r\n",
            ]
        )


def header_line(name: str, value: str) -> str:
    """One header with its line end, folded and encoded. Raises BadHeader."""
    header_text(value)
    if name in _UNFOLDED:
        return f"{name}: {value}\r\n"
    header_name(name)
    if value.isascii() and len(name) + len(value) < 74:
        return f"{name}: {value}\r\n"
    charset = "us-ascii" if value.isascii() else "utf-8"
    encoded = Header(value, charset, header_name=name, maxlinelen=76).encode(linesep="\r\n")
    return f"{name}: {encoded}\r\n"


def _from(sender: str) -> str:
    name, address = parseaddr(header_text(sender))
    return formataddr((name, address))


def lines_of(content: str) -> list[str]:
    return content.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _part(kind: str, content: str) -> bytes:
    """A text part in quoted-printable, head and body."""
    lines = lines_of(content)
    # The encoder ends its own lines as the first line of the text ends, so there must be one.
    body = binascii.b2a_qp("\r\n".join([*lines, ""]).encode(), istext=True).removesuffix(b"\r\n")
    head = (
        f'Content-Type: text/{kind}; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    return head.encode() + body
