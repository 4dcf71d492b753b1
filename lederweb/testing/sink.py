"""A fast mail server in a process of its own that counts, and misbehaves when told to.

What it took is appended to a file, one recipient a line, before it answers: that file is what
drills count, not our own tables. Offers PIPELINING and 8BITMIME.

Started as `python -m lederweb.testing.sink PORT FILE [name=value …]`. The names are those of
`Behaviour`; a line of the same form on its standard input changes it while it runs.
"""

from __future__ import annotations

import os
import selectors
import socket
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from lederweb.testing.site import LOOPBACK, ROOT, free_port


@dataclass
class Behaviour:
    """Numbers of messages, 0 for never; each counts over all connections."""

    refuse_every: int = 0  # RCPT is answered by 550 5.1.1
    later_every: int = 0  # RCPT is answered by 451
    close_every: int = 0  # so many on a connection, then MAIL is answered by 421
    drop_every: int = 0  # taken, and the connection is closed without an answer
    hang: int = 0  # 1: what comes is not answered while this lasts
    eight_bit: int = 1
    pipelining: int = 1
    delay_ms: int = 0  # before a message is answered; holds up everybody

    def change(self, words: list[str]) -> None:
        for word in words:
            name, _equals, value = word.partition("=")
            if not hasattr(self, name):
                raise SystemExit(f"The sink does not know {name}.")
            setattr(self, name, int(value))


class _Session:
    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.incoming = bytearray()
        self.recipient = b""
        self.in_data = False
        self.taken = 0
        self.is_closed = False


class Server:
    def __init__(self, port: int, file: Path, behaviour: Behaviour) -> None:
        self._listener = socket.create_server((LOOPBACK, port), backlog=256)
        self._file = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._behaviour = behaviour
        self._recipients = self._taken = 0
        self._hanging: list[_Session] = []

    def run(self) -> None:
        selector = selectors.DefaultSelector()
        selector.register(self._listener, selectors.EVENT_READ, None)
        selector.register(sys.stdin, selectors.EVENT_READ, self._behaviour)
        while True:
            for key, _events in selector.select():
                if key.data is None:
                    connection, _address = self._listener.accept()
                    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    connection.sendall(b"220 sink\r\n")
                    selector.register(connection, selectors.EVENT_READ, _Session(connection))
                elif key.data is self._behaviour:
                    line = sys.stdin.readline()
                    if not line:
                        return
                    self._behaviour.change(line.split())
                    if not self._behaviour.hang:
                        for session in self._hanging:
                            self._answer(session, selector)
                        self._hanging.clear()
                else:
                    self._read(key.data, selector)

    def _read(self, session: _Session, selector: selectors.BaseSelector) -> None:
        try:
            data = session.connection.recv(262_144)
        except OSError:
            data = b""
        if not data:
            self._close(session, selector)
            return
        session.incoming += data
        if self._behaviour.hang:
            self._hanging.append(session)
            return
        self._answer(session, selector)

    def _answer(self, session: _Session, selector: selectors.BaseSelector) -> None:
        replies: list[bytes] = []
        while not session.is_closed:
            if session.in_data:
                end = session.incoming.find(b"\r\n.\r\n")
                if end < 0:
                    break
                del session.incoming[: end + 5]
                session.in_data = False
                replies += self._take(session)
                continue
            end = session.incoming.find(b"\r\n")
            if end < 0:
                break
            line = bytes(session.incoming[:end])
            del session.incoming[: end + 2]
            replies += self._command(session, line)
        try:
            session.connection.sendall(b"".join(replies))
        except OSError:
            session.is_closed = True
        if session.is_closed:
            self._close(session, selector)

    def _command(self, session: _Session, line: bytes) -> list[bytes]:
        verb = line[:4].upper()
        behaviour = self._behaviour
        if verb == b"EHLO":
            words = [b"sink", b"SIZE 50000000"]
            words += [b"PIPELINING"] if behaviour.pipelining else []
            words += [b"8BITMIME"] if behaviour.eight_bit else []
            return [b"250-%s\r\n" % word for word in words[:-1]] + [b"250 %s\r\n" % words[-1]]
        if verb == b"MAIL":
            if behaviour.close_every and session.taken >= behaviour.close_every:
                session.is_closed = True
                return [b"421 4.7.0 too many messages on this connection\r\n"]
            session.recipient = b""
            return [b"250 ok\r\n"]
        if verb == b"RCPT":
            self._recipients += 1
            if _is_each(self._recipients, behaviour.refuse_every):
                return [b"550 5.1.1 no such user\r\n"]
            if _is_each(self._recipients, behaviour.later_every):
                return [b"451 4.7.1 not now\r\n"]
            session.recipient = line[line.index(b"<") + 1 : line.index(b">")]
            return [b"250 ok\r\n"]
        if verb == b"DATA":
            if not session.recipient:
                return [b"503 5.5.1 no recipient\r\n"]
            session.in_data = True
            return [b"354 go on\r\n"]
        if verb == b"QUIT":
            session.is_closed = True
            return [b"221 bye\r\n"]
        return [b"250 ok\r\n"]

    def _take(self, session: _Session) -> list[bytes]:
        os.write(self._file, session.recipient + b"\n")
        session.taken += 1
        self._taken += 1
        if self._behaviour.delay_ms:
            time.sleep(self._behaviour.delay_ms / 1000)
        if _is_each(self._taken, self._behaviour.drop_every):
            session.is_closed = True
            return []
        return [b"250 2.0.0 taken\r\n"]

    def _close(self, session: _Session, selector: selectors.BaseSelector) -> None:
        try:
            selector.unregister(session.connection)
        except KeyError:
            return
        session.connection.close()


def _is_each(count: int, every: int) -> bool:
    return bool(every) and count % every == 0


class Sink:
    """`with Sink(file) as sink:` runs the server; `counts` is what arrived."""

    def __init__(self, file: Path, **behaviour: int) -> None:
        self.file, self.port = file, free_port()
        self._behaviour = [f"{name}={value}" for name, value in behaviour.items()]
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Sink:
        self.file.unlink(missing_ok=True)
        self.start()
        return self

    def start(self) -> None:
        """Also after a `stop`: on the same port, going on with the same file."""
        arguments = [str(self.port), str(self.file), *self._behaviour]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "lederweb.testing.sink", *arguments],
            cwd=ROOT,
            stdin=subprocess.PIPE,
        )
        while True:
            try:
                socket.create_connection((LOOPBACK, self.port), timeout=1).close()
                return
            except OSError:
                if self._process.poll() is not None:
                    raise
                time.sleep(0.02)

    def change(self, **behaviour: int) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        words = " ".join(f"{name}={value}" for name, value in behaviour.items())
        self._process.stdin.write(f"{words}\n".encode())
        self._process.stdin.flush()

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def taken(self) -> int:
        return self.file.read_bytes().count(b"\n") if self.file.exists() else 0

    def counts(self) -> Counter[str]:
        """How often each address got a message."""
        return Counter(self.file.read_text().split()) if self.file.exists() else Counter()


if __name__ == "__main__":
    behaviour = Behaviour()
    behaviour.change(sys.argv[3:])
    Server(int(sys.argv[1]), Path(sys.argv[2]), behaviour).run()
