"""One connection pool per process to the Redis that holds the broker and the stream of hits."""

from functools import cache

import redis
from django.conf import settings


@cache
def client() -> redis.Redis:
    """The client for `REDIS_URL`.

    It waits at most a second for a connection and two for an answer, so that a Redis that is
    silent cannot hold a page (promise O1). Calls raise `redis.RedisError`.
    """
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=1,
        socket_timeout=2,
        health_check_interval=30,
    )
