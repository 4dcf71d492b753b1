"""The report of published episodes that nobody can read, and what stops a bulk publishing."""

from __future__ import annotations

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Left, Length
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from lederweb.core.reports import HouseReport
from publications.models import PodcastEpisodePage, PodcastSeriesPage


class EpisodesWithoutTranscript(HouseReport):
    """Live episodes without a transcript, with the reason that was given."""

    page_title = _("Episodes without a transcript")
    header_icon = "openquote"
    address = "uden-udskrift"
    index_url_name = "episodes_without_transcript"
    index_results_url_name = "episodes_without_transcript_results"
    model = PodcastEpisodePage
    permission_policy = PagePermissionPolicy()
    any_permission_required = {"change", "publish"}
    columns = [
        TitleColumn(
            "title",
            label=_("Title"),
            get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]),
        ),
        Column("series", label=_("Podcast series")),
        Column("number", label=_("Episode no.")),
        Column("transcript_waived_because", label=_("Why there is no transcript")),
        DateColumn("last_published_at", label=_("Published")),
    ]
    file_name = "episoder-uden-udskrift"
    list_export = ["title", "series", "number", "transcript_waived_because", "last_published_at"]
    export_headings = {
        "title": _("Title"),
        "series": _("Podcast series"),
        "number": _("Episode no."),
        "transcript_waived_because": _("Why there is no transcript"),
        "last_published_at": _("Published"),
    }
    default_ordering = "-last_published_at"

    def get_queryset(self) -> QuerySet:
        above = Left(OuterRef("path"), Length(OuterRef("path")) - Page.steplen)
        series = PodcastSeriesPage.objects.filter(path=above)
        return (
            PodcastEpisodePage.objects.live()
            .without_transcript()
            .defer_streamfields()
            .annotate(series=Subquery(series.values("title")[:1]))
            .order_by(F("last_published_at").desc(nulls_last=True))
        )


def not_ready(pages: list[Page]) -> list[tuple[Page, str]]:
    """Series and episodes among these whose newest draft cannot be published, with the reason."""
    found = []
    for page in pages:
        if not issubclass(page.specific_class or Page, PodcastEpisodePage | PodcastSeriesPage):
            continue
        draft = page.specific.get_latest_revision_as_object()
        missing = draft.missing_for_publishing()
        if missing:
            found.append((page, str(missing[0][1])))
    return found
