"""Counting clicks in a newsletter without knowing whose they are (promise N9).

Mail filters follow links before anybody has read the mail, and the best of them look like
browsers. So a click is one of three kinds, and a number is a range: from the clicks that are
people's to those that are not known to be machines'.

Machines open many links at once. To see that, the links that one client (address and browser)
opens within `BURST_SECONDS` stand together in the cache, under a keyed hash that is gone as many
seconds later. Nothing of the client is written anywhere else.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from enum import StrEnum

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django_redis import get_redis_connection
from redis import RedisError

from lederweb.lib.bots import is_bot
from lederweb.lib.client_address import client_pseudonym
from lederweb.lib.periods import day_of
from lederweb.lib.prefetch import is_prefetch
from newsletter.models import IssueLink

logger = logging.getLogger(__name__)

BURST_SECONDS = 10
# So many different links of an issue within the time: two or three tabs are a person's or not.
DOUBTFUL_LINKS = 2
MACHINE_LINKS = 4


class Kind(StrEnum):
    """By the names of the columns of LinkDay."""

    PEOPLE = "people"
    UNSURE = "unsure"
    MACHINES = "machines"


def kind_of(request: HttpRequest) -> Kind:
    """Judged by the request alone."""
    headers = request.headers
    if is_bot(headers.get("User-Agent", "")) or is_prefetch(headers):
        return Kind.MACHINES
    if not headers.get("Accept-Language"):
        return Kind.MACHINES
    # What browsers send of every link that is opened in a window (Fetch Metadata); older ones
    # and some programs that embed one do not.
    if headers.get("Sec-Fetch-Mode") == "navigate" and headers.get("Sec-Fetch-Dest") == "document":
        return Kind.PEOPLE
    return Kind.UNSURE


def count(request: HttpRequest, link: IssueLink) -> None:
    """Count a GET of the link. The reader gets the page whether or not it could be counted."""
    if settings.HONOUR_OPT_OUT and "1" in (
        request.headers.get("DNT"),
        request.headers.get("Sec-GPC"),
    ):
        return
    kind, day = kind_of(request), day_of(timezone.now())
    if kind is Kind.MACHINES:
        _add({(link.pk, day, kind): 1})
        return
    try:
        changes = _with_neighbours(request, link, kind, day)
    except RedisError as error:
        # Whether it belongs to a burst cannot be seen, so it may not count as a person's.
        logger.warning("A click is unsure: the cache is away (%s).", type(error).__name__)
        changes = {(link.pk, day, Kind.UNSURE): 1}
    _add(changes)


Change = tuple[int, dt.date, Kind]

# What a client opened stands as link → "kind day", and its kind changes when more links follow.
# One step, because a machine opens them all at the same moment.
_SCRIPT = """
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then return {} end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
local links = redis.call('HLEN', KEYS[1])
local all = redis.call('HGETALL', KEYS[1])
local found = {}
for i = 1, #all, 2 do
    local kind, day = string.match(all[i + 1], '(%a+) (.+)')
    local now = kind
    if links >= tonumber(ARGV[5]) then now = 'machines'
    elseif links >= tonumber(ARGV[4]) then now = 'unsure' end
    if now ~= kind or all[i] == ARGV[1] then
        redis.call('HSET', KEYS[1], all[i], now .. ' ' .. day)
        found[#found + 1] = {all[i], day, all[i] == ARGV[1] and '' or kind, now}
    end
end
return found
"""


def _with_neighbours(
    request: HttpRequest, link: IssueLink, kind: Kind, day: dt.date
) -> dict[Change, int]:
    """What the click changes: nothing when the same link was opened a moment ago (a double
    click), else itself and perhaps what was counted just before. Raises RedisError."""
    browser = request.headers.get("User-Agent", "")
    who = client_pseudonym(request, f"clicks:{browser}")
    key = hashlib.sha256(f"{who}:{link.issue_id}".encode()).hexdigest()
    answer = get_redis_connection("default").eval(
        _SCRIPT, 1, f"lederweb:clicks:{key}",
        str(link.pk), f"{kind.value} {day.isoformat()}", BURST_SECONDS,
        DOUBTFUL_LINKS, MACHINE_LINKS,
    )  # fmt: skip
    changes: dict[Change, int] = {}
    for row in answer:
        number, on, before, now = (part.decode() for part in row)
        that_day = dt.date.fromisoformat(on)
        changes[int(number), that_day, Kind(now)] = 1
        if before:
            changes[int(number), that_day, Kind(before)] = -1
    return changes


def _add(changes: dict[Change, int]) -> None:
    with connection.cursor() as cursor:
        # In one order, so that two bursts never wait for each other.
        for (link_id, day, kind), number in sorted(changes.items()):
            amounts = [number if kind is each else 0 for each in Kind]
            cursor.execute(
                "INSERT INTO newsletter_linkday AS d (link_id, day, people, unsure, machines)"
                " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (link_id, day) DO UPDATE SET"
                " people = d.people + excluded.people, unsure = d.unsure + excluded.unsure,"
                " machines = d.machines + excluded.machines",
                [link_id, day, *amounts],
            )
