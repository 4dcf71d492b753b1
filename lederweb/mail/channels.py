"""Many connections to the mail server at once, each with one message on its way.

The body of a message, its final dot and the next envelope go out in one write where the server
offers PIPELINING (RFC 2920), so a message costs one round trip. An envelope that the server has
accepted is only an offer: nothing of it is a message until its body is written, so whoever drives
the channels can decide at that moment whether it still goes out, and to drop the connection
instead loses nothing.
"""

from __future__ import annotations

import enum
import smtplib
import ssl
import time
from collections import deque
from typing import Any, NamedTuple

from lederweb.mail.smtp import (
    GOING_AWAY,
    Outcome,
    Result,
    describe,
    final_reply_seconds,
    reply_seconds,
    said,
)

_GO_AHEAD = 354
_READ_BYTES = 4_096  # replies are short
_CLOSING_SECONDS = 2.0  # for the answer to QUIT, which changes nothing


class Offer(NamedTuple):
    """An envelope: who it is for is the driver's business (`key`)."""

    key: Any
    sender: str
    recipient: str


class State(enum.Enum):
    IDLE = enum.auto()  # takes an offer
    BUSY = enum.auto()  # the server is to answer
    OPEN = enum.auto()  # the offer is accepted: the server waits for the message
    CLOSED = enum.auto()


class _Step(enum.StrEnum):
    """What the server is to answer, and the method that takes the answer."""

    MAIL = "_take_mail"
    RCPT = "_take_rcpt"
    DATA = "_take_data"
    FINAL = "_take_final"
    EMPTY = "_take_empty"  # a message without recipients, which the server is to refuse
    RESET = "_take_reset"


class Answer(NamedTuple):
    """What became of an offer or, `is_message`, of a message that was handed over.

    An offer is answered only when it is not accepted. `NOT_TAKEN`: the connection ended, or the
    server takes nothing from us at present (`is_away`), which says nothing about the recipient.
    """

    offer: Offer
    result: Result
    is_message: bool = False
    is_away: bool = False
    is_fresh: bool = False  # the connection had taken no message yet


class Channel:
    """One connection that never blocks. Not shared between threads."""

    def __init__(self, smtp: smtplib.SMTP) -> None:
        assert smtp.sock is not None
        self._smtp = smtp
        self._socket = smtp.sock
        self._socket.setblocking(False)
        self._patience, self._final_patience = reply_seconds(), final_reply_seconds()
        self._pipelines = smtp.has_extn("pipelining")
        self.takes_eight_bit = smtp.has_extn("8bitmime")
        self.state = State.IDLE
        self.offer: Offer | None = None  # accepted, or being asked
        self.message: Offer | None = None  # handed over, not answered
        self.delivered = 0
        self.deadline = 0.0  # on the clock of time.monotonic, while BUSY
        self._steps: deque[_Step] = deque()
        self._waiting: deque[tuple[_Step, bytes]] = deque()  # without PIPELINING
        self._outgoing = memoryview(b"")
        self._after_message = 0  # bytes of the envelope that is sent along with a message
        self._incoming = b""
        self._refusal: Result | None = None

    def fileno(self) -> int:
        return self._socket.fileno()

    @property
    def wants_write(self) -> bool:
        return bool(self._outgoing)

    def make(self, offer: Offer, *, eight_bit: bool) -> list[Answer]:
        """Ask the server whether it takes a message of this envelope. Only when IDLE."""
        return self._send((), self._envelope(offer, eight_bit))

    def deliver(self, content: bytes, following: Offer | None, *, eight_bit: bool) -> list[Answer]:
        """Hand over the message of the accepted offer, and ask for the next. Only when OPEN.

        content: with CRLF line ends and dots stuffed, without the final dot. Answers come at
        once only when the connection is found broken.
        """
        self.message, self.offer = self.offer, None
        envelope = self._envelope(following, eight_bit) if following else []
        return self._send((content, b".\r\n"), envelope)

    def read(self) -> list[Answer]:
        """Take what the server has said."""
        try:
            data = self._socket.recv(_READ_BYTES)
            while isinstance(self._socket, ssl.SSLSocket) and self._socket.pending():
                data += self._socket.recv(_READ_BYTES)
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return []
        except OSError as error:
            return self.lose(describe(error))
        if not data:
            return self.lose("The mail server closed the connection.")
        *lines, self._incoming = (self._incoming + data).split(b"\r\n")
        answers: list[Answer] = []
        for line in lines:
            if line[3:4] != b"-" and self.state is not State.CLOSED:
                answers += self._take(line)
        return answers

    def write(self) -> list[Answer]:
        """Send as much of what waits as the connection takes now."""
        try:
            while self._outgoing:
                self._outgoing = self._outgoing[self._socket.send(self._outgoing) :]
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            pass
        except OSError as error:
            return self.lose(describe(error))
        return []

    def lose(self, reason: str) -> list[Answer]:
        """The connection is no good any more: what that means for what was on it."""
        self._shut()
        answers = []
        if self.message is not None:
            # Once the final dot is out nobody can know whether it was taken (promise N3).
            out = len(self._outgoing) <= self._after_message
            outcome = Outcome.UNKNOWN if out else Outcome.NOT_TAKEN
            answers.append(Answer(self.message, Result(outcome, reason), is_message=True))
        if self.offer is not None:
            fresh = not self.delivered
            answers.append(Answer(self.offer, Result(Outcome.NOT_TAKEN, reason), is_fresh=fresh))
        self.message = self.offer = None
        return answers

    def close(self) -> None:
        """Say goodbye, or hang up where an offer stands open (then nothing is sent)."""
        if self.state is State.IDLE:
            try:
                self._socket.settimeout(_CLOSING_SECONDS)
                self._smtp.quit()
            except (OSError, smtplib.SMTPException):
                pass
        self._shut()

    def _shut(self) -> None:
        self.state = State.CLOSED
        self._smtp.close()

    def _envelope(self, offer: Offer, eight_bit: bool) -> list[tuple[_Step, bytes]]:
        self.offer, self._refusal = offer, None
        body = " BODY=8BITMIME" if eight_bit else ""
        return [
            (_Step.MAIL, f"MAIL FROM:<{offer.sender}>{body}\r\n".encode("ascii")),
            (_Step.RCPT, f"RCPT TO:<{offer.recipient}>\r\n".encode("ascii")),
            (_Step.DATA, b"DATA\r\n"),
        ]

    def _send(
        self, message: tuple[bytes, ...], envelope: list[tuple[_Step, bytes]]
    ) -> list[Answer]:
        """message: the parts of one, or nothing: an envelope by itself."""
        self.state = State.BUSY
        if not self._pipelines:
            first = 0 if message else 1
            self._waiting.extend(envelope[first:])
            envelope = envelope[:first]
        if message:
            self._steps.append(_Step.FINAL)
        self._steps.extend(step for step, _command in envelope)
        self.deadline = time.monotonic() + (self._final_patience if message else self._patience)
        commands = b"".join(command for _step, command in envelope)
        self._after_message = len(commands)
        self._outgoing = memoryview(b"".join((*message, commands)))
        return self.write()

    def _take(self, line: bytes) -> list[Answer]:
        try:
            code = int(line[:3])
        except ValueError:
            return self.lose("The mail server said something that is no reply.")
        if not self._steps:
            # Nothing was asked: a goodbye such as 421 for having been idle.
            return self.lose(said(code, line[4:]))
        step = self._steps.popleft()
        self.deadline = time.monotonic() + self._patience
        answers = getattr(self, step)(code, line[4:])
        if not self._steps and self.state is State.BUSY:
            answers += self._go_on()
        return answers

    def _go_on(self) -> list[Answer]:
        """Everything asked so far is answered."""
        if self._waiting:
            step, command = self._waiting.popleft()
            self._steps.append(step)
            self._outgoing = memoryview(command)
            return self.write()
        if self.offer is None:
            self.state = State.IDLE
        return []

    def _take_final(self, code: int, words: bytes) -> list[Answer]:
        offer, self.message = self.message, None
        assert offer is not None
        if code // 100 == 2:
            self.delivered += 1
            return [Answer(offer, Result(Outcome.ACCEPTED), is_message=True)]
        answers = [Answer(offer, _refused(code, words), is_message=True)]
        return answers + (self.lose(said(code, words)) if code == GOING_AWAY else [])

    def _take_mail(self, code: int, words: bytes) -> list[Answer]:
        if code // 100 == 2:
            return []
        offer, self.offer = self.offer, None
        assert offer is not None
        self._shut()
        # Our sender's address is refused: that is about us, not about a recipient.
        away = code != GOING_AWAY
        result = Result(Outcome.NOT_TAKEN, said(code, words))
        return [Answer(offer, result, is_away=away, is_fresh=not self.delivered)]

    def _take_rcpt(self, code: int, words: bytes) -> list[Answer]:
        if code == GOING_AWAY:
            return self.lose(said(code, words))
        if code // 100 != 2:
            self._refusal = _refused(code, words)
            if not self._pipelines:
                self._waiting.clear()  # no DATA
                return self._end_offer()
        return []

    def _take_data(self, code: int, words: bytes) -> list[Answer]:
        if code == _GO_AHEAD and self._refusal is None:
            self.state = State.OPEN
            return []
        if code == GOING_AWAY:
            return self.lose(said(code, words))
        if code == _GO_AHEAD:
            # RFC 2920 §3.1: DATA was sent before the refusal was known, and the server wants a
            # message that is for nobody.
            self._steps.append(_Step.EMPTY)
            self._outgoing = memoryview(b".\r\n")
            return self.write()
        self._refusal = self._refusal or _refused(code, words)
        return self._end_offer()

    def _take_empty(self, code: int, words: bytes) -> list[Answer]:
        return self._end_offer()

    def _take_reset(self, code: int, words: bytes) -> list[Answer]:
        return []

    def _end_offer(self) -> list[Answer]:
        """The offer is refused; the connection is made ready for the next."""
        offer, self.offer = self.offer, None
        assert offer is not None
        assert self._refusal is not None
        self._steps.append(_Step.RESET)
        self._outgoing = memoryview(b"RSET\r\n")
        return [Answer(offer, self._refusal), *self.write()]


def _refused(code: int, text: bytes) -> Result:
    words = said(code, text)
    if code == GOING_AWAY:
        return Result(Outcome.NOT_TAKEN, words)
    return Result(Outcome.REFUSED if code // 100 == 5 else Outcome.LATER, words)
