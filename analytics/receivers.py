"""What lower floors tell that is worth counting."""

from __future__ import annotations

import logging
from typing import Any

from django.db import DatabaseError
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from analytics.ingest import stream
from analytics.ingest.steps import take
from analytics.ingest.submission import DOWNLOAD, Submission
from analytics.services.visitor_key import key_of
from lederweb.core.signals import content_served

logger = logging.getLogger(__name__)


@receiver(content_served, dispatch_uid="analytics-downloads")
def count_download(
    sender: Any,
    request: HttpRequest,
    instance: Any,
    kind: str,
    response: HttpResponseBase | None = None,
    **kwargs: Any,
) -> None:
    """A document that was really sent, from its beginning, is a download.

    HEAD, 304 and the later parts of a document fetched in ranges count nothing. The reader gets
    the document whether or not it could be counted.
    """
    if kind != "document" or request.method != "GET" or not _begins(request, response):
        return
    submission = Submission.of(
        request,
        at=timezone.now(),
        kind=DOWNLOAD,
        path=request.path,
        object_id=str(instance.pk),
        referrer=request.headers.get("Referer", ""),
    )
    try:
        take(submission, key_of=key_of)
    except stream.StreamAway:
        return
    except DatabaseError as error:
        stream.losses.note()
        logger.warning("A download was lost: %s", type(error).__name__)


def _begins(request: HttpRequest, response: HttpResponseBase | None) -> bool:
    if response is not None and response.status_code not in (200, 206):
        return False
    asked = request.headers.get("Range", "")
    return not asked or asked.replace(" ", "").startswith("bytes=0-")
