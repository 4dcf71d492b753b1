"""Half a log-in is no log-in: where a second factor is due, the password alone opens nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django_otp.middleware import is_verified

from lederweb.users.services.two_factor import has_two_factor

_ALWAYS_OPEN = {"wagtailadmin_logout", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog"}


class TwoFactorMiddleware:
    """A code is due when the person has an app set up, or `REQUIRE_TWO_FACTOR` is on.

    Until it is given, the admin leads to the page that asks for it (or to setting an app up),
    and everywhere else the person counts as not logged in: private pages and documents too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        # Without the cookie there is no session, and asking for one would vary public pages.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        user = request.user
        if not user.is_authenticated or is_verified(user):
            return None
        enrolled = has_two_factor(user)
        if not enrolled and not settings.REQUIRE_TWO_FACTOR:
            return None
        page = "two_factor_verify" if enrolled else "two_factor_set_up"
        name = request.resolver_match.url_name if request.resolver_match else None
        if name == page or name in _ALWAYS_OPEN:
            return None
        in_admin = request.path.startswith(reverse("wagtailadmin_home"))
        if not in_admin or not user.has_perm("wagtailadmin.access_admin"):
            request.user = AnonymousUser()
            return None
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            raise PermissionDenied
        target = request.get_full_path() if request.method == "GET" else ""
        query = f"?{urlencode({'next': target})}" if target else ""
        return redirect(reverse(page) + query)
