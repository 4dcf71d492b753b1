"""The catalogue: everything that was released, on one address."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from lederweb.core.models import BasePage
from publications.pagination import PARAMETER, page_of

from .content import ContentPage
from .files import MadeFile


class CataloguePage(BasePage):
    kind_label = _("Catalogue")
    max_count = 1
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    template = "publications/catalogue_page.html"
    PER_PAGE = 24

    lead = models.TextField(_("lead"), max_length=400, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("catalogue")

    def searchable_text(self) -> str:
        return self.lead

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from publications.choosing import Choice
        from publications.releases import shelf

        context = super().get_context(request, *args, **kwargs)
        choice = Choice(shelf(), request.GET)
        results = page_of([release.pk for release in choice.releases()], request, self.PER_PAGE)
        pages = ContentPage.objects.cards().in_bulk(list(results.object_list))
        # One of them may have been taken back since the shelf was read.
        results.object_list = [pages[pk] for pk in results.object_list if pk in pages]
        context["choice"] = choice
        context["results"] = results
        page_number = f"{PARAMETER}={results.number}" if results.number > 1 else ""
        context["canonical"] = "&".join(part for part in (choice.query(), page_number) if part)
        made = MadeFile.objects.handed_out().filter(what=MadeFile.What.CATALOGUE)
        context["made"] = made.first()
        return context
