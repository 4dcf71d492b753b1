"""Is the process alive, and is everything it needs there?"""

import logging

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from lederweb.lib.redis import client

logger = logging.getLogger(__name__)


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Touches nothing, so that a restart is never caused by a neighbour."""
    return HttpResponse("ok", content_type="text/plain")


def _database() -> str | None:
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "migrations are missing"
    except DatabaseError as error:
        return type(error).__name__
    return None


def _redis() -> str | None:
    try:
        client().ping()
    except redis.RedisError as error:
        return type(error).__name__
    return None


def _cache() -> str | None:
    try:
        redis.Redis.from_url(settings.CACHE_URL, socket_connect_timeout=1, socket_timeout=1).ping()
    except redis.RedisError as error:
        return type(error).__name__
    return None


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when all is there, else 503; either way each part is named with what is wrong."""
    parts = {"database": _database(), "redis": _redis(), "cache": _cache()}
    wrong = {name: fault for name, fault in parts.items() if fault}
    for name, fault in wrong.items():
        logger.warning("Not ready: %s: %s", name, fault)
    return JsonResponse(
        {name: fault or "ok" for name, fault in parts.items()}, status=503 if wrong else 200
    )
