"""Talking to the mail server, and knowing afterwards what became of a message."""

from __future__ import annotations

import enum
import ipaddress
import logging
import re
import smtplib
import socket
import ssl
from types import TracebackType
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

from lederweb.core.logs import without_personal_data
from lederweb.mail.dkim import signed

logger = logging.getLogger(__name__)

_STARTING_DOT = re.compile(rb"(?m)^\.")
GOING_AWAY = 421


class Outcome(enum.Enum):
    ACCEPTED = "accepted"
    REFUSED = "refused"  # 5xx: final
    LATER = "later"  # 4xx: this recipient or message, not now
    NOT_TAKEN = "not taken"  # the connection ended before the message went out
    UNKNOWN = "unknown"  # it ended after: nobody can know


class Result(NamedTuple):
    outcome: Outcome
    reason: str = ""  # what the server said, without addresses; at most 250 characters


class ServerAway(Exception):
    """The server cannot be reached, or takes nothing from us at present.

    It says nothing about a recipient: nobody is to be marked as refused for it.
    """


class SmtpConnection:
    """One kept connection to the server of `EMAIL_URL`; opened when first needed.

    Use as a context manager. Not shared between threads.
    """

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None
        self._is_used = False

    def __enter__(self) -> SmtpConnection:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def send(self, sender: str, recipient: str, content: bytes) -> Result:
        """Hand over one message for one recipient.

        content: with CRLF line ends, not dot-stuffed. Raises ServerAway when nothing was and
        nothing can be sent.
        """
        content = signed(content)
        result = self._send_once(sender, recipient, content)
        if result.outcome is Outcome.NOT_TAKEN and self._is_used:
            # A kept connection that the server had closed meanwhile: that is no failure.
            self.close()
            result = self._send_once(sender, recipient, content)
        if result.outcome in (Outcome.NOT_TAKEN, Outcome.UNKNOWN):
            self.close()
        else:
            self._is_used = True
        return result

    def close(self) -> None:
        smtp, self._smtp, self._is_used = self._smtp, None, False
        if smtp is None:
            return
        try:
            smtp.quit()
        except (OSError, smtplib.SMTPException):
            smtp.close()

    def _open(self) -> smtplib.SMTP:
        if self._smtp is None:
            self._smtp = connect()
        return self._smtp

    def _send_once(self, sender: str, recipient: str, content: bytes) -> Result:
        smtp = self._open()
        payload = _STARTING_DOT.sub(b"..", content)
        if not payload.endswith(b"\r\n"):
            payload += b"\r\n"
        try:
            code, text = smtp.mail(sender)
            if code // 100 != 2:
                if code == GOING_AWAY:
                    return Result(Outcome.NOT_TAKEN, said(code, text))
                self.close()
                raise ServerAway(said(code, text))
            code, text = smtp.rcpt(recipient)
            if code // 100 == 2:
                code, text = smtp.docmd("DATA")
            if code != 354:
                return self._refused(smtp, code, text)
        except (OSError, smtplib.SMTPException) as error:
            return Result(Outcome.NOT_TAKEN, describe(error))
        try:
            assert smtp.sock is not None
            smtp.sock.settimeout(final_reply_seconds())
            smtp.send(payload + b".\r\n")
            code, text = smtp.getreply()
            if smtp.sock:
                smtp.sock.settimeout(settings.EMAIL_TIMEOUT)
        except (OSError, smtplib.SMTPException) as error:
            return Result(Outcome.UNKNOWN, describe(error))
        if code // 100 == 2:
            return Result(Outcome.ACCEPTED, said(code, text))
        return self._refused(smtp, code, text)

    def _refused(self, smtp: smtplib.SMTP, code: int, text: bytes) -> Result:
        """What a refusal means, leaving the connection ready for the next message."""
        reason = said(code, text)
        if code == GOING_AWAY:
            return Result(Outcome.NOT_TAKEN, reason)
        try:
            smtp.rset()
        except (OSError, smtplib.SMTPException):
            self.close()
        return Result(Outcome.REFUSED if code // 100 == 5 else Outcome.LATER, reason)


def connect() -> smtplib.SMTP:
    """A connection to the server of `EMAIL_URL`, greeted, encrypted and logged in as it says.

    Raises ServerAway.
    """
    host, port = settings.EMAIL_HOST, settings.EMAIL_PORT
    name, seconds = _own_name(), float(settings.EMAIL_TIMEOUT)
    try:
        if settings.EMAIL_USE_SSL:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port, name, timeout=seconds, context=ssl.create_default_context()
            )
        else:
            smtp = smtplib.SMTP(host, port, name, timeout=seconds)
    except (OSError, smtplib.SMTPException) as error:
        raise ServerAway(describe(error)) from error
    try:
        if settings.EMAIL_USE_TLS:
            smtp.starttls(context=ssl.create_default_context())
        if settings.EMAIL_HOST_USER:
            smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        smtp.ehlo_or_helo_if_needed()
    except (OSError, smtplib.SMTPException) as error:
        smtp.close()
        raise ServerAway(describe(error)) from error
    # Without this a small write waits up to 40 ms for the answer to the one before it.
    if smtp.sock:
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return smtp


def said(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return without_personal_data(" ".join(f"{code} {words}".split()))[:250]


def describe(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return said(error.smtp_code, error.smtp_error)
    return without_personal_data(f"{type(error).__name__}: {error}")[:250]


def _own_name() -> str:
    """How we greet: our public name, or the address literal of RFC 5321 §4.1.3."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host.encode("idna").decode("ascii")
    return f"[IPv6:{address}]" if address.version == 6 else f"[{address}]"


def is_remote() -> bool:
    return settings.EMAIL_HOST not in ("localhost", "127.0.0.1", "::1")


def final_reply_seconds() -> float:
    return settings.EMAIL_FINAL_REPLY_SECONDS if is_remote() else float(settings.EMAIL_TIMEOUT)


def reply_seconds() -> float:
    """For the answers to MAIL, RCPT and DATA where several connections are watched at once."""
    return settings.EMAIL_REPLY_SECONDS if is_remote() else float(settings.EMAIL_TIMEOUT)
