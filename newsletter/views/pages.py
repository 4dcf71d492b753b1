"""What the newsletter's small pages share."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def dead_link(request: HttpRequest, template: str) -> HttpResponse:
    """A link that is broken, too old or about somebody who is gone, and what to do: 410 Gone."""
    return render(request, f"newsletter/{template}.html", status=410)
