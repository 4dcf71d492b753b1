"""Projects: what the Væksthuse work on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, PageManager
from wagtail.search import index

from lederweb.core.blocks import BODY_HELP, TEXT_FEATURES, BodyBlock
from lederweb.core.fields import PartialDateField, ends_before
from lederweb.core.models import BasePage
from lederweb.core.models.pages import LEAD_BOOST
from projects.querysets import ProjectQuerySet

from .tiers import OwnersField


class ProjectIndexPage(BasePage):
    kind_label = _("Projects")
    max_count = 1
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["projects.ProjectPage"]
    template = "projects/project_index_page.html"

    lead = models.TextField(_("lead"), max_length=400, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("overview of projects")

    def searchable_text(self) -> str:
        return self.lead

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        projects = ProjectPage.objects.listed()
        context["running"] = [p for p in projects if p.status == ProjectPage.Status.RUNNING]
        context["others"] = [p for p in projects if p.status != ProjectPage.Status.RUNNING]
        return context


class ProjectPage(BasePage):
    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        RUNNING = "running", _("Under way")
        FINISHED = "finished", _("Finished")

    kind_label = _("Project")
    shown_with = ("picture",)
    parent_page_types = ["projects.ProjectIndexPage"]
    subpage_types: list[str] = []
    template = "projects/project_page.html"

    owners = OwnersField(verbose_name=_("Væksthus or board"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.RUNNING)
    started_on = PartialDateField(_("started"), blank=True)
    ended_on = PartialDateField(_("ended"), blank=True)
    lead = models.TextField(_("lead"), max_length=400)
    purpose = RichTextField(_("purpose"), features=TEXT_FEATURES, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    picture = models.ForeignKey(
        "core.CustomImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    partners = ParentalManyToManyField(
        "projects.Partner", verbose_name=_("partners"), blank=True, related_name="projects"
    )
    also_called = models.CharField(
        _("also called"),
        max_length=200,
        blank=True,
        help_text=_("Another name that older texts use for the project."),
    )

    objects = PageManager.from_queryset(ProjectQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        FieldPanel("purpose"),
        FieldPanel("picture"),
        FieldPanel("body", help_text=BODY_HELP),
        MultiFieldPanel(
            [
                FieldPanel("owners"),
                FieldPanel("partners", widget=forms.CheckboxSelectMultiple),
            ],
            heading=_("Who is behind it"),
        ),
        InlinePanel("people", label=_("person"), heading=_("People")),
        MultiFieldPanel(
            [
                FieldPanel("status"),
                FieldRowPanel([FieldPanel("started_on"), FieldPanel("ended_on")]),
            ],
            heading=_("When"),
        ),
        MultiFieldPanel(
            [FieldPanel("also_called")], heading=_("Earlier names"), classname="collapsed"
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("lead", boost=LEAD_BOOST),
        index.FilterField("status"),
    ]

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")

    def searchable_text(self) -> str:
        return "\n".join(
            [
                self.lead,
                self.also_called,
                strip_tags(self.purpose),
                *self.body.stream_block.get_searchable_content(self.body),
            ]
        )

    def clean(self) -> None:
        super().clean()
        if ends_before(self.started_on, self.ended_on):
            raise ValidationError({"ended_on": _("The project ends before it starts.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What was published comes from the floor above, by the template tag `products_of`."""
        context = super().get_context(request, *args, **kwargs)
        links = self.people.select_related("person__picture")
        links = links.prefetch_related("person__picture__renditions")
        context["people"] = [link.as_shown() for link in links]
        # What belongs to a project is known from its first saving on; the preview comes earlier.
        context["events"] = self.events.all() if self.pk else []
        context["mentions"] = self.media_mentions.all() if self.pk else []
        return context


class ProjectPerson(Orderable):
    """Somebody who takes part in a project."""

    project = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(
        "projects.Person",
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="projects",
    )
    role = models.CharField(
        _("role in the project"),
        max_length=120,
        blank=True,
        help_text=_("For example project manager."),
    )

    panels = [FieldPanel("person"), FieldPanel("role")]

    class Meta(Orderable.Meta):
        verbose_name = _("person")

    def as_shown(self) -> dict[str, Any]:
        """For components/people.html."""
        about = [self.role or self.person.role, self.person.organisation]
        return {
            "name": self.person.name,
            "role": ", ".join(part for part in about if part),
            "email": self.person.email,
            "picture": self.person.picture,
        }
