"""The page cache at the front door, and what goes out compressed."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from lederweb.core import page_cache


class PageCacheMiddleware:
    """Answers anonymous GETs from the cache of whole pages; comes before everything else.

    A response is kept only when its view asked for it with `response.page_cache = True`
    (`BasePage.serve` and `cached_page` do), it is a plain 200 and sets no cookie. Whoever has a
    session sees the live page.
    """

    # What is never kept need not be looked for. /healthz must not even ask (promise O3).
    PASSED = ("/healthz", "/readyz", "/admin/", "/dokumenter/", "/lyd/", "/t/", "/media/")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.passed = (*self.PASSED, settings.STATIC_URL)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            not settings.PAGE_CACHE_SECONDS
            or request.path.startswith(self.passed)
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


class HeadMiddleware:
    """Leaves the body out where only the head was asked for (RFC 9110, section 9.3.2).

    Views render for HEAD as for GET, and the server warns of each body it has to throw away.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "HEAD" and not response.streaming:
            length = len(response.content)
            response.content = b""
            response.headers.setdefault("Content-Length", str(length))
        return response


class CompressTextMiddleware(GZipMiddleware):
    """Compresses pages and feeds, never what is streamed.

    Sound and PDFs are small already, and asked for in ranges: a range of bytes and its ETag speak
    of the file as it is (RFC 9110, sections 8.8.1 and 14.4).
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.streaming:
            return response
        return super().process_response(request, response)
