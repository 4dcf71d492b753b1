"""Decorators for public views."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse


def cached_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lets the page cache keep what this view returns."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.page_cache = True  # type: ignore[attr-defined]
        return response

    return wrapper
