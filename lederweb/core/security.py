"""Headers that differ between the public site, the admin and an editor's preview (promise S3)."""

from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse


def _in_admin(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("wagtailadmin_home"))


def _in_preview(request: HttpRequest) -> bool:
    """Wagtail renders a preview through all middleware, under the page's own address."""
    return getattr(request, "is_preview", False)


def _in_editor(request: HttpRequest) -> bool:
    """Where somebody who is logged in writes or filters by date.

    Log-in, the admin's home, one's own account with two-factor log-in, and the figures do without
    scripts in the page and stay strict.
    """
    path = request.path.removeprefix(reverse("wagtailadmin_home"))
    user = getattr(request, "user", None)
    return (
        user is not None
        and user.is_authenticated
        and path != ""
        and not path.startswith(("account/", "tal/"))
    )


class PolicyMiddleware(CSPMiddleware):
    """The strict policy, except that the admin may show previews in a frame and run its editors."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and _in_admin(request):
            parts.config = (
                settings.EDITOR_CONTENT_SECURITY_POLICY
                if _in_editor(request)
                else settings.ADMIN_CONTENT_SECURITY_POLICY
            )
        elif not report_only and _in_preview(request):
            parts.replace = {"frame-ancestors": ["'self'"]}
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> Any:
        if _in_admin(request) or _in_preview(request):
            response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
        return super().process_response(request, response)
