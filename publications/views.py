"""Public addresses that are no pages: sound and the feed of everything new."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from lederweb.core.decorators import cached_page
from lederweb.core.models import CustomMedia
from lederweb.core.ranges import ranged_file
from lederweb.core.signals import content_served
from publications.feeds import ContentFeed, podcast_feed
from publications.models import PodcastEpisodePage, PodcastSeriesPage


@require_safe
def audio(request: HttpRequest, pk: int, filename: str) -> HttpResponseBase:
    """The sound of a public episode, whole or in ranges, so that players can skip."""
    media = get_object_or_404(CustomMedia, pk=pk)
    if not PodcastEpisodePage.objects.live().public().filter(audio=media).exists():
        raise Http404
    name = PurePosixPath(media.file.name).name
    if filename != name:
        return redirect("audio", pk=pk, filename=name)
    response = ranged_file(request, media.file, content_type=media.content_type)
    content_served.send(
        sender=CustomMedia, request=request, instance=media, kind="audio", response=response
    )
    return response


@require_safe
@cached_page
def content_feed(request: HttpRequest) -> HttpResponse:
    return ContentFeed()(request)


@require_safe
@cached_page
def series_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """What podcast apps read. Its address never changes while the series keeps its slug."""
    series = get_object_or_404(
        PodcastSeriesPage.objects.live().public().select_related("picture"), slug=slug
    )
    response = podcast_feed(series)
    content_served.send(
        sender=PodcastSeriesPage, request=request, instance=series, kind="feed", response=response
    )
    return response
