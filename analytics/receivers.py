"""What lower floors tell that is worth counting."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any, cast

from django.db import DatabaseError
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published

from analytics.definitions import MILLIONTHS, seconds_of_a_play
from analytics.figures.freezing import freeze
from analytics.ingest import stream
from analytics.ingest.steps import take
from analytics.ingest.submission import AUDIO, DOWNLOAD, FEED, SEARCH, Submission
from analytics.services.visitor_key import key_of
from lederweb.core.models import CustomMedia
from lederweb.core.signals import content_served, searched
from publications.models import PodcastEpisodePage

logger = logging.getLogger(__name__)


@receiver(content_served, dispatch_uid="analytics-content")
def count_served(
    sender: Any,
    request: HttpRequest,
    instance: Any,
    kind: str,
    response: HttpResponseBase | None = None,
    **kwargs: Any,
) -> None:
    """What was really sent counts; HEAD and 304 count nothing.

    Readers get their file whether or not it could be counted.
    """
    if request.method != "GET" or (response is not None and response.status_code not in (200, 206)):
        return
    if kind == "document":  # always sent whole, whatever part was asked for
        _take(request, DOWNLOAD, instance.pk)
    elif kind == "feed":
        _take(request, FEED, instance.pk)
    elif kind == "audio" and isinstance(response, StreamingHttpResponse):
        _count_sound(request, instance, response)


@receiver(searched, dispatch_uid="analytics-searches")
def count_search(
    sender: Any, request: HttpRequest, word: str, results: int, in_vain: bool, **kwargs: Any
) -> None:
    """A search in vain is one that no page answers in full, whatever was shown instead."""
    _take(request, SEARCH, "", word=word, amount=0 if in_vain else results)


@receiver(page_published, dispatch_uid="analytics-figures")
def freeze_figures(sender: type, instance: Page, **kwargs: Any) -> None:
    freeze(instance.specific)


def _count_sound(request: HttpRequest, media: CustomMedia, response: StreamingHttpResponse) -> None:
    """Count what of the sound goes out, when it has gone out or the listener has hung up.

    An app asks for an episode in many parts; the roll-up adds up the parts of one listener.
    """
    episode = PodcastEpisodePage.objects.live().public().filter(audio=media).first()
    if episode is None or not media.file.size:
        return
    bytes_of_a_play = _bytes_of_a_play(media)
    first = _first_byte(response)
    chunks = cast(Iterator[bytes], response.streaming_content)

    def counted() -> Iterator[bytes]:
        sent = 0
        try:
            for chunk in chunks:
                yield chunk
                sent += len(chunk)
        finally:
            if sent:
                began = MILLIONTHS * first // bytes_of_a_play
                # Rounded up: parts that are the whole together must not fall short of it.
                ends = -(-MILLIONTHS * (first + sent) // bytes_of_a_play)
                _take(request, AUDIO, episode.pk, amount=ends - began, began=began)

    response.streaming_content = counted()
    # nginx would take a whole episode at once, whoever hangs up after a second.
    response["X-Accel-Buffering"] = "no"


def _first_byte(response: StreamingHttpResponse) -> int:
    """Of "bytes 1000-1999/48384", 1000."""
    part = response.get("Content-Range", "").removeprefix("bytes ").partition("-")[0]
    return int(part) if part.isdecimal() else 0


def _bytes_of_a_play(media: CustomMedia) -> int:
    """What stands in the file beside the sound, such as its cover, and then so much of the sound
    (IAB 2.1). Of a sound whose length nobody knows, all of it.
    """
    size = int(media.file.size)
    if not media.duration:
        return size
    sound = min(size, round(media.duration * media.bit_rate / 8)) or size
    needed = seconds_of_a_play(media.duration) / media.duration
    return max(1, size - sound + round(sound * needed))


def _take(
    request: HttpRequest,
    kind: str,
    pk: int | str,
    *,
    word: str = "",
    amount: int | None = None,
    began: int | None = None,
) -> None:
    submission = Submission.of(
        request,
        at=timezone.now(),
        kind=kind,
        path=request.path,
        object_id=str(pk),
        referrer=request.headers.get("Referer", ""),
        word=word,
        amount=amount,
        began=began,
    )
    try:
        take(submission, key_of=key_of)
    except stream.StreamAway:
        return
    except DatabaseError as error:
        stream.losses.note()
        logger.warning("A %s was lost: %s", kind, type(error).__name__)
