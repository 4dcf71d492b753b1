"""The stream of hits in Redis: what stands in it has been acknowledged and will be counted.

Redis keeps it on disk (append-only file, synced every second). Entries are small JSON objects
under the field "hit" or "drop".
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import secrets
import threading
import time
from dataclasses import dataclass
from typing import Any

import redis

from lederweb.lib.redis import client

from .submission import Hit, Reason

logger = logging.getLogger(__name__)

NAME = "analytics:hits"
_IDENTITY = f"{NAME}:identity"
# While Redis is away, only one hit in so many seconds waits for it; the threads of the web
# server are for readers.
PAUSE = 5.0


class StreamAway(Exception):
    """Redis did not take the hit: it is lost, and that has been noted."""


@dataclass(frozen=True)
class Drop:
    at: dt.datetime
    reason: str
    hits: int


class _Losses:
    """How many hits this process has lost, told to the stream as soon as it is back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lost = 0
        self._away_until: float | None = None

    def may_try(self) -> bool:
        """Whether to ask Redis. While it is away, one asks for all, now and then."""
        with self._lock:
            if self._away_until is None:
                return True
            if time.monotonic() < self._away_until:
                return False
            self._away_until = time.monotonic() + PAUSE
            return True

    def failed(self) -> None:
        with self._lock:
            self._lost += 1
            self._away_until = time.monotonic() + PAUSE

    def note(self, hits: int = 1) -> None:
        with self._lock:
            self._lost += hits

    def succeeded(self) -> int:
        """Returns how many hits were lost since the last success."""
        with self._lock:
            lost, self._lost, self._away_until = self._lost, 0, None
        return lost


losses = _Losses()


def entry_of(hit: Hit) -> Any:
    """The fields of a hit's entry."""
    return _entry(
        "hit",
        {
            "at": hit.at.timestamp(),
            "kind": hit.kind,
            "visitor": hit.visitor.hex(),
            "path": hit.path,
            "id": hit.object_id,
            "referrer": hit.referrer,
            "campaign": hit.campaign,
            "device": hit.device,
            "language": hit.language,
            "site": hit.referrer_site,
            "word": hit.word,
            "amount": hit.amount,
            "began": hit.began,
        },
    )


def append_hit(hit: Hit) -> None:
    """Raises StreamAway when Redis did not take it."""
    _append(hit.at, entry_of(hit))


def append_drop(at: dt.datetime, reason: Reason, hits: int = 1) -> None:
    """Raises StreamAway when Redis did not take it."""
    _append(at, _drop(at, reason, hits))


def _drop(at: dt.datetime, reason: Reason, hits: int) -> dict[str, str]:
    return _entry("drop", {"at": at.timestamp(), "reason": reason.value, "hits": hits})


def _entry(field: str, value: dict[str, Any]) -> dict[str, str]:
    return {field: json.dumps(value, ensure_ascii=False)}


def _append(at: dt.datetime, entry: dict[str, str]) -> None:
    if not losses.may_try():
        losses.note()
        raise StreamAway
    try:
        client().xadd(NAME, entry)  # type: ignore[arg-type]
    except redis.RedisError as error:
        losses.failed()
        logger.warning("A hit was lost, the stream is away: %s", type(error).__name__)
        raise StreamAway from error
    lost = losses.succeeded()
    if lost:
        _confess(at, lost)


def _confess(at: dt.datetime, lost: int) -> None:
    logger.warning("The stream is back; %d hits were lost.", lost)
    try:
        client().xadd(NAME, _drop(at, Reason.LOST, lost))  # type: ignore[arg-type]
    except redis.RedisError:
        losses.note(lost)


def identity() -> str:
    """Which stream it is: another one after Redis was emptied or moved without its data.

    Empty when it has only now been given one: Redis may still lose that, and not what was read.
    Raises redis.RedisError.
    """
    known = client().get(_IDENTITY)
    if known is None:
        client().set(_IDENTITY, secrets.token_hex(16), nx=True)
        return ""
    return str(known.decode())  # type: ignore[union-attr]


def read(after: str, count: int) -> list[tuple[str, Hit | Drop]]:
    """Up to `count` entries after the given id. Raises redis.RedisError.

    An entry that cannot be read is a drop of its own: it must not hold up the others.
    """
    entries: Any = client().xrange(NAME, min=f"({after}", count=count)
    return [(entry_id.decode(), _parsed(entry_id, fields)) for entry_id, fields in entries]


def trim(upto: str) -> None:
    """Forget the entries up to and with the given id. Raises redis.RedisError."""
    milliseconds, _, number = upto.partition("-")
    client().xtrim(NAME, minid=f"{milliseconds}-{int(number) + 1}", approximate=False)


def _parsed(entry_id: bytes, fields: dict[bytes, bytes]) -> Hit | Drop:
    try:
        if b"drop" in fields:
            drop = json.loads(fields[b"drop"].decode())
            return Drop(_moment(drop["at"]), Reason(drop["reason"]).value, int(drop["hits"]))
        hit = json.loads(fields[b"hit"].decode())
        return Hit(
            at=_moment(hit["at"]),
            kind=hit["kind"],
            visitor=bytes.fromhex(hit["visitor"]),
            path=hit["path"],
            object_id=hit["id"],
            referrer=hit["referrer"],
            campaign=hit["campaign"],
            device=hit["device"],
            language=hit["language"],
            referrer_site=hit["site"],
            word=hit["word"],
            amount=hit["amount"],
            # Not in entries that were appended by the version before this one.
            began=hit.get("began"),
        )
    except (KeyError, ValueError, TypeError, OSError, OverflowError):
        appended = int(entry_id.partition(b"-")[0]) / 1000
        return Drop(_moment(appended), Reason.MALFORMED.value, 1)


def _moment(timestamp: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(timestamp, dt.UTC)
