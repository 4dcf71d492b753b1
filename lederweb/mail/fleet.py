"""Keeping a number of channels open, and watching them all at once."""

from __future__ import annotations

import selectors
import smtplib
import time
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

from lederweb.mail.channels import Answer, Channel, State
from lederweb.mail.smtp import ServerAway, connect

# Greeting, encryption and log-in are several round trips; they happen in threads meanwhile.
_OPENERS = 8


class Fleet:
    """Channels to the one mail server. Use as a context manager; not shared between threads."""

    def __init__(self) -> None:
        self.channels: list[Channel] = []
        self.trouble = ""  # why the last connection could not be made
        self._opening: list[Future[smtplib.SMTP]] = []
        self._selector = selectors.DefaultSelector()
        self._watched: dict[Channel, tuple[int, int]] = {}
        self._openers = ThreadPoolExecutor(_OPENERS)

    def __enter__(self) -> Fleet:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for channel in self.channels:
            channel.close()
        for future in self._opening:
            future.add_done_callback(_close_late)
        self._openers.shutdown(wait=False)
        self._selector.close()

    @property
    def is_opening(self) -> bool:
        return bool(self._opening)

    def want(self, number: int) -> None:
        """Begin to open so many that there will be this number."""
        for _each in range(number - len(self.channels) - len(self._opening)):
            self._opening.append(self._openers.submit(connect))

    def tend(self) -> bool:
        """Take in what has opened, let go what is closed; False when a connection failed."""
        for channel in [each for each in self.channels if each.state is State.CLOSED]:
            self.drop(channel)
        failed = False
        for future in [each for each in self._opening if each.done()]:
            self._opening.remove(future)
            try:
                self.channels.append(Channel(future.result()))
            except ServerAway as error:
                self.trouble, failed = str(error), True
        return not failed

    def drop(self, channel: Channel) -> None:
        """Close one."""
        if channel in self._watched:
            descriptor, _events = self._watched.pop(channel)
            self._selector.unregister(descriptor)
        channel.close()
        self.channels.remove(channel)

    def wait(self, seconds: float) -> list[Answer]:
        """Let the channels work for at most so long, and return at the first answers."""
        answers: list[Answer] = []
        earliest = float("inf")
        for channel in self.channels:
            if channel.state is not State.CLOSED:
                self._watch(channel)
            if channel.state is State.BUSY:
                earliest = min(earliest, channel.deadline)
        seconds = max(0.0, min(seconds, earliest - time.monotonic()))
        if self._opening:
            seconds = min(seconds, 0.005)
        for key, events in self._selector.select(seconds):
            channel = key.data
            if events & selectors.EVENT_WRITE:
                answers += channel.write()
            if events & selectors.EVENT_READ and channel.state is not State.CLOSED:
                answers += channel.read()
            if channel.state is State.CLOSED:
                self._unwatch(channel)
        now = time.monotonic()
        for channel in self.channels:
            if channel.state is State.BUSY and channel.deadline <= now:
                self._unwatch(channel)
                answers += channel.lose("The mail server did not answer in time.")
        return answers

    def _watch(self, channel: Channel) -> None:
        events = selectors.EVENT_READ
        if channel.wants_write:
            events |= selectors.EVENT_WRITE
        watched = self._watched.get(channel)
        if watched is None:
            self._selector.register(channel.fileno(), events, channel)
        elif watched[1] != events:
            self._selector.modify(watched[0], events, channel)
        else:
            return
        self._watched[channel] = (channel.fileno(), events)

    def _unwatch(self, channel: Channel) -> None:
        watched = self._watched.pop(channel, None)
        if watched is not None:
            self._selector.unregister(watched[0])


def _close_late(future: Future[smtplib.SMTP]) -> None:
    if not future.cancelled() and future.exception() is None:
        future.result().close()
