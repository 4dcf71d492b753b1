"""What the newsletter's small pages share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
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


def dead_link(request: HttpRequest, template: str) -> HttpResponse:
    """A link that is broken, too old or about somebody who is gone, and what to do: 410 Gone."""
    return render(request, f"newsletter/{template}.html", status=410)
