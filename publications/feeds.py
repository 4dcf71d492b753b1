"""The feed of everything new. That of a podcast series is in publications/podcasts/feed.py."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from lederweb.core.signals import content_served
from lederweb.lib.periods import start_of
from publications.models import ContentPage


def _published_at(page: ContentPage) -> dt.datetime:
    return start_of(page.sort_date)


def feed_answer(
    request: HttpRequest,
    page: Page | None,
    content: bytes,
    modified: int,
    headers: Mapping[str, str] | None = None,
) -> HttpResponseBase:
    """The feed, or 304 for whoever has it already; whoever counts is told which page's it is.

    `modified` is in seconds since 1970.
    """
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(
        content,
        content_type="application/rss+xml; charset=utf-8",
        headers={"ETag": etag, "Last-Modified": http_date(modified), **(headers or {})},
    )
    answer = (
        get_conditional_response(request, etag=etag, last_modified=modified, response=response)
        or response
    )
    if page is not None:
        content_served.send(
            sender=type(page), request=request, instance=page, kind="feed", response=answer
        )
    return answer


class ContentFeed(Feed):
    """The newest content of every kind."""

    title = _("New on Lederweb")
    description = _("Articles, publications, podcasts and tools for leaders.")
    language = "da"
    LENGTH = 30

    def link(self) -> str:
        # With the host: Django would take the one that was asked, which may be anybody's.
        return f"{settings.BASE_URL}/"

    def feed_url(self) -> str:
        return f"{settings.BASE_URL}/feed.xml"

    def items(self) -> Any:
        return ContentPage.objects.listed()[: self.LENGTH]

    def item_title(self, item: ContentPage) -> str:
        return item.title

    def item_description(self, item: ContentPage) -> str:
        return item.lead

    def item_link(self, item: ContentPage) -> str:
        return item.full_url or "/"

    def item_guid(self, item: ContentPage) -> str:
        return f"lederweb-{item.pk}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: ContentPage) -> dt.datetime:
        return _published_at(item)
