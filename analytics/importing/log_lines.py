"""One line of a web server's log, in the common or the combined format, read and judged.

Lines are taken as bytes and cheap questions are asked first, since there are millions of them.
The same rules as for our own counting hold as far as a log can tell (`analytics/definitions.py`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import ipaddress
import re
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from django.db import models
from django.utils.translation import gettext_lazy as _

from analytics.ingest import normalise
from lederweb.lib.bots import is_bot
from lederweb.lib.periods import day_of

# Answers that somebody saw: 304 is a page that the reader's browser had kept.
_SEEN = {b"200", b"304"}
# A document is fetched once, however many pieces it comes in; a later piece is 206 as well, and
# falls under the silence of half a minute.
_FETCHED = {b"200", b"206"}
_REMEMBERED = 50_000  # answers about agents, referrers and minutes kept at a time

# Apache's common and combined formats, also with the host in front, with or without its port; what
# follows is not read. Where two words in front look like addresses, nobody can tell which of them
# is the reader's. A line that was cut off within its referrer or agent is not of the common format.
_LINE = re.compile(
    rb"(?:[\w.*-]*[A-Za-z][\w.*-]*(?::\d+ | (?=[^\s.:]*[.:])))?+"
    rb"(\S+) (?!(?:\d+\.){3}\d+ |\S*:)\S+ .*?"
    rb"\[(\d\d/\w{3}/\d{4}:\d\d:\d\d):(\d\d) ([+-]\d{4})\] "
    rb'"(.*?)" (\d{3})(?: (?:\d+|-) "(.*?)" "((?:[^"\\]|\\.)*)"|(?= (?:\d+|-)(?! ")(?:\s|$)))'
)
_DOCUMENT = re.compile(rb"\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|epub|rtf|zip)$", re.IGNORECASE)
_STATIC = re.compile(
    rb"\.(?:css|js|mjs|map|json|xml|txt|rss|atom|ico|png|jpe?g|gif|svg|webp|avif|bmp|xbm|tiff?"
    rb"|woff2?|ttf|otf|eot|swf|class|mp[34gav]|m4[av]|mpe?g|mov|avi|wav|og[gv]|webm|webmanifest)$",
    re.IGNORECASE,
)
# Of other years a web server's clock was wrong.
_YEARS = range(1990, 2100)
_INSIDE = (b"/admin/", b"/wp-admin/", b"/umbraco/", b"/sitecore/")
_MONTHS = {
    name: number
    for number, name in enumerate(
        b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), start=1
    )
}

VIEW, DOWNLOAD = 0, 1


class LeftOut(models.TextChoices):
    """Why a line that could be read counts nothing."""

    METHOD = "method", _("not a page that was fetched (POST, HEAD and others)")
    STATUS = "status", _("not answered with a page (redirects, errors)")
    STATIC = "static", _("pictures, style sheets, sound and the like")
    INSIDE = "inside", _("the administration")
    BOT = "bot", _("search engines and other programs")


class LogHit(NamedTuple):
    at: int  # seconds since 1970
    day: dt.date
    kind: int
    visitor: str  # 32 hexadecimal digits
    document: int
    referrer: str
    device: str
    length: int  # bytes of the line that were read; what follows tells no lines apart


class Reader:
    """Reads lines of one import. Forgets who it was with the key, which is never stored."""

    def __init__(self, key: bytes, host: str = "") -> None:
        self._key = key
        self._host = host.removeprefix("www.")
        self._minutes: dict[tuple[bytes, bytes], tuple[int, dt.date]] = {}
        self._agents: dict[tuple[bytes, int], tuple[bool, str]] = {}
        self._referrers: dict[bytes, str] = {}

    def read(self, line: bytes) -> LogHit | LeftOut | None:
        """The hit, why it counts nothing, or None where the line cannot be read."""
        match = _LINE.match(line)
        if match is None:
            return None
        address, minute, second, zone, request, status, referrer, agent = match.groups()
        if agent is None and self._agents and not line.endswith(b"\n"):
            return None  # the end of a file that was still being written
        method, _space, rest = request.partition(b" ")
        target = rest.rpartition(b" ")[0] if b" HTTP/" in rest else rest
        path = target.partition(b"?")[0]
        if not path or not method.isalpha():
            return LeftOut.STATUS if status[:1] == b"4" else None
        if method != b"GET":
            return LeftOut.METHOD
        kind = DOWNLOAD if _DOCUMENT.search(path) else VIEW
        if status not in (_FETCHED if kind == DOWNLOAD else _SEEN):
            return LeftOut.STATUS
        if kind == VIEW and _STATIC.search(path):
            return LeftOut.STATIC
        if path.startswith(_INSIDE):
            return LeftOut.INSIDE
        when = self._moment(minute, zone)
        if when is None:
            return None
        begins, day = when
        is_program, device = self._agent(agent, day.year)
        if is_program:
            return LeftOut.BOT
        return LogHit(
            at=begins + int(second),
            day=day,
            kind=kind,
            visitor=self._visitor(address, agent),
            document=_short_hash(path) if kind == DOWNLOAD else 0,
            referrer=self._group(referrer, target),
            device=device,
            length=match.end(),
        )

    def _moment(self, minute: bytes, zone: bytes) -> tuple[int, dt.date] | None:
        """When the minute begins, and its Danish day."""
        place = (minute, zone)
        found = self._minutes.get(place)
        if found is None:
            try:
                if int(minute[7:11]) not in _YEARS:
                    return None
                offset = dt.timedelta(hours=int(zone[1:3]), minutes=int(zone[3:5]))
                moment = dt.datetime(
                    int(minute[7:11]),
                    _MONTHS[minute[3:6]],
                    int(minute[0:2]),
                    int(minute[12:14]),
                    int(minute[15:17]),
                    tzinfo=dt.timezone(-offset if zone[:1] == b"-" else offset),
                )
            except (ValueError, KeyError):
                return None
            found = (int(moment.timestamp()), day_of(moment))
            _keep(self._minutes, place, found)
        return found

    def _agent(self, agent: bytes | None, year: int) -> tuple[bool, str]:
        """Whether it was a program then, and the device. The common format names no agent."""
        if agent is None:
            return False, ""
        found = self._agents.get((agent, year))
        if found is None:
            text = agent.decode("utf-8", "replace").replace('\\"', '"')
            found = (is_bot(text, year=year), normalise.device(text))
            _keep(self._agents, (agent, year), found)
        return found

    def _visitor(self, address: bytes, agent: bytes | None) -> str:
        if b":" in address:
            address = _network(address)
        return hashlib.blake2b(
            address + b"\n" + (agent or b""), key=self._key, digest_size=16
        ).hexdigest()

    def _group(self, referrer: bytes | None, target: bytes) -> str:
        """Where the reader came from; empty where the format does not say."""
        if b"utm_" in target:
            query = parse_qs(urlsplit(target.decode("utf-8", "replace")).query)
            marks = {name: values[0] for name, values in query.items()}
            return normalise.referrer_group(self._sent(referrer), marks, self._host)
        if referrer is None:
            return ""
        found = self._referrers.get(referrer)
        if found is None:
            found = normalise.referrer_group(self._sent(referrer), {}, self._host)
            _keep(self._referrers, referrer, found)
        return found

    def _sent(self, referrer: bytes | None) -> str:
        text = (referrer or b"").decode("utf-8", "replace")
        if text == "-":
            return ""
        return text.replace("://www.", "://", 1)


def _keep(memory: dict, key: object, value: object) -> None:
    if len(memory) >= _REMEMBERED:
        memory.clear()
    memory[key] = value


def _network(address: bytes) -> bytes:
    """One household has a whole /64, as for our own counting."""
    try:
        network = ipaddress.ip_network((address.decode("ascii"), 64), strict=False)
    except ValueError:
        return address
    return str(network.network_address).encode()


def _short_hash(path: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(path, digest_size=8).digest(), signed=True)
