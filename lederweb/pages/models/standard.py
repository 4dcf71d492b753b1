"""Pages of text that an editor keeps: about, contact, cookie policy, privacy, accessibility."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from lederweb.core.blocks import BODY_HELP, BodyBlock
from lederweb.core.models import BasePage
from lederweb.core.models.pages import LEAD_BOOST, address_of


class StandardPage(BasePage):
    class Language(models.TextChoices):
        DANISH = "da", _("Danish")
        ENGLISH = "en", _("English")

    kind_label = _("Page")
    parent_page_types = ["pages.HomePage", "pages.StandardPage"]
    subpage_types = [
        "pages.StandardPage",
        "projects.EventIndexPage",
        "projects.MediaIndexPage",
        "projects.MembersPage",
        "analytics.StatusReportIndexPage",
    ]
    template = "pages/standard_page.html"

    # One page of the site is in English and says so; base.html takes Danish where a page has none.
    language = models.CharField(
        _("language"), max_length=5, choices=Language, default=Language.DANISH
    )
    lead = models.TextField(_("lead"), max_length=400, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        FieldPanel("body", help_text=BODY_HELP),
        MultiFieldPanel([FieldPanel("language")], heading=_("Language"), classname="collapsed"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("lead", boost=LEAD_BOOST)]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    def searchable_text(self) -> str:
        return "\n".join([self.lead, *self.body.stream_block.get_searchable_content(self.body)])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        # Of whatever type: events, media and members stand below "Om", too.
        context["children"] = [
            {"title": child.title, "url": address_of(child)}
            for child in Page.objects.child_of(self).live().public()
        ]
        return context

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override(self.language):
            response = super().serve(request, *args, **kwargs)
            if hasattr(response, "render"):
                response.render()
        return response
