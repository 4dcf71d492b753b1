"""The three Væksthuse: who a text is for and who owns a project."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from lederweb.core.blocks import BODY_HELP, BodyBlock
from lederweb.core.models import BasePage
from lederweb.core.models.pages import LEAD_BOOST


class Tier(models.TextChoices):
    """The owners a project or text can have: the three Væksthuse and the board."""

    TOP = "1", _("Væksthus 1")
    MIDDLE = "2", _("Væksthus 2")
    INSTITUTION = "3", _("Væksthus 3")
    BOARD = "b", _("Board")

    @property
    def url(self) -> str:
        """The address of its page."""
        return "/" if self is Tier.BOARD else f"/vaeksthus/{self.value}/"

    @property
    def audience(self) -> str:
        """Whom it is for, as a word beside the number: "topledere"."""
        return str(
            {
                Tier.TOP: _("executives"),
                Tier.MIDDLE: _("middle managers"),
                Tier.INSTITUTION: _("heads of institutions"),
                Tier.BOARD: _("all managers"),
            }[self]
        )


class OwnersField(ArrayField):
    """Any set of `Tier`, kept in the row itself so that lists need no further query.

    Empty means that the owner is not known.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["base_field"] = models.CharField(max_length=1, choices=Tier.choices)
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["base_field"]
        return name, path, args, kwargs

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.MultipleChoiceField(
            choices=Tier.choices,
            required=not self.blank,
            label=kwargs.get("label", self.verbose_name),
            help_text=kwargs.get("help_text", self.help_text),
            widget=forms.CheckboxSelectMultiple,
        )


class TierIndexPage(BasePage):
    kind_label = _("Væksthuse")
    max_count = 1
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["projects.TierPage"]
    template = "projects/tier_index_page.html"

    lead = models.TextField(_("lead"), max_length=400, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("overview of the Væksthuse")

    def searchable_text(self) -> str:
        return self.lead

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["tiers"] = TierPage.objects.child_of(self).live().public().defer_streamfields()
        return context


class TierPage(BasePage):
    """One Væksthus; its address ends in its number."""

    kind_label = _("Væksthus")
    parent_page_types = ["projects.TierIndexPage"]
    subpage_types: list[str] = []
    template = "projects/tier_page.html"
    EVENTS = 4  # the coming ones, else the latest

    tier = models.CharField(_("Væksthus"), max_length=1, choices=Tier.choices[:3], unique=True)
    lead = models.TextField(_("lead"), max_length=400)
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("tier"),
        FieldPanel("lead"),
        FieldPanel("body", help_text=BODY_HELP),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("lead", boost=LEAD_BOOST)]

    class Meta:
        verbose_name = _("Væksthus page")
        verbose_name_plural = _("Væksthus pages")

    def searchable_text(self) -> str:
        return "\n".join([self.lead, *self.body.stream_block.get_searchable_content(self.body)])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from .events import Event
        from .people import Membership
        from .projects import ProjectPage

        context = super().get_context(request, *args, **kwargs)
        context["projects"] = ProjectPage.objects.listed().owned_by(self.tier)
        events = Event.objects.owned_by(self.tier).with_project()
        context["events"] = events.coming()[: self.EVENTS] or events.past()[: self.EVENTS]
        context["members"] = []
        if self.tier:  # not chosen yet in the preview of a new page
            body = Membership.Body.of_tier(self.tier)
            context["members"] = Membership.objects.filter(body=body).present().shown()
        return context
