"""Tools: worksheets, videos and decks of ideas for leadership groups."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from lederweb.core.blocks import BodyBlock

from .content import ContentPage
from .index_pages import ContentIndexPage


class ToolIndexPage(ContentIndexPage):
    kind_label = _("Tools")
    subpage_types = ["publications.ToolPage"]
    template = ContentIndexPage.TEMPLATE
    listed_model = "ToolPage"

    class Meta:
        verbose_name = _("overview of tools")


class ToolPage(ContentPage):
    kind_label = _("Tool")
    is_creatable = True
    parent_page_types = ["publications.ToolIndexPage"]
    subpage_types: list[str] = []
    template = "publications/tool_page.html"
    asks_readers = True

    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    content_panels = [
        *ContentPage.content_panels,
        FieldPanel("lead"),
        FieldPanel("picture"),
        FieldPanel("body"),
        *ContentPage.about_panels,
    ]

    class Meta:
        verbose_name = _("tool")
        verbose_name_plural = _("tools")
