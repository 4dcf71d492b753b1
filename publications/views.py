"""Public addresses that are no pages: the feed of everything new, and the catalogue as PDF."""

from __future__ import annotations

from django.db.models import Max
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail.models import Site

from lederweb.core.documents import document
from lederweb.core.models import CustomDocument
from lederweb.core.page_cache import remembered
from publications.feeds import ContentFeed, feed_answer
from publications.models import ContentPage, MadeFile


@require_safe
def catalogue_pdf(request: HttpRequest) -> HttpResponseBase:
    """The catalogue as it was last made, always under this address."""
    made = get_object_or_404(CustomDocument, made_file__what=MadeFile.What.CATALOGUE)
    return document(request, made.pk, made.filename)


@require_safe
def content_feed(request: HttpRequest) -> HttpResponseBase:
    """What feed readers read, again and again: 304 when nothing is new.

    Kept until something is published. It is counted for the front page, whose news it is.
    """
    content, modified = remembered("content-feed", lambda: _feed(request))
    site = Site.find_for_request(request)
    return feed_answer(request, site.root_page if site else None, content, modified)


def _feed(request: HttpRequest) -> tuple[bytes, int]:
    """The feed, and when something in it was last published, in seconds since 1970."""
    last = ContentPage.objects.listed().aggregate(last=Max("last_published_at"))["last"]
    return ContentFeed()(request).content, int(last.timestamp()) if last else 0
