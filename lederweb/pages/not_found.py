"""Counting pages not found, in Redis, so that nobody waits for it.

For every Danish day a hash has each path with its count so far, another how each was written last
and a third what was left out, by reason. A beat job writes them to PostgreSQL. Nothing is kept of
who asked; query strings are cut off, and what looks like a person in a path is hidden.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
from functools import cache

import redis
from django.conf import settings
from django.utils import timezone

from lederweb.core.logs import without_personal_data
from lederweb.lib.old_addresses import LONGEST_PATH, OldAddress
from lederweb.lib.redis import ImpatientRedis
from lederweb.pages.models import NotFoundLeftOut, NotFoundPath
from lederweb.pages.proposals import with_proposals

logger = logging.getLogger(__name__)

Reason = NotFoundLeftOut.Reason
# So many different paths are kept for one day: a scanner cannot fill the table.
MOST_PATHS_A_DAY = 300
_KEPT_SECONDS = 3 * 24 * 3600  # in Redis, long after the job has written them

# What programs ask every site for, hoping for a hole. None of it was ever an address of ours.
_ATTACK = re.compile(
    r"\.(php\d?|phtml|asp|jspx?|cgi|pl|env|git|sql|bak|old|ya?ml|ini|sh|rar|gz|zip|7z)(/|$)"
    r"|/\.|wp-|wordpress|phpmyadmin|cgi-bin|xmlrpc|vendor/|actuator|/etc/|passwd|\.\."
    r"|<|>|\bselect\b.+\bfrom\b|union.+select"
)
_FILE = re.compile(r"\.(ico|png|jpe?g|gif|webp|avif|svg|css|js|map|json|xml|txt|woff2?|mp3)$")
# A CPR number or a telephone number; numbers of articles have six digits.
_LONG_NUMBER = re.compile(r"(?<!\d)(\d{6}-?\d{4}|\d{8,})(?!\d)")

# Counts the path, unless it is new and the day is full.
_COUNT = """
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 or redis.call('HLEN', KEYS[1]) < tonumber(ARGV[3])
then
  redis.call('HINCRBY', KEYS[1], ARGV[1], 1)
  redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
else
  redis.call('HINCRBY', KEYS[3], ARGV[4], 1)
end
for _, key in ipairs(KEYS) do redis.call('EXPIRE', key, ARGV[5]) end
"""


@cache
def client() -> redis.Redis:
    """For `REDIS_URL`; waits a quarter of a second once, then not at all for a while."""
    return ImpatientRedis.from_url(
        settings.REDIS_URL, socket_connect_timeout=0.25, socket_timeout=0.25
    )


def keys_of(day: dt.date) -> tuple[str, str, str]:
    """The hashes of a day: counts, how paths were written, and what was left out."""
    return f"notfound:{day}:paths", f"notfound:{day}:written", f"notfound:{day}:left-out"


def note(path: str) -> None:
    """Count one answer "not found". Never raises: a Redis that is away costs the count only."""
    keys = keys_of(timezone.localdate())
    reason = reason_to_leave_out(path)
    try:
        if reason is not None:
            pipe = client().pipeline(transaction=False)
            pipe.hincrby(keys[2], reason.value, 1)
            pipe.expire(keys[2], _KEPT_SECONDS)
            pipe.execute()
            return
        old = OldAddress.of(path)
        key, written = hidden(old.key), hidden(old.path)
        arguments = (key, written, MOST_PATHS_A_DAY, Reason.TOO_MANY.value, _KEPT_SECONDS)
        client().eval(_COUNT, len(keys), *keys, *arguments)
    except redis.RedisError as error:
        logger.info("A page not found was not counted: %s", type(error).__name__)


def reason_to_leave_out(path: str) -> NotFoundLeftOut.Reason | None:
    lowered = path.lower()
    if _ATTACK.search(lowered):
        return Reason.ATTACK
    if _FILE.search(lowered):
        return Reason.FILE
    is_readable = all(character.isprintable() for character in path) and "%" not in path
    return None if len(path) <= LONGEST_PATH and is_readable else Reason.UNREADABLE


def hidden(path: str) -> str:
    """The path without what may be a person: addresses, tokens and long numbers."""
    return _LONG_NUMBER.sub("…", without_personal_data(path))[:LONGEST_PATH]


def latest_not_found(limit: int = 5) -> list[NotFoundPath]:
    """The paths that wait for an editor, the most asked for first.

    Each has `count` and `proposals`, a list of pages, the likeliest first. Three queries.
    """
    return with_proposals(list(NotFoundPath.objects.waiting().counted()[:limit]))
