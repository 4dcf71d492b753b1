"""What the publications floor puts on the first page of the admin."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.permission_policies.pages import PagePermissionPolicy

from lederweb.core.admin_home import MOST_ROWS, HomePanel, Row, edit_url, pages_for
from lederweb.core.templatetags.lederweb import danish_date
from publications.models import ContentPage, PodcastEpisodePage


class ToBeReviewed(HomePanel):
    """Pages whose day of review has come. Who publishes sees all, others their own and nobody's."""

    name = "to-be-reviewed"
    heading = gettext_lazy("To be reviewed")
    icon = "date"
    empty = gettext_lazy("No page is due for review.")
    order = 230

    def rows(self, request: HttpRequest) -> list[Row]:
        due = ContentPage.objects.to_be_reviewed(timezone.localdate()).filter(
            pk__in=pages_for(request).values("pk")
        )
        if not PagePermissionPolicy().user_has_permission(request.user, "publish"):
            due = due.filter(Q(review_owner=request.user) | Q(review_owner=None))
        due = due.select_related("review_owner").defer_streamfields()
        return [
            Row(page.title, edit_url(page.pk), self._detail(page)) for page in due[: MOST_ROWS + 1]
        ]

    @staticmethod
    def _detail(page: Any) -> str:
        name = page.review_owner.get_full_name() if page.review_owner else _("nobody’s")
        return f"{danish_date(page.review_on)} · {name}"


class WithoutTranscript(HomePanel):
    """Published episodes that nobody can read."""

    name = "without-transcript"
    heading = gettext_lazy("Episodes without a transcript")
    icon = "openquote"
    empty = gettext_lazy("Every published episode has a transcript.")
    order = 240

    def rows(self, request: HttpRequest) -> list[Row]:
        episodes = (
            PodcastEpisodePage.objects.live()
            .without_transcript()
            .filter(pk__in=pages_for(request).values("pk"))
            .order_by("-last_published_at")
            .only("title", "transcript_waived_because")
        )
        return [
            Row(episode.title, edit_url(episode.pk), episode.transcript_waived_because)
            for episode in episodes[: MOST_ROWS + 1]
        ]

    def more_url(self) -> str:
        return reverse("episodes_without_transcript")
