"""The page cache at the front door."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from lederweb.core import page_cache


class PageCacheMiddleware:
    """Answers anonymous GETs from the cache of whole pages; comes before everything else.

    A response is kept only when its view asked for it with `response.page_cache = True`
    (`BasePage.serve` and `cached_page` do), it is a plain 200 and sets no cookie. Whoever has a
    session sees the live page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            not settings.PAGE_CACHE_SECONDS
            or request.method not in ("GET", "HEAD")
            or settings.SESSION_COOKIE_NAME in request.COOKIES
        ):
            with page_cache.one_request():
                return self.get_response(request)
        key = page_cache.key_of(request)
        generation, entry = page_cache.fetch(key)
        if entry is not None:
            return entry.response()
        # The generation is read before rendering: what is published meanwhile outdates us.
        generation = generation or page_cache.start_generation()
        with page_cache.one_request(generation):
            response = self.get_response(request)
        if (
            generation
            and request.method == "GET"
            and response.status_code == 200
            and getattr(response, "page_cache", False)
            and not response.cookies
            and not response.streaming
        ):
            page_cache.store(key, generation, response, settings.PAGE_CACHE_SECONDS)
        return response
