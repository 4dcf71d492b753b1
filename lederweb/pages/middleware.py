"""What happens when nothing answers an address."""

from __future__ import annotations

from collections.abc import Callable

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.urls import is_valid_path

from lederweb.pages import not_found
from lederweb.pages.old_addresses import find_target

# Their pages are not found for reasons of their own.
_NOT_OURS = ("/admin/", "/static/", "/media/")
# A browser would keep a permanent redirect for ever, also when an editor takes it back.
_KEPT = "max-age=600"


class OldAddressMiddleware:
    """Leads on from old addresses with one redirect, and counts what is not found.

    Takes the place of Wagtail's `RedirectMiddleware`. Costs nothing where a page is found. Stands
    within `CommonMiddleware`, which would add a slash first and make two redirects of one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if (
            response.status_code != 404
            or request.method not in ("GET", "HEAD")
            or getattr(request, "is_preview", False)
            or request.path.startswith(_NOT_OURS)
        ):
            return response
        target = find_target(request.path, request.META.get("QUERY_STRING", ""))
        if target is None:
            # Without its slash it is asked for once more, by CommonMiddleware's leave.
            if request.path.endswith("/") or not is_valid_path(f"{request.path}/"):
                not_found.note(request.path)
            return response
        kind = HttpResponsePermanentRedirect if target.is_permanent else HttpResponseRedirect
        return kind(target.address, headers={"Cache-Control": _KEPT})
