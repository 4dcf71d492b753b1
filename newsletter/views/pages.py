"""The feed of issues, and what the newsletter's small pages share."""

from __future__ import annotations

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lederweb.core.page_cache import remembered
from newsletter.feeds import IssueFeed
from newsletter.models import IssuePage, NewsletterIndexPage
from publications.feeds import feed_answer


@require_safe
def issue_feed(request: HttpRequest) -> HttpResponseBase:
    """/nyhedsbrev/feed.xml: 304 when no issue has come out since; counted for the archive."""
    content, modified = remembered("issue-feed", lambda: _feed(request))
    return feed_answer(request, NewsletterIndexPage.objects.first(), content, modified)


def _feed(request: HttpRequest) -> tuple[bytes, int]:
    """The feed, and when an issue last came out, in seconds since 1970."""
    last = IssuePage.objects.archived().aggregate(last=Max("last_published_at"))["last"]
    return IssueFeed()(request).content, int(last.timestamp()) if last else 0


def dead_link(request: HttpRequest, template: str) -> HttpResponse:
    """A link that is broken, too old or about somebody who is gone, and what to do: 410 Gone."""
    return render(request, f"newsletter/{template}.html", status=410)
