"""Articles."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from lederweb.core.blocks import BodyBlock
from projects.models import Person

from .content import ContentPage
from .index_pages import ContentIndexPage


class ArticleIndexPage(ContentIndexPage):
    kind_label = _("Articles")
    subpage_types = ["publications.ArticlePage"]
    template = ContentIndexPage.TEMPLATE
    listed_model = "ArticlePage"

    class Meta:
        verbose_name = _("overview of articles")


class ArticlePage(ContentPage):
    kind_label = _("Article")
    is_creatable = True
    parent_page_types = ["publications.ArticleIndexPage"]
    subpage_types: list[str] = []
    template = "publications/article_page.html"
    RELATED = 3

    body = StreamField(BodyBlock(), verbose_name=_("body"))

    content_panels = [
        *ContentPage.content_panels,
        FieldPanel("lead"),
        FieldPanel("picture"),
        FieldPanel("body"),
        InlinePanel("authors", label=_("Author"), heading=_("Authors")),
        *ContentPage.about_panels,
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def structured_data(self, people: list[Person]) -> dict[str, Any]:
        """The article as schema.org sees it."""
        data: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "Article",
            "headline": self.title,
            "description": self.search_description or self.lead,
            "inLanguage": "da",
            "mainEntityOfPage": self.full_url,
            "publisher": {
                "@type": "Organization",
                "name": "Væksthus for Ledelse",
                "url": settings.BASE_URL,
            },
            "author": [{"@type": "Person", "name": person.name} for person in people]
            or {"@type": "Organization", "name": "Lederweb"},
        }
        if self.published_on:
            data["datePublished"] = self.published_on
        if self.last_published_at:
            data["dateModified"] = self.last_published_at.isoformat()
        return data

    def searchable_text(self) -> str:
        names = [link.person.name for link in self.authors.select_related("person")]
        return "\n".join([super().searchable_text(), *names])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["people"] = [link.person for link in self.authors.select_related("person__picture")]
        context["structured_data"] = self.structured_data(context["people"])
        context["topics"] = self.topics.all()
        context["related"] = (
            ContentPage.objects.cards()
            .filter(topics__in=context["topics"])
            .exclude(pk=self.pk)
            .distinct()[: self.RELATED]
        )
        return context


class ArticleAuthor(Orderable):
    article = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="authors")
    person = models.ForeignKey(
        "projects.Person",
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="articles",
    )

    panels = [FieldPanel("person")]
