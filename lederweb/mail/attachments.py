"""Files in a mail: pictures that its text shows, and what is attached to it (RFC 2046, 2387)."""

from __future__ import annotations

import binascii
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from email.header import Header
from typing import Literal

# 57 bytes become a line of 76 letters, the most that a line of base64 may have (RFC 2045 §6.8).
_LINE = 57
_MOVED = (b"content-type:", b"content-transfer-encoding:")


@dataclass(frozen=True)
class AttachedFile:
    """With a `content_id` it is a picture that the HTML names as cid:<content_id>."""

    name: str
    content_type: str
    content: bytes
    content_id: str = ""


def with_files(message: bytes, files: Sequence[AttachedFile]) -> bytes:
    """The message of `Letter.for_recipient` with the files in it; the message itself if none."""
    pictures = [file for file in files if file.content_id]
    attached = [file for file in files if not file.content_id]
    if pictures:
        message = _wrapped(message, pictures, "related")
    if attached:
        message = _wrapped(message, attached, "mixed")
    return message


def _wrapped(message: bytes, files: list[AttachedFile], kind: Literal["related", "mixed"]) -> bytes:
    """The message's text becomes the first part of a whole, the files the others."""
    head, _empty, body = message.partition(b"\r\n\r\n")
    kept, moved = _split(head)
    boundary = f"=_{secrets.token_hex(16)}"
    line = f"--{boundary}".encode()
    kept.append(f'Content-Type: multipart/{kind}; boundary="{boundary}"'.encode())
    parts = [b"\r\n".join([*kept, b"", line, *moved, b"", body])]
    parts += [b"\r\n".join([line, _part(file)]) for file in files]
    return b"\r\n".join([*parts, line + b"--\r\n"])


def _split(head: bytes) -> tuple[list[bytes], list[bytes]]:
    """The headers of the message, and those of its content; folded lines stay with theirs."""
    kept: list[bytes] = []
    moved: list[bytes] = []
    place = kept
    for line in head.split(b"\r\n"):
        if not line.startswith((b" ", b"\t")):
            place = moved if line.lower().startswith(_MOVED) else kept
        place.append(line)
    return kept, moved


def _part(file: AttachedFile) -> bytes:
    where = "inline" if file.content_id else "attachment"
    # Every program reads the plain name; æøå in it take an encoded word.
    name = file.name if file.name.isascii() else Header(file.name, "utf-8").encode()
    name = name.replace('"', "")
    lines = [
        f'Content-Type: {file.content_type}; name="{name}"',
        "Content-Transfer-Encoding: base64",
        f'Content-Disposition: {where}; filename="{name}"',
    ]
    if file.content_id:
        lines.append(f"Content-ID: <{file.content_id}>")
    encoded = [
        binascii.b2a_base64(file.content[at : at + _LINE], newline=False)
        for at in range(0, len(file.content), _LINE)
    ]
    return b"\r\n".join([*(line.encode("ascii") for line in lines), b"", *encoded])
