"""Articles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from lederweb.core.blocks import BODY_HELP, BodyBlock
from lederweb.core.visibility import is_public
from projects.models import Person

from .content import ContentPage
from .index_pages import ContentIndexPage

# Of those that templates/components/picture.html asks for anyway.
PICTURE_SIZES = ("format-jpeg|fill-1440x960",)
AUTHOR_SIZE = "format-jpeg|fill-480x480"


def _full(url: str) -> str:
    return url if url.startswith("http") else f"{settings.BASE_URL}{url}"


def _author(person: Person) -> dict[str, Any]:
    data = {"@type": "Organization" if person.is_team else "Person", "name": person.name}
    if person.role and not person.is_team:  # only a person has a job
        data["jobTitle"] = person.role
    if person.picture:
        data["image"] = _full(person.picture.get_rendition(AUTHOR_SIZE).url)
    return data


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
    asks_readers = True

    body = StreamField(BodyBlock(), verbose_name=_("body"))

    content_panels = [
        *ContentPage.content_panels,
        FieldPanel("lead"),
        FieldPanel("picture"),
        FieldPanel("body", help_text=BODY_HELP),
        InlinePanel("authors", label=_("author"), heading=_("Authors")),
        *ContentPage.about_panels,
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def structured_data(
        self, people: Iterable[Person], topics: Iterable[Any], tags: Iterable[Any]
    ) -> dict[str, Any]:
        """The article as schema.org sees it."""
        organisation = {
            "@type": "Organization",
            "name": "Væksthus for Ledelse",
            "url": settings.BASE_URL,
            "logo": {"@type": "ImageObject", "url": _full(static("img/icon-512.png"))},
        }
        data: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "Article",
            "headline": self.title,
            "description": self.search_description or self.lead,
            "inLanguage": "da",
            "mainEntityOfPage": self.full_url,
            "publisher": organisation,
            "author": [_author(person) for person in people]
            or {"@type": "Organization", "name": "Lederweb", "url": settings.BASE_URL},
            "timeRequired": f"PT{self.reading_minutes}M",
        }
        images = [self.sharing_card.full_url] if self.sharing_card else []
        if self.picture:
            images += [_full(self.picture.get_rendition(size).url) for size in PICTURE_SIZES]
        optional = {
            "datePublished": self.published_on,
            "dateModified": self.last_published_at and self.last_published_at.isoformat(),
            "image": images,
            "about": [
                {"@type": "Thing", "name": topic.title, "url": topic.full_url} for topic in topics
            ],
            "keywords": [tag.name for tag in tags],
        }
        if self.project and is_public(self.project):
            optional["isPartOf"] = {
                "@type": "CreativeWork",
                "name": self.project.title,
                "url": self.project.full_url,
            }
        return data | {name: value for name, value in optional.items() if value}

    def searchable_text(self) -> str:
        names = [link.person.name for link in self.authors.select_related("person")]
        return "\n".join([super().searchable_text(), *names])

    def surroundings(self, *, as_edited: bool = False) -> dict[str, Any]:
        around = super().surroundings(as_edited=as_edited)
        people = [link.person for link in self.authors.select_related("person__picture")]
        data = self.structured_data(people, around["topics"], around["tags"])
        return around | {"people": people, "structured_data": data}


class ArticleAuthor(Orderable):
    article = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="authors")
    person = models.ForeignKey(
        "projects.Person",
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="articles",
    )

    panels = [FieldPanel("person")]
