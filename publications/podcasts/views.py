"""Public addresses of the podcast that are no pages: feed, chapters, transcripts and sound."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.db.models import Max
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe
from wagtail.contrib.redirects.models import Redirect

from lederweb.core.decorators import cached_page
from lederweb.core.models import CustomMedia
from lederweb.core.page_cache import remembered
from lederweb.core.ranges import ranged_file
from lederweb.core.signals import content_served
from publications.feeds import feed_answer
from publications.models import PodcastEpisodePage, PodcastSeriesPage
from publications.podcasts.feed import JSON_CHAPTERS, podcast_feed

# Players in a browser read these from pages of other hosts; nothing here is private.
FOR_ALL = {"Access-Control-Allow-Origin": "*"}


@require_safe
def audio(request: HttpRequest, pk: int, filename: str) -> HttpResponseBase:
    """The sound of a public episode, whole or in ranges, so that players can skip.

    Whoever can log in to the admin hears it before it is published; nobody counts that.
    """
    media = get_object_or_404(CustomMedia, pk=pk)
    public = PodcastEpisodePage.objects.live().public().filter(audio=media).exists()
    if not public and not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    name = PurePosixPath(media.file.name).name
    if filename != name:
        return redirect("audio", pk=pk, filename=name)
    response = ranged_file(request, media.file, content_type=media.content_type)
    if not public:
        response["Cache-Control"] = "private, no-store"
        return response
    content_served.send(
        sender=CustomMedia, request=request, instance=media, kind="audio", response=response
    )
    return response


@require_safe
def series_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What podcast apps read, again and again: 304 when nothing is new.

    Kept until something is published. An address that the series had before leads to the new one.
    """
    series = (
        PodcastSeriesPage.objects.live().public().filter(slug=slug).select_related("picture")
    ).first()
    if series is None:
        return _moved(slug)
    content, modified = remembered(f"podcast-feed-{series.pk}", lambda: _feed(series))
    return feed_answer(request, series, content, modified, FOR_ALL)


def _feed(series: PodcastSeriesPage) -> tuple[bytes, int]:
    """The feed, and when something in it was last published, in seconds since 1970."""
    last = series.episodes().aggregate(last=Max("last_published_at"))["last"]
    moments = [moment for moment in (last, series.last_published_at) if moment]
    return podcast_feed(series), int(max(moments).timestamp()) if moments else 0


def _moved(slug: str) -> HttpResponsePermanentRedirect:
    """Raises Http404 where no series ever had the slug."""
    rows = Redirect.objects.filter(old_path=f"/podcast/{slug}").exclude(redirect_page=None)
    row = rows.select_related("redirect_page").first()
    series = row and PodcastSeriesPage.objects.live().public().filter(pk=row.redirect_page_id)
    found = series and series.first()
    if not found:
        raise Http404
    return HttpResponsePermanentRedirect(found.feed_url)


def _episode(series: str, slug: str) -> PodcastEpisodePage:
    return get_object_or_404(
        PodcastEpisodePage.objects.live().public().select_related("audio"),
        url_path__endswith=f"/podcast/{series}/{slug}/",
    )


@require_safe
@cached_page
def chapters(request: HttpRequest, series: str, slug: str) -> HttpResponse:
    """JSON Chapters 1.2.0, as podcast:chapters names them."""
    episode = _episode(series, slug)
    data = episode.json_chapters()
    if not data["chapters"]:
        raise Http404
    return JsonResponse(
        data, content_type=JSON_CHAPTERS, json_dumps_params={"ensure_ascii": False}, headers=FOR_ALL
    )


@require_safe
@cached_page
def transcript_vtt(request: HttpRequest, series: str, slug: str) -> HttpResponse:
    episode = _episode(series, slug)
    if not episode.has_timed_transcript:
        raise Http404
    return HttpResponse(
        f"{episode.transcript}\n", content_type="text/vtt; charset=utf-8", headers=FOR_ALL
    )


@require_safe
@cached_page
def transcript_html(request: HttpRequest, series: str, slug: str) -> HttpResponse:
    """For podcast apps: names, times and words in the elements that podcast:transcript asks for."""
    episode = _episode(series, slug)
    if not episode.transcript:
        raise Http404
    response = render(request, "publications/podcast_transcript.html", {"episode": episode})
    for name, value in FOR_ALL.items():
        response[name] = value
    return response
