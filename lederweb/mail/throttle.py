"""How often one client may post a public form (promise S8)."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.http import HttpRequest
from limits import parse
from limits.storage import RedisStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from redis import RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from lederweb.lib.client_address import client_pseudonym

# A reader waits for this with a form in hand: promise O1 allows three seconds for all of it.
_SECONDS = 0.5


class ThrottleAway(Exception):
    """Redis cannot be asked. The form must refuse, or the limit would be none (fail closed)."""


@cache
def _limiter() -> SlidingWindowCounterRateLimiter:
    storage = RedisStorage(
        settings.REDIS_URL,
        key_prefix="throttle",
        socket_connect_timeout=_SECONDS,
        socket_timeout=_SECONDS,
        retry=Retry(NoBackoff(), 0),  # type: ignore[arg-type]
    )
    return SlidingWindowCounterRateLimiter(storage)


def allows(request: HttpRequest, form: str, limit: str) -> bool:
    """Count one more posting of the form by this client; False when it is one too many.

    limit: such as "20 per hour". The client is known by a keyed pseudonym of its address (an
    IPv6 one by its /64), and X-Forwarded-For is believed only as far as our own proxies wrote
    it (promise V6). Raises ThrottleAway within a second.
    """
    try:
        return _limiter().hit(parse(limit), form, client_pseudonym(request, "throttle"))
    except RedisError as error:
        raise ThrottleAway from error
