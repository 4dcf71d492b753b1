"""Podcast series and episodes."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField

from lederweb.core.blocks import BodyBlock
from lederweb.core.models import BasePage

from .content import ContentPage


class PodcastIndexPage(BasePage):
    kind_label = _("Podcasts")
    max_count = 1
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["publications.PodcastSeriesPage"]
    template = "publications/podcast_index_page.html"

    lead = models.TextField(_("lead"), max_length=400, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("overview of podcasts")

    def searchable_text(self) -> str:
        return self.lead

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["series"] = (
            PodcastSeriesPage.objects.child_of(self).live().public().select_related("picture")
        )
        context["episodes"] = PodcastEpisodePage.objects.listed()[:12]
        return context


class PodcastSeriesPage(BasePage):
    kind_label = _("Podcast series")
    shown_with = ("picture",)
    parent_page_types = ["publications.PodcastIndexPage"]
    subpage_types = ["publications.PodcastEpisodePage"]
    template = "publications/podcast_series_page.html"

    lead = models.TextField(_("lead"), max_length=400)
    description = models.TextField(_("description in podcast apps"), blank=True)
    picture = models.ForeignKey(
        "core.CustomImage",
        verbose_name=_("cover"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Square, at least 1400 by 1400 pixels."),
    )
    author = models.CharField(_("author"), max_length=120, default="Væksthus for Ledelse")
    category = models.CharField(_("category"), max_length=60, default="Business")
    # Never changes, also when the feed's address does: apps know the series by it.
    guid = models.UUIDField(_("feed identity"), default=uuid.uuid4, editable=False, unique=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        FieldPanel("description"),
        FieldPanel("picture"),
        FieldRowPanel([FieldPanel("author"), FieldPanel("category")]),
    ]

    class Meta:
        verbose_name = _("podcast series")
        verbose_name_plural = _("podcast series")

    def searchable_text(self) -> str:
        return f"{self.lead}\n{self.description}"

    def episodes(self) -> models.QuerySet:
        return (
            PodcastEpisodePage.objects.listed()
            .child_of(self)
            .select_related("audio", "picture")
            .order_by("-number")
        )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["episodes"] = self.episodes()
        return context


class PodcastEpisodePage(ContentPage):
    kind_label = _("Podcast")
    is_creatable = True
    shown_with = (*ContentPage.shown_with, "audio", "article")
    parent_page_types = ["publications.PodcastSeriesPage"]
    subpage_types: list[str] = []
    template = "publications/podcast_episode_page.html"

    number = models.PositiveSmallIntegerField(_("episode no."))
    audio = models.ForeignKey(
        "core.CustomMedia",
        verbose_name=_("audio file"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="episodes",
    )
    transcript = models.TextField(_("transcript"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("show notes"), blank=True)
    article = models.ForeignKey(
        "publications.ArticlePage",
        verbose_name=_("article"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="episodes",
    )
    guid = models.UUIDField(_("identity"), default=uuid.uuid4, editable=False, unique=True)

    content_panels = [
        *ContentPage.content_panels,
        FieldRowPanel([FieldPanel("number"), FieldPanel("audio")]),
        FieldPanel("lead"),
        FieldPanel("picture"),
        FieldPanel("body"),
        FieldPanel("transcript"),
        MultiFieldPanel([FieldPanel("article")], heading=_("Article about the episode")),
        *ContentPage.about_panels,
    ]
    exclude_fields_in_copy = ["guid"]

    class Meta:
        verbose_name = _("podcast episode")
        verbose_name_plural = _("podcast episodes")

    def minutes(self) -> int:
        """The playing time, where there is sound."""
        if self.audio and self.audio.duration:
            return max(1, round(self.audio.duration / 60))
        return super().minutes()

    def searchable_text(self) -> str:
        return f"{super().searchable_text()}\n{self.transcript}"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["topics"] = self.topics.all()
        siblings = PodcastEpisodePage.objects.listed().sibling_of(self, inclusive=False)
        context["others"] = siblings.order_by("-number")[:4]
        return context
