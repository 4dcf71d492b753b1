"""Public addresses that are no pages: the feed of everything new, and the catalogue as PDF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from lederweb.core.decorators import cached_page
from lederweb.core.documents import document
from lederweb.core.models import CustomDocument
from publications.feeds import ContentFeed
from publications.models import MadeFile


@require_safe
def catalogue_pdf(request: HttpRequest) -> HttpResponseBase:
    """The catalogue as it was last made, always under this address."""
    made = get_object_or_404(CustomDocument, made_file__what=MadeFile.What.CATALOGUE)
    return document(request, made.pk, made.filename)


@require_safe
@cached_page
def content_feed(request: HttpRequest) -> HttpResponse:
    return ContentFeed()(request)
