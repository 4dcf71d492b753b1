"""The beacon's short cut: first of all middleware."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from analytics.views.beacon import count, picture


class BeaconMiddleware:
    """Answers the beacon's two addresses before anything else looks at them.

    They come as often as all pages together, want neither session, user, language nor page, and
    send nothing that a browser would show. `urls.py` names them for templates.
    """

    VIEWS = {"/t/": count, "/t/p.gif": picture}

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        view = self.VIEWS.get(request.path_info)
        return view(request) if view else self.get_response(request)
