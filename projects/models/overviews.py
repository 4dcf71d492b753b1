"""Overviews that stand below "Om": events, media mentions, board and members."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from lederweb.core.models import BasePage

from .events import Event, MediaMention
from .people import Membership

YEAR = "aar"  # in the address, as in the catalogue


class _Overview(BasePage):
    """Abstract: a lead above what the lists of the admin hold."""

    max_count = 1
    parent_page_types = ["pages.HomePage", "pages.StandardPage"]
    subpage_types: list[str] = []

    lead = models.TextField(_("lead"), max_length=400, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("lead")]

    class Meta:
        abstract = True

    def searchable_text(self) -> str:
        return self.lead


def _chosen(years: list[str], request: HttpRequest) -> str:
    """The year that the address asks for, if there is anything in it."""
    year = request.GET.get(YEAR, "")
    return year if year in years else ""


def _by_year(rows: Any) -> list[tuple[str, list[Any]]]:
    return [(year, list(found)) for year, found in groupby(rows, key=lambda row: row.year)]


class EventIndexPage(_Overview):
    kind_label = _("Events")
    template = "projects/event_index_page.html"

    class Meta:
        verbose_name = _("overview of events")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        years = Event.objects.past().years()
        year = _chosen(years, request)
        past = Event.objects.past().with_project()
        context["coming"] = [] if year else Event.objects.coming().with_project()
        context["years"], context["year"] = years, year
        context["past"] = _by_year(past.in_year(year) if year else past)
        return context


class MediaIndexPage(_Overview):
    kind_label = _("In the media")
    template = "projects/media_index_page.html"

    class Meta:
        verbose_name = _("overview of media mentions")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        years = MediaMention.objects.years()
        year = _chosen(years, request)
        mentions = MediaMention.objects.with_project()
        context["years"], context["year"] = years, year
        context["mentions"] = _by_year(mentions.in_year(year) if year else mentions)
        return context


class MembersPage(_Overview):
    kind_label = _("Board and members")
    template = "projects/members_page.html"

    class Meta:
        verbose_name = _("page of board and members")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        present = list(Membership.objects.present().shown())
        former = list(Membership.objects.former().select_related("person"))
        bodies = [
            {
                "name": body.label,
                "anchor": body.value,
                "present": [seat for seat in present if seat.body == body],
                "former": [seat for seat in former if seat.body == body],
            }
            for body in Membership.Body
        ]
        context["bodies"] = [body for body in bodies if body["present"] or body["former"]]
        return context
