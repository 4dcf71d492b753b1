"""Public addresses of the projects floor that are no pages."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from lederweb.core.decorators import cached_page
from projects.calendar import calendar_of
from projects.models import Event


@require_safe
@cached_page
def event_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """One event for the reader's calendar; 404 for one whose day is not known."""
    event = get_object_or_404(Event, pk=pk)
    if event.day is None:
        raise Http404
    response = HttpResponse(calendar_of(event), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="arrangement-{event.pk}.ics"'
    return response
