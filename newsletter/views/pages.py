"""The feed of issues, and what the newsletter's small pages share."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lederweb.core.decorators import cached_page
from newsletter.feeds import IssueFeed


@require_safe
@cached_page
def issue_feed(request: HttpRequest) -> HttpResponse:
    return IssueFeed()(request)


def dead_link(request: HttpRequest, template: str) -> HttpResponse:
    """A link that is broken, too old or about somebody who is gone, and what to do: 410 Gone."""
    return render(request, f"newsletter/{template}.html", status=410)
