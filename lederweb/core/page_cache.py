"""The cache of whole public pages and of the parts they share, and how both forget.

Every entry carries the generation it was rendered in. Publishing anything starts a new
generation, so a page is out of the cache the moment it, or what it lists, is published anew:
one write, whatever the size of the site. A page that was being rendered meanwhile is stored
under the old generation and never served. One round trip reads both.

What many pages share (menus, cards, what is newest) each process keeps in its own memory, under
the same generation: a request asks for the generation once, and parts then cost nothing.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

from django.core.cache import cache, caches
from django.db import models, transaction
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest, HttpResponse
from django_redis.exceptions import ConnectionInterrupted
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
)

from lederweb.lib.redis import insist

T = TypeVar("T")

logger = logging.getLogger(__name__)

GENERATION = "page-generation"
_QUERIES = "page-queries"
# So many addresses with a query are kept at a time; nobody fills the cache with made-up ones.
MOST_QUERIES = 1000
# Should the cache be away in the moment of a change, parts are wrong for at most this long.
PARTS_SECONDS = 600
# As many as a process keeps: cards of some thousand pages, about a kilobyte each. With more, those
# go that nobody asked for lately.
MOST_PARTS = 5000
# Campaign marks are for the beacon and change nothing on the page.
_IGNORED_PARAMETERS = ("utm_", "fbclid", "gclid", "mc_")
_KEPT_HEADERS_NOT = {"set-cookie", "date"}


@dataclass(frozen=True)
class Entry:
    generation: str
    content: bytes
    headers: tuple[tuple[str, str], ...]

    def response(self) -> HttpResponse:
        return HttpResponse(self.content, headers=dict(self.headers))


def key_of(request: HttpRequest) -> str:
    parameters = (
        (name, value)
        for name, value in parse_qsl(request.META.get("QUERY_STRING", ""))
        if not name.startswith(_IGNORED_PARAMETERS)
    )
    # By name only: of a name that comes twice, the last one counts.
    query = urlencode(sorted(parameters, key=itemgetter(0)))
    encoding = "gzip" if "gzip" in request.headers.get("Accept-Encoding", "") else "plain"
    return f"page:{encoding}:{request.scheme}:{request.get_host()}{request.path}?{query}"


def fetch(key: str) -> tuple[str | None, Entry | None]:
    """The present generation and the entry for the key, if it belongs to that generation."""
    found = cache.get_many([GENERATION, key])
    generation = found.get(GENERATION)
    entry = found.get(key)
    if entry is not None and entry.generation != generation:
        entry = None
    return generation, entry


def start_generation() -> str | None:
    """The present generation, begun if there is none; None when the cache is away."""
    generation = cache.get(GENERATION)
    if generation is None:
        cache.add(GENERATION, secrets.token_hex(8), timeout=None)
        generation = cache.get(GENERATION)
    return generation


def store(key: str, generation: str, response: HttpResponse, seconds: int) -> None:
    """Keep the response, unless too many addresses with a query were kept already."""
    if not key.endswith("?") and not _has_room_for_queries(seconds):
        return
    headers = tuple(
        (name, value)
        for name, value in response.headers.items()
        if name.lower() not in _KEPT_HEADERS_NOT
    )
    cache.set(key, Entry(generation, response.content, headers), timeout=seconds)


def _has_room_for_queries(seconds: int) -> bool:
    """Whether one more may be kept of the endless addresses that a stranger can make up."""
    if cache.add(_QUERIES, 1, timeout=seconds):
        return True
    try:
        return cache.incr(_QUERIES) <= MOST_QUERIES
    except ValueError:  # gone meanwhile
        return True


class _Request(threading.local):
    """What this thread's request knows of the generation."""

    is_open = False
    has_asked = False
    generation: str | None = None


class _Parts:
    """What this process keeps of one generation."""

    def __init__(self, generation: str) -> None:
        self.generation = generation
        self.until = time.monotonic() + PARTS_SECONDS
        # What was asked for since the last change of guard, and what was asked for before it.
        self._recent: dict[str, Any] = {}
        self._earlier: dict[str, Any] = {}

    def __len__(self) -> int:
        return len(self._recent) + len(self._earlier)

    def serves(self, generation: str) -> bool:
        return self.generation == generation and time.monotonic() < self.until

    def get(self, name: str) -> Any:
        """What is kept under the name, or `_NOTHING`."""
        value = self._recent.get(name, _NOTHING)
        if value is _NOTHING:
            value = self._earlier.get(name, _NOTHING)
            if value is not _NOTHING:
                self.keep(name, value)
        return value

    def keep(self, name: str, value: Any) -> None:
        """When there is no more room, what nobody has asked for in the meantime goes: who reads
        through ten thousand pages does not push out the menus that each of them shows.
        """
        if len(self._recent) >= MOST_PARTS // 2:
            with _change_of_guard:
                if len(self._recent) >= MOST_PARTS // 2:
                    self._recent, self._earlier = {}, self._recent
        self._recent[name] = value


_NOTHING = object()
_change_of_guard = threading.Lock()
_request = _Request()
_parts = _Parts("")


@contextmanager
def one_request(generation: str | None = None) -> Iterator[None]:
    """Ask for the generation at most once within; not at all where it is given."""
    _request.is_open, _request.has_asked = True, generation is not None
    _request.generation = generation
    try:
        yield
    finally:
        _request.is_open = False


def present_generation() -> str | None:
    """The generation of this request, asked for once; None when the cache is away."""
    if not _request.is_open:
        return start_generation()
    if not _request.has_asked:
        _request.generation, _request.has_asked = start_generation(), True
    return _request.generation


def _always(value: object) -> bool:
    return True


def remembered(
    name: str, build: Callable[[], T], worth_keeping: Callable[[T], bool] = _always
) -> T:
    """What `build` returns, kept under the name until anything is published.

    It is shared by all requests of the process and must not be changed; nor may it depend on a
    draft or on who is reading. Where readers can make up names, `worth_keeping` says what is
    kept, lest they fill the memory. Without a cache that tells the generation, it is built each
    time.
    """
    parts = _present_parts()
    if parts is None:
        return build()
    kept = parts.get(name)
    if kept is not _NOTHING:
        return kept
    value = build()
    if worth_keeping(value):
        parts.keep(name, value)
    return value


def remembered_many(
    names: Iterable[str], build: Callable[[list[str]], dict[str, T]]
) -> dict[str, T]:
    """What was kept under the names; `build` makes those that are missing, all at once."""
    names = list(names)
    parts = _present_parts()
    if parts is None:
        return build(names)
    found = {name: parts.get(name) for name in names}
    missing = [name for name, value in found.items() if value is _NOTHING]
    if missing:
        made = build(missing)
        for name in missing:
            found[name] = made[name]
            parts.keep(name, made[name])
    return found


def _present_parts() -> _Parts | None:
    """The parts of this request's generation; None when the cache is away."""
    global _parts  # one assignment exchanges generation and values together, for all threads
    generation = present_generation()
    if generation is None:
        return None
    parts = _parts
    if not parts.serves(generation):
        parts = _parts = _Parts(generation)
    return parts


def forget_all() -> None:
    """Start a new generation: no page rendered before now is served again.

    When the cache cannot be told, that is written down, and `forget_what_waits` tells it.
    """
    _request.has_asked = False
    if not _told_the_cache():
        from lederweb.core.models import UntoldChange

        logger.warning("The cache is away and was not told of a change; it will be.")
        UntoldChange.objects.create()


def _told_the_cache() -> bool:
    insist()  # also when it was away a moment ago: this must not be lost
    try:  # past the wrapper that passes over errors
        caches["default"].client.set(GENERATION, secrets.token_hex(8), timeout=None)  # type: ignore[attr-defined]
    except ConnectionInterrupted:
        return False
    return True


def forget_what_waits() -> bool:
    """Tell the cache of changes it missed; whether there were any and it now knows."""
    from lederweb.core.models import UntoldChange

    waiting = list(UntoldChange.objects.values_list("pk", flat=True))
    if not waiting or not _told_the_cache():
        return False
    UntoldChange.objects.filter(pk__in=waiting).delete()
    return True


def _forget_after_commit(**kwargs: object) -> None:
    transaction.on_commit(forget_all)


def shown_on_pages(model: type[models.Model]) -> type[models.Model]:
    """Class decorator: saving or deleting one of these changes what pages show."""
    name = model._meta.label
    for signal in (post_save, post_delete):
        signal.connect(
            partial(_forget_after_commit), sender=model, weak=False, dispatch_uid=f"cache-{name}"
        )
    return model


for _signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
    _signal.connect(_forget_after_commit, dispatch_uid="page-cache")
post_delete.connect(_forget_after_commit, sender=Page, dispatch_uid="page-cache-page")
shown_on_pages(PageViewRestriction)
shown_on_pages(Collection)  # moved below a private one, its documents are private
shown_on_pages(CollectionViewRestriction)
shown_on_pages(Site)
