"""Following a link of a newsletter."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from newsletter import clicks
from newsletter.models import IssueLink


@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link leads. Opening it changes nothing for anybody (promise N5)."""
    link = get_object_or_404(IssueLink, token=token)
    if request.method == "GET":
        clicks.count(request, link)
    response = HttpResponseRedirect(link.url)
    response["Cache-Control"] = "no-store"  # the next click is one, too
    response["X-Robots-Tag"] = "noindex"
    return response
