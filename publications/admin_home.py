"""What the publications floor puts on the first page of the admin."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.permission_policies.pages import PagePermissionPolicy

from lederweb.core.admin_home import PagesPanel, pages_for
from lederweb.core.templatetags.lederweb import danish_date
from publications.models import ContentPage, PodcastEpisodePage

# So long before its day a page stands among those to be reviewed.
SOON = dt.timedelta(days=14)


class ToBeReviewed(PagesPanel):
    """Pages whose day of review has come or is near, the longest overdue first.

    Who publishes sees all, others their own and nobody's.
    """

    name = "to-be-reviewed"
    heading = gettext_lazy("To be reviewed")
    icon = "date"
    empty = gettext_lazy("No page is due for review.")
    order = 230

    def found(self, request: HttpRequest) -> QuerySet:
        due = ContentPage.objects.to_be_reviewed(timezone.localdate() + SOON).filter(
            pk__in=pages_for(request).values("pk")
        )
        if not PagePermissionPolicy().user_has_permission(request.user, "publish"):
            due = due.filter(Q(review_owner=request.user) | Q(review_owner=None))
        return due.select_related("review_owner").defer_streamfields()

    def detail(self, page: Any) -> str:
        owner = page.review_owner
        name = owner.get_full_name() if owner else _("nobody is set to do it")
        return f"{deadline(page.review_on)} · {name}"


def deadline(day: dt.date) -> str:
    """By when a page is to be reviewed, and in words whether that is over."""
    today = timezone.localdate()
    if day == today:
        return _("Today at the latest")
    words = _("Overdue: by %(day)s") if day < today else _("By %(day)s")
    return words % {"day": danish_date(day)}


class WithoutTranscript(PagesPanel):
    """Published episodes that nobody can read."""

    name = "without-transcript"
    heading = gettext_lazy("Episodes without a transcript")
    icon = "openquote"
    empty = gettext_lazy("Every published episode has a transcript.")
    order = 240

    def found(self, request: HttpRequest) -> QuerySet:
        return (
            PodcastEpisodePage.objects.live()
            .without_transcript()
            .filter(pk__in=pages_for(request).values("pk"))
            .order_by("-last_published_at")
            .only("draft_title", "transcript_waived_because")
        )

    def detail(self, page: PodcastEpisodePage) -> str:
        return page.transcript_waived_because

    def more_url(self) -> str:
        return reverse("episodes_without_transcript")
