"""What a message that came back says: delivery status notifications and their older kin.

RFC 3464 is what nearly all mail servers send; qmail has a form of its own (QSBMF), and Exim
before 4.90 wrote words only. Whatever comes here was written by strangers: only so many bytes of
it are read, and nothing in it is believed but our own signature on the return path.
"""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from email.message import Message
from uuid import UUID

from newsletter.models import BounceReport
from newsletter.services.return_path import delivery_of

Kind = BounceReport.Kind

# A notification is a few KB, the message that it returns up to 100. What comes after is cut off.
LARGEST = 256_000
_MOST_PARTS = 30
_LONGEST_TEXT = 20_000

# Where a mail server writes whom the envelope was for; `To` is what the notification itself says.
_RECIPIENT_HEADERS = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To")
_RETURN_PATH = re.compile(r"[\w.-]{1,30}\+[0-9a-f]{32}-[0-9a-f]{16}@[\w.-]{1,200}", re.IGNORECASE)
_TAGGED = re.compile(r"[\w.-]{1,30}\+[\w=-]{8,100}@[\w.-]{1,200}")
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_REPLY = re.compile(r"(?<![\d.])([45])\d\d(?:[ -]+(?:#)?([45]\.\d{1,3}\.\d{1,3}))?(?![\d.])")
_QMAIL = re.compile(r"\s*Hi\. This is the ")
# RFC 3463: no such address (5.1, but for the sender's own, 5.1.7 and 5.1.8) or a mailbox that is
# closed (5.2.1); 5.0.0 is what servers without such codes say of it. A mailbox that is full, a
# route, the size, the content or a policy may be another one next week.
_THE_ADDRESS = re.compile(r"5\.(0\.0|1\.(0|1|2|3|6|10)|2\.1)\Z")


@dataclass(frozen=True)
class Verdict:
    """`message_key`: which delivery; None where no return path of ours was found."""

    kind: str
    status: str = ""
    message_key: UUID | None = None

    @property
    def is_about_address(self) -> bool:
        """Whether the address is no good, so that nobody should write to it again."""
        return self.kind == Kind.HARD and _THE_ADDRESS.match(self.status) is not None


def judge(content: bytes) -> Verdict:
    """Never raises: what cannot be read is not understood."""
    try:
        message = email.message_from_bytes(content[:LARGEST])
        kind, status = _judge(message)
        addresses = " ".join(
            str(value)[:2000]
            for name in _RECIPIENT_HEADERS
            for value in message.get_all(name, [])[:10]
        )
    # The parser of the standard library was written for friends: nested, broken and misdeclared
    # messages make it raise nearly anything.
    except Exception:
        return Verdict(Kind.UNKNOWN)
    return with_return_path(kind, status, addresses)


def with_return_path(kind: str, status: str, addresses: str) -> Verdict:
    """The verdict on what came to these addresses; forged where none carries our signature."""
    for found in _RETURN_PATH.findall(addresses):
        message_key = delivery_of(found.lower())
        if message_key is not None:
            return Verdict(kind, status, message_key)
    if kind in (Kind.HARD, Kind.SOFT) or _TAGGED.search(addresses):
        return Verdict(Kind.FORGED, status)
    return Verdict(kind, status)


def kind_of(action: str, status: str) -> str:
    """RFC 3464 §2.3.3: hard is what failed for good; 4.x.x says that it could have gone well."""
    action = action.strip().lower()
    if action == "failed" and not status.startswith("4"):
        return Kind.HARD if status.startswith("5") else Kind.UNKNOWN
    if action in ("failed", "delayed"):
        return Kind.SOFT
    return Kind.UNKNOWN


def _judge(message: Message) -> tuple[str, str]:
    parts = _parts(message)
    for part in parts:
        if part.get_content_type() == "message/delivery-status":
            return _of_notification(part)
    text = _text(parts)
    if _QMAIL.match(text):
        return _of_words(text.partition("\n---")[0])
    if message.get("X-Failed-Recipients"):
        return _of_words(text.partition("\n------")[0])
    if _is_automatic(message):
        return Kind.AUTO_REPLY, ""
    return Kind.UNKNOWN, ""


def _parts(message: Message) -> list[Message]:
    """The message's parts, not those of a message that it returns."""
    found: list[Message] = []
    waiting = [message]
    while waiting and len(found) < _MOST_PARTS:
        part = waiting.pop(0)
        found.append(part)
        content = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(content, list):
            waiting = [*content, *waiting]
    return found


def _of_notification(part: Message) -> tuple[str, str]:
    """One block of fields for the message, then one for each recipient; the worst counts."""
    blocks = part.get_payload()
    found = [(Kind.UNKNOWN.value, "")]
    for block in blocks[:_MOST_PARTS] if isinstance(blocks, list) else []:
        if not isinstance(block, Message):
            continue
        action = str(block.get("Action", ""))
        if action:
            status = _status(str(block.get("Status", "")), str(block.get("Diagnostic-Code", "")))
            found.append((kind_of(action, status), status))
    order = [Kind.HARD, Kind.SOFT, Kind.UNKNOWN]
    return min(found, key=lambda each: order.index(Kind(each[0])))


def _status(status: str, diagnostic: str) -> str:
    """The server's own answer where it says more than x.0.0."""
    stated = _STATUS.search(status[:200])
    if stated and stated[0][1:] != ".0.0":
        return stated[0]
    reply = _STATUS.search(diagnostic[:1000])
    if reply and (not stated or reply[1] == stated[1]):
        return reply[0]
    if stated:
        return stated[0]
    code = _REPLY.search(diagnostic[:1000])
    return f"{code[1]}.0.0" if code else ""


def _of_words(text: str) -> tuple[str, str]:
    """qmail's and old Exim's notifications, which say what happened in words alone."""
    reply = _REPLY.search(text)
    status = _STATUS.search(text)
    if status and status[1] != "2":
        found = status[0]
    elif reply:
        found = f"{reply[1]}.0.0"
    else:
        return Kind.UNKNOWN, ""
    return kind_of("failed", found), found


def _text(parts: list[Message]) -> str:
    for part in parts:
        if part.get_content_type() == "text/plain":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return content[:_LONGEST_TEXT].decode("utf-8", "replace").replace("\r\n", "\n")
    return ""


def _is_automatic(message: Message) -> bool:
    """Out of office and the like (RFC 3834; X-Autoreply and Precedence are older)."""
    said = str(message.get("Auto-Submitted", "no")).strip().lower()
    return (
        said.startswith("auto-replied")
        or "X-Autoreply" in message
        or "X-Autorespond" in message
        or str(message.get("Precedence", "")).strip().lower() == "auto_reply"
    )
