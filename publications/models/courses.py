"""E-courses."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from lederweb.core.blocks import BodyBlock

from .content import ContentPage
from .index_pages import ContentIndexPage


class CourseIndexPage(ContentIndexPage):
    kind_label = _("E-courses")
    subpage_types = ["publications.CoursePage"]
    template = ContentIndexPage.TEMPLATE
    listed_model = "CoursePage"

    class Meta:
        verbose_name = _("overview of e-courses")


class CoursePage(ContentPage):
    kind_label = _("E-course")
    is_creatable = True
    parent_page_types = ["publications.CourseIndexPage"]
    subpage_types: list[str] = []
    template = "publications/course_page.html"

    for_whom = models.CharField(_("for whom"), max_length=200, blank=True)
    duration = models.CharField(_("time needed"), max_length=80, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    content_panels = [
        *ContentPage.content_panels,
        FieldPanel("lead"),
        FieldPanel("picture"),
        FieldPanel("for_whom"),
        FieldPanel("duration"),
        FieldPanel("body"),
        *ContentPage.about_panels,
    ]

    class Meta:
        verbose_name = _("e-course")
        verbose_name_plural = _("e-courses")
