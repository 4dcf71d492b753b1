"""Bounces that a mail service posts instead of sending them back (promise N8)."""

from __future__ import annotations

import hmac
import json
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from lederweb.mail.throttle import ThrottleAway, allows
from newsletter.bounces.judge import LARGEST, judge, kind_of, with_return_path
from newsletter.models.results import LONGEST_STATUS
from newsletter.services.take_bounces import Report, fingerprint, take_bounces

_MOST_EVENTS = 500
_LIMIT = "1200 per hour"


@csrf_exempt  # no cookie is looked at: whoever knows the secret is in
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Takes a notification as it is (message/rfc822) or events as JSON; docs/runbook.md.

    Answers 204 when all is taken, also when nothing of it was news, and says nothing else.
    """
    secret = settings.NEWSLETTER_BOUNCES_TOKEN
    if not secret:
        raise Http404
    try:
        if not allows(request, "bounces", _LIMIT):
            return HttpResponse(status=429)
    except ThrottleAway:
        return HttpResponse(status=503)
    said = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(said.encode(), secret.encode()):
        return HttpResponse(status=403)
    try:
        content = request.body
    except RequestDataTooBig:
        return HttpResponse(status=413)
    if len(content) > LARGEST:
        return HttpResponse(status=413)
    if request.content_type == "message/rfc822":
        reports = [Report(fingerprint(content), judge(content))]
    else:
        try:
            reports = [_report(event) for event in _events(content)]
        except (ValueError, RecursionError):
            return HttpResponse(status=400)
    take_bounces(reports)
    return HttpResponse(status=204)


def _events(content: bytes) -> list[dict[str, Any]]:
    """Raises ValueError when it is not a list of objects below `events`."""
    said = json.loads(content)
    events = said.get("events") if isinstance(said, dict) else None
    if not isinstance(events, list) or len(events) > _MOST_EVENTS:
        raise ValueError
    if not all(isinstance(event, dict) for event in events):
        raise ValueError
    return events


def _report(event: dict[str, Any]) -> Report:
    """Raises ValueError for a field that is no text."""
    fields = [event.get(name, "") for name in ("return_path", "action", "status")]
    if not all(isinstance(field, str) and len(field) <= 300 for field in fields):
        raise ValueError
    return_path, action, status = (field.strip() for field in fields)
    status = status if len(status) <= LONGEST_STATUS else ""
    return Report(
        fingerprint(json.dumps(["event", return_path, action, status]).encode()),
        with_return_path(kind_of(action, status), status, return_path),
    )
