"""What the overviews of one kind share: a lead and a paged list, newest first."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from lederweb.core.models import BasePage
from publications.pagination import page_of


class ContentIndexPage(BasePage):
    """Abstract: the overview of one kind of content.

    Each names the template itself: Wagtail does not inherit it.
    """

    max_count = 1
    parent_page_types = ["pages.HomePage"]
    listed_model: ClassVar[str]  # the model's name within publications
    # Wagtail gives every page type a template of its own name unless its own body names one.
    TEMPLATE = "publications/content_index_page.html"
    card_variant = ""  # see templates/components/card.html
    per_page = 24

    lead = models.TextField(_("lead"), max_length=400, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("lead")]

    class Meta:
        abstract = True

    def searchable_text(self) -> str:
        return self.lead

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from publications import models as kinds

        context = super().get_context(request, *args, **kwargs)
        listed = getattr(kinds, self.listed_model).objects.listed()
        context["card_variant"] = self.card_variant
        context["results"] = page_of(listed, request, self.per_page)
        return context
