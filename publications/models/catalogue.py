"""The catalogue: everything that was released, on one address."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from lederweb.core.models import BasePage
from publications.forms import CatalogueFilterForm
from publications.pagination import PARAMETER, page_of

from .content import ContentPage


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
        context = super().get_context(request, *args, **kwargs)
        form = CatalogueFilterForm(request.GET or None)
        context["form"] = form
        kept = request.GET.copy()
        kept.pop(PARAMETER, None)
        context["base_query"] = kept.urlencode()
        context["results"] = page_of(
            form.chosen(ContentPage.objects.cards()), request, self.PER_PAGE
        )
        return context
