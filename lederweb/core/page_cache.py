"""The cache of whole public pages, and how it forgets.

Every entry carries the generation it was rendered in. Publishing anything starts a new
generation, so a page is out of the cache the moment it, or what it lists, is published anew:
one write, whatever the size of the site. A page that was being rendered meanwhile is stored
under the old generation and never served. One round trip reads both.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode

from django.core.cache import cache
from django.db import models, transaction
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
)

T = TypeVar("T")

GENERATION = "page-generation"
PARTS_SECONDS = 3600
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
    query = urlencode(
        sorted(
            (name, value)
            for name, value in parse_qsl(request.META.get("QUERY_STRING", ""))
            if not name.startswith(_IGNORED_PARAMETERS)
        )
    )
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
    cache.add(GENERATION, secrets.token_hex(8), timeout=None)
    return cache.get(GENERATION)


def store(key: str, generation: str, response: HttpResponse, seconds: int) -> None:
    headers = tuple(
        (name, value)
        for name, value in response.headers.items()
        if name.lower() not in _KEPT_HEADERS_NOT
    )
    cache.set(key, Entry(generation, response.content, headers), timeout=seconds)


def remembered(name: str, build: Callable[[], T]) -> T:
    """What `build` returns, kept under the name until anything is published."""
    return remembered_many([name], lambda missing: {name: build()})[name]


def remembered_many(
    names: Iterable[str], build: Callable[[list[str]], dict[str, T]]
) -> dict[str, T]:
    """What was kept under the names; `build` makes those that are missing, all at once.

    One round trip to the cache to read and one to write, however many there are.
    """
    keys = {f"part:{name}": name for name in names}
    found = cache.get_many([GENERATION, *keys])
    generation = found.get(GENERATION)
    values = {
        name: found[key][1]
        for key, name in keys.items()
        if key in found and found[key][0] == generation
    }
    missing = [name for name in keys.values() if name not in values]
    if missing:
        generation = generation or start_generation()
        built = build(missing)
        if generation:
            cache.set_many(
                {f"part:{name}": (generation, value) for name, value in built.items()},
                timeout=PARTS_SECONDS,
            )
        values |= built
    return values


def forget_all() -> None:
    """Start a new generation: no page rendered before now is served again."""
    cache.set(GENERATION, secrets.token_hex(8), timeout=None)


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
