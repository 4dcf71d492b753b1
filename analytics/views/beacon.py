"""Where the beacon reports to. Sets no cookie, reads no session, asks the database only once a
month for its key."""

from __future__ import annotations

import base64
import logging
from collections.abc import Mapping
from urllib.parse import parse_qsl

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException, UnreadablePostError
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from analytics.ingest import stream
from analytics.ingest.steps import take
from analytics.ingest.submission import VIEW, Submission
from analytics.services.visitor_key import key_of

logger = logging.getLogger(__name__)

_LARGEST_BODY = 8192  # bytes; the beacon sends a few hundred
_MOST_FIELDS = 20
_CAMPAIGN_MARKS = ("utm_source", "utm_medium", "utm_campaign")
# One transparent pixel.
_PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


@csrf_exempt
@require_POST
def count(request: HttpRequest) -> HttpResponse:
    """Takes p (path), r (referrer), i (page id) and utm marks.

    204 when the hit, or the reason it was dropped for, stands in the stream; 503 when not.
    """
    return HttpResponse(status=204 if _taken(request, _sent(request)) else 503)


@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """The same for readers without JavaScript, whose page asks for a picture of one pixel."""
    if request.method == "GET" and not _taken(request, _read(request.META["QUERY_STRING"])):
        return HttpResponse(status=503)
    return HttpResponse(_PIXEL, content_type="image/gif", headers={"Cache-Control": "no-store"})


def _sent(request: HttpRequest) -> dict[str, str]:
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) <= _LARGEST_BODY:
            return _read(request.body.decode(errors="replace"))
    except (ValueError, UnreadablePostError, RawPostDataException):
        pass  # half a request says nothing; it is dropped as malformed
    return {}


def _read(form: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(form, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        return {}


def _taken(request: HttpRequest, sent: Mapping[str, str]) -> bool:
    submission = Submission.of(
        request,
        at=timezone.now(),
        kind=VIEW,
        path=sent.get("p", ""),
        object_id=sent.get("i", ""),
        referrer=sent.get("r"),
        campaign={name: sent[name] for name in _CAMPAIGN_MARKS if name in sent},
    )
    try:
        take(submission, key_of=key_of)
    except stream.StreamAway:
        return False
    except DatabaseError as error:
        stream.losses.note()
        logger.warning("A hit was lost, there is no visitor key: %s", type(error).__name__)
        return False
    return True
