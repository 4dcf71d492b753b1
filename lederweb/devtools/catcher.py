"""A mail server that sends nothing on: it keeps what arrives, to be read at /dev/post/."""

from __future__ import annotations

import asyncio
import logging
import signal
from types import TracebackType

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from lederweb.devtools.mailstore import MailStore

LOOPBACK = "127.0.0.1"
LARGEST_MAIL = 30_000_000  # bytes, about what large mailbox providers accept

# aiosmtpd writes every command, with its addresses, to the log.
logging.getLogger("mail.log").setLevel(logging.WARNING)


class _Keep:
    """aiosmtpd's handler: every mail to everybody is taken."""

    def __init__(self, store: MailStore) -> None:
        self._store = store

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        mail_id = self._store.add(content, envelope.mail_from or "", list(envelope.rcpt_tos))
        return f"250 2.0.0 kept as {mail_id}"


def _server(store: MailStore) -> SMTP:
    return SMTP(
        _Keep(store), enable_SMTPUTF8=True, data_size_limit=LARGEST_MAIL, ident="Lederweb catcher"
    )


class Catcher(Controller):
    """The catcher in a thread of its own, for tests: `with Catcher(store) as catcher`."""

    def __init__(self, store: MailStore, port: int = 0) -> None:
        super().__init__(_Keep(store), hostname=LOOPBACK, port=port)
        self.store = store

    def factory(self) -> SMTP:
        return _server(self.store)

    def _trigger_server(self) -> None:
        # aiosmtpd proves the server by connecting to the port it was told; 0 means "any free
        # one", so the real number is filled in first.
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    def __enter__(self) -> Catcher:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


async def serve(store: MailStore, port: int) -> None:
    """Catch mail on loopback until a stop signal; raises OSError when the port is taken."""
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    server = await loop.create_server(lambda: _server(store), LOOPBACK, port)
    try:
        await stopped.wait()
    finally:
        server.close()
