"""Caught mails: one file each, as the mail came in, under two lines that tell the envelope."""

from __future__ import annotations

import email
import email.policy
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path

_NAME = re.compile(r"[0-9]{8}T[0-9]{12}-[0-9a-f]{8}")
_POLICY = email.policy.default.clone(utf8=True)
# As a mail server that delivers to a mailbox does (RFC 5321 §4.4 for the first of them).
_SENDER, _RECIPIENTS = "Return-Path", "Delivered-To"


@dataclass(frozen=True)
class Part:
    """A part of a mail that is neither its text nor its HTML."""

    number: int
    name: str
    content_type: str
    content_id: str
    content: bytes


@dataclass(frozen=True)
class CaughtMail:
    id: str
    source: bytes

    @property
    def received(self) -> datetime:
        return datetime.strptime(self.id.partition("-")[0] + "+0000", "%Y%m%dT%H%M%S%f%z")

    @cached_property
    def message(self) -> EmailMessage:
        return email.message_from_bytes(self.source, _class=EmailMessage, policy=_POLICY)

    @property
    def sender(self) -> str:
        """The address bounces go to, from the envelope."""
        return str(self.message[_SENDER] or "").strip("<>")

    @property
    def recipients(self) -> list[str]:
        """Whom the envelope named; empty for a file that was put here by hand."""
        return [word.strip() for word in str(self.message[_RECIPIENTS] or "").split(",") if word]

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def author(self) -> str:
        return str(self.message["From"] or "")

    @property
    def html(self) -> str:
        return self._body("html")

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def raw(self) -> str:
        return self.source.decode("utf-8", "replace")

    @cached_property
    def parts(self) -> list[Part]:
        bodies = [self.message.get_body((kind,)) for kind in ("html", "plain")]
        found = []
        for number, part in enumerate(self.message.walk()):
            if part.is_multipart() or any(part is body for body in bodies):
                continue
            payload = part.get_payload(decode=True)
            found.append(
                Part(
                    number=number,
                    name=part.get_filename() or part.get_content_type(),
                    content_type=part.get_content_type(),
                    content_id=str(part.get("Content-ID", "")).strip("<>"),
                    content=payload if isinstance(payload, bytes) else b"",
                )
            )
        return found

    def _body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        if part is None:
            return ""
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes):
            return ""
        try:
            return payload.decode(part.get_content_charset() or "utf-8", "replace")
        except LookupError:  # a character set that Python does not know
            return payload.decode("utf-8", "replace")


class MailStore:
    """A folder of caught mails."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)

    def add(self, content: bytes, sender: str, recipients: list[str]) -> str:
        """Keep a mail; returns its id. A reader never sees half of it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        now = datetime.now(UTC)
        name = f"{now:%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
        envelope = f"{_SENDER}: <{sender}>\r\n{_RECIPIENTS}: {', '.join(recipients)}\r\n"
        fresh = self.folder / f"{name}.new"
        fresh.write_bytes(envelope.encode() + content)
        fresh.rename(self.folder / f"{name}.eml")
        return name

    def ids(self) -> list[str]:
        """The ids of all mails, newest first."""
        if not self.folder.is_dir():
            return []
        names = (path.stem for path in self.folder.iterdir() if path.suffix == ".eml")
        return sorted((name for name in names if _NAME.fullmatch(name)), reverse=True)

    def get(self, mail_id: str) -> CaughtMail | None:
        if not _NAME.fullmatch(mail_id):
            return None
        try:
            return CaughtMail(mail_id, (self.folder / f"{mail_id}.eml").read_bytes())
        except FileNotFoundError:
            return None

    def mails(self, to: str = "") -> Iterator[CaughtMail]:
        """All mails, newest first; only those to one address if `to` is given."""
        wanted = to.strip().lower()
        for mail_id in self.ids():
            mail = self.get(mail_id)
            if mail and (not wanted or wanted in (name.lower() for name in mail.recipients)):
                yield mail

    def empty(self) -> int:
        """Delete all mails; returns how many there were."""
        ids = self.ids()
        for mail_id in ids:
            (self.folder / f"{mail_id}.eml").unlink(missing_ok=True)
        return len(ids)
