"""Pages behind a signed link: what their answers have in common (promises N5 and O3)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponse]


def signed_link(view: View) -> View:
    """Decorator for a view whose address holds a signed token.

    The token is what proves the right to do it, so there is no CSRF check, no cookie and no
    throttle: mailbox providers post for thousands of readers from one address. What is shown is
    not kept by any cache, not indexed, and the address is told to no other page.
    """

    @csrf_exempt
    @never_cache
    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return wrapper
