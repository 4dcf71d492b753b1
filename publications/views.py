"""Public addresses that are no pages: the feed of everything new."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lederweb.core.decorators import cached_page
from publications.feeds import ContentFeed


@require_safe
@cached_page
def content_feed(request: HttpRequest) -> HttpResponse:
    return ContentFeed()(request)
