"""The mailbox that bounces come to: read over IMAP, or a Maildir on this machine.

What was understood is deleted once it is handled, because it holds addresses and somebody's mail.
What was not is moved to a folder of its own (`ASIDE`) for a person to look at, and deleted after
`ASIDE_DAYS`.
"""

from __future__ import annotations

import datetime as dt
import imaplib
import mailbox
import os
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol
from urllib.parse import unquote, urlsplit

from newsletter.bounces.judge import LARGEST

ASIDE = "Lederweb-til-side"
ASIDE_DAYS = 30
_SECONDS = 30


class MailboxAway(Exception):
    """The mailbox does not answer, or does not let us in; the text is without the password."""


class Mailbox(Protocol):
    def messages(self, most: int) -> Iterator[tuple[str, bytes]]:
        """Name and the first `LARGEST` bytes of each that waits."""

    def delete(self, name: str) -> None: ...

    def put_aside(self, name: str) -> None: ...

    def tidy(self) -> None:
        """Delete what has lain aside for `ASIDE_DAYS`."""


@contextmanager
def open_mailbox(url: str) -> Iterator[Mailbox]:
    """url: as in NEWSLETTER_BOUNCES_URL. Raises MailboxAway, also from within the block."""
    parts = urlsplit(url)
    try:
        if parts.scheme == "maildir":
            yield _Maildir(unquote(parts.path))
            return
        opened = _Imap(
            parts.hostname or "",
            parts.port or 993,
            unquote(parts.username or ""),
            unquote(parts.password or ""),
            unquote(parts.path.strip("/")) or "INBOX",
        )
        try:
            yield opened
        finally:
            opened.close()
    except (OSError, imaplib.IMAP4.error, mailbox.Error) as error:
        raise MailboxAway(str(error)) from error


class _Maildir:
    def __init__(self, path: str) -> None:
        self._box = mailbox.Maildir(path, factory=None, create=False)
        self._path = path

    def messages(self, most: int) -> Iterator[tuple[str, bytes]]:
        for name in list(self._box.iterkeys())[:most]:
            try:
                with self._box.get_file(name) as file:
                    yield name, file.read(LARGEST)
            except (KeyError, FileNotFoundError):
                continue  # somebody else was faster

    def delete(self, name: str) -> None:
        self._box.discard(name)

    def put_aside(self, name: str) -> None:
        aside = self._aside()
        try:
            source = os.path.join(self._path, self._box._lookup(name))  # type: ignore[attr-defined]
        except KeyError:
            return
        # Moved, not copied: it may be large. What lies there has been looked at by the program.
        os.utime(source)
        os.rename(source, os.path.join(aside, "cur", os.path.basename(source)))

    def tidy(self) -> None:
        oldest = time.time() - ASIDE_DAYS * 86_400
        folder = os.path.join(self._aside(), "cur")
        for entry in os.scandir(folder):
            if entry.stat().st_mtime < oldest:
                os.remove(entry.path)

    def _aside(self) -> str:
        self._box.add_folder(ASIDE)
        return os.path.join(self._path, f".{ASIDE}")


class _Imap:
    def __init__(self, host: str, port: int, user: str, password: str, folder: str) -> None:
        self._imap = imaplib.IMAP4_SSL(
            host, port, ssl_context=ssl.create_default_context(), timeout=_SECONDS
        )
        try:
            self._imap.login(user, password)
            self._ask(self._imap.select(_quoted(folder)), f"There is no folder {folder!r}.")
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        try:
            self._imap.logout()
        except (OSError, imaplib.IMAP4.error):
            self._imap.shutdown()

    def messages(self, most: int) -> Iterator[tuple[str, bytes]]:
        for uid in self._search("UNDELETED")[:most]:
            answer = self._uid("FETCH", uid, f"(BODY.PEEK[]<0.{LARGEST}>)")
            content = next((part[1] for part in answer if isinstance(part, tuple)), None)
            if content is not None:
                yield uid, content

    def delete(self, name: str) -> None:
        self._uid("STORE", name, "+FLAGS.SILENT", r"(\Deleted)")
        self._imap.expunge()

    def put_aside(self, name: str) -> None:
        self._imap.create(_quoted(ASIDE))  # says NO when it is there already
        self._uid("COPY", name, _quoted(ASIDE))
        self.delete(name)

    def tidy(self) -> None:
        if self._imap.select(_quoted(ASIDE))[0] != "OK":
            return  # nothing was ever put there
        day = dt.date.today() - dt.timedelta(days=ASIDE_DAYS)  # noqa: DTZ011 (the server's own day)
        for uid in self._search("BEFORE", imaplib.Time2Internaldate(_noon(day))[1:12].strip()):
            self._uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)")
        self._imap.expunge()

    def _search(self, *criteria: str) -> list[str]:
        answer = self._uid("SEARCH", *criteria)
        return answer[0].decode().split() if answer and isinstance(answer[0], bytes) else []

    def _uid(self, command: str, *arguments: str) -> list:
        return self._ask(self._imap.uid(command, *arguments), f"{command} failed.")

    def _ask(self, answer: tuple[str, list], complaint: str) -> list:
        if answer[0] != "OK":
            raise imaplib.IMAP4.error(complaint)
        return answer[1]


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _noon(day: dt.date) -> float:
    return dt.datetime.combine(day, dt.time(12)).timestamp()
