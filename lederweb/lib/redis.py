"""Redis, and not waiting for it."""

import time
from functools import cache
from typing import Any

import redis
from django.conf import settings
from django_redis import get_redis_connection

# A cache that did not answer is not asked again for this long by the same process.
AWAY_SECONDS = 2.0


@cache
def client() -> redis.Redis:
    """The client for `REDIS_URL`, which holds the broker and the stream of hits.

    It waits at most a second for a connection and two for an answer, so that a Redis that is
    silent cannot hold a page (promise O1). Calls raise `redis.RedisError`.
    """
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=1,
        socket_timeout=2,
        health_check_interval=30,
    )


def insist() -> None:
    """Let the cache's client try again at once, also if there was no answer a moment ago."""
    get_redis_connection("default").connection_pool.away_until = 0.0


class ImpatientRedis(redis.Redis):
    """The cache's client: one page asks it a dozen times and must wait only once (promise O1).

    After a command that got no answer, every further one fails at once with
    `redis.ConnectionError` until `AWAY_SECONDS` have passed.
    """

    def execute_command(self, *args: Any, **options: Any) -> Any:
        pool = self.connection_pool  # django-redis has one for the whole process
        if time.monotonic() < getattr(pool, "away_until", 0.0):
            raise redis.ConnectionError("did not answer a moment ago")
        try:
            return super().execute_command(*args, **options)
        except (redis.ConnectionError, redis.TimeoutError):
            pool.away_until = time.monotonic() + AWAY_SECONDS  # type: ignore[attr-defined]
            raise
