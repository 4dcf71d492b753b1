"""Topics in two levels: the subject tree of the site."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from lederweb.core.models import BasePage
from lederweb.core.models.pages import LEAD_BOOST


class TopicIndexPage(BasePage):
    kind_label = _("Topics")
    max_count = 1
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["publications.TopicPage"]
    template = "publications/topic_index_page.html"

    lead = models.TextField(_("lead"), max_length=400, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("overview of topics")

    def searchable_text(self) -> str:
        return self.lead

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        topics = list(TopicPage.objects.live().public().descendant_of(self).order_by("path"))
        # Two levels: each topic with what stands below it, from one query.
        context["topics"] = [
            {
                "title": topic.title,
                "url": topic.url,
                "children": [below for below in topics if below.is_child_of(topic)],
            }
            for topic in topics
            if topic.depth == self.depth + 1
        ]
        return context


class TopicPage(BasePage):
    kind_label = _("Topic")
    parent_page_types = ["publications.TopicIndexPage", "publications.TopicPage"]
    subpage_types = ["publications.TopicPage"]
    template = "publications/topic_page.html"
    PER_PAGE = 24

    lead = models.TextField(_("lead"), max_length=400, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("lead")]
    search_fields = [*BasePage.search_fields, index.SearchField("lead", boost=LEAD_BOOST)]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    # Root, front page, overview of topics: what lies deeper than the fourth is below a topic.
    DEPTH = 4

    @property
    def is_below_another(self) -> bool:
        return self.depth > self.DEPTH

    def searchable_text(self) -> str:
        return self.lead

    @classmethod
    def can_create_at(cls, parent: Any) -> bool:
        # Two levels, no more: a topic below a topic has none below itself.
        return super().can_create_at(parent) and not (
            isinstance(parent.specific, TopicPage)
            and isinstance(parent.get_parent().specific, TopicPage)
        )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from publications.pagination import page_of

        from .content import ContentPage

        context = super().get_context(request, *args, **kwargs)
        subtopics = TopicPage.objects.child_of(self).live().public()
        context["subtopics"] = list(subtopics)
        below = models.Q(topicpage__in=subtopics)
        if self.pk:  # the preview of a new topic comes before it is saved
            below |= models.Q(topicpage=self)
        context["results"] = page_of(
            ContentPage.objects.cards().filter(
                pk__in=ContentPage.topics.through.objects.filter(below).values("contentpage")
            ),
            request,
            self.PER_PAGE,
        )
        return context
