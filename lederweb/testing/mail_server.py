"""A real SMTP server for tests: it keeps what it took, and misbehaves when told to."""

from __future__ import annotations

import asyncio
import email
import email.policy
import logging
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from types import TracebackType
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Taken:
    sender: str
    recipient: str
    content: bytes

    @property
    def message(self) -> EmailMessage:
        return email.message_from_bytes(self.content, _class=EmailMessage, policy=email.policy.SMTP)

    def part(self, kind: str) -> str:
        body = self.message.get_body((kind,))
        return body.get_content().replace("\r\n", "\n") if body else ""


@dataclass
class MailServer:
    """`with MailServer() as server:` listens on a free port of the loopback.

    `answer` is asked for each recipient at RCPT and may return a reply such as "550 no"; at DATA
    `answer_data` likewise, and at MAIL `answer_sender`. `before_reply` runs after a message was taken and before the client
    hears of it: what it raises is a connection that breaks at that moment. `taken` is what
    counts in the tests: what arrived, not what the sender believes.
    """

    answer: Callable[[str], str | None] = lambda recipient: None
    answer_data: Callable[[str], str | None] = lambda recipient: None
    answer_sender: Callable[[str], str | None] = lambda sender: None
    before_reply: Callable[[Taken], Any] = lambda taken: None
    delay: float = 0.0  # seconds before each message is acknowledged
    taken: list[Taken] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def counts(self) -> Counter[str]:
        """How often each address got a mail."""
        with self._lock:
            return Counter(taken.recipient for taken in self.taken)

    def to(self, address: str) -> list[Taken]:
        with self._lock:
            return [taken for taken in self.taken if taken.recipient == address]

    def __enter__(self) -> MailServer:
        logging.getLogger("mail.log").setLevel(logging.WARNING)  # six lines for each mail
        self._controller = _Controller(self)
        self._controller.start()
        self.port = self._controller.port
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._controller.stop(no_assert=True)


class _Handler:
    def __init__(self, server: MailServer) -> None:
        self._server = server

    async def handle_EHLO(  # noqa: N802 (aiosmtpd's names)
        self, smtp: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self._server.connections += 1
        return responses

    async def handle_MAIL(  # noqa: N802
        self, smtp: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = self._server.answer_sender(address)
        if reply:
            return reply
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 fine"

    async def handle_RCPT(  # noqa: N802
        self, smtp: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = self._server.answer(address)
        if reply:
            return reply
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 fine"

    async def handle_DATA(  # noqa: N802
        self, smtp: SMTP, session: Session, envelope: Envelope
    ) -> str:
        recipient = envelope.rcpt_tos[0]
        reply = self._server.answer_data(recipient)
        if reply:
            return reply
        assert isinstance(envelope.content, bytes)
        taken = Taken(envelope.mail_from or "", recipient, envelope.content)
        with self._server._lock:
            self._server.taken.append(taken)
        if self._server.delay:
            await asyncio.sleep(self._server.delay)
        try:
            self._server.before_reply(taken)
        except ConnectionError:
            smtp.transport.abort()  # type: ignore[union-attr]
        return "250 2.0.0 taken"


class _Controller(Controller):
    def __init__(self, server: MailServer) -> None:
        super().__init__(_Handler(server), hostname="127.0.0.1", port=server.port)

    def _trigger_server(self) -> None:
        # The port was left to the system; aiosmtpd connects to see that it listens.
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
