"""The web edition of a publication: its chapters, each a page of its own."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager

from lederweb.core.blocks import BODY_HELP, BodyBlock
from lederweb.core.models import BasePage
from lederweb.core.querysets import BasePageQuerySet

from .publications import PublicationPage

# Addresses below a publication that are no chapters (publications.orders.urls).
RESERVED_CHAPTERS = {"bestil"}


class ChapterQuerySet(BasePageQuerySet):
    def of(self, publication: PublicationPage) -> ChapterQuerySet:
        """The public chapters in the order of the editor's tree, without their texts."""
        return self.child_of(publication).listed().order_by("path").only("title", "url_path")


class ChapterPage(BasePage):
    """One chapter. The publication above it has the title page, the cover and the colophon."""

    kind_label = _("Chapter")
    parent_page_types = ["publications.PublicationPage"]
    subpage_types: list[str] = []
    template = "publications/chapter_page.html"

    lead = models.TextField(
        _("lead"),
        max_length=400,
        blank=True,
        help_text=_("One or two sentences below the heading; may be left out."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("body"))

    objects = PageManager.from_queryset(ChapterQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        FieldPanel("body", help_text=BODY_HELP),
    ]

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")

    def clean(self) -> None:
        super().clean()
        if self.slug in RESERVED_CHAPTERS:
            raise ValidationError({"slug": _("This address is used by the site itself.")})

    def searchable_text(self) -> str:
        parts = [self.lead, self.search_description]
        parts.extend(self.body.stream_block.get_searchable_content(self.body))
        return "\n".join(part for part in parts if part)

    @cached_property
    def publication(self) -> PublicationPage:
        """The publication above; one query."""
        above = self.path[: -self.steplen]
        return (
            PublicationPage.objects.select_related("picture").defer_streamfields().get(path=above)
        )

    @property
    def sharing_picture(self) -> Any:
        return self.share_image or self.publication.picture

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        chapters = list(ChapterPage.objects.of(self.publication))
        here = next((i for i, page in enumerate(chapters) if page.pk == self.pk), None)
        context["publication"] = self.publication
        context["chapters"] = chapters
        if here is not None:  # a draft in preview has no place among them
            context["number"] = here + 1
            context["previous"] = chapters[here - 1] if here else None
            context["next"] = chapters[here + 1] if here + 1 < len(chapters) else None
        return context
