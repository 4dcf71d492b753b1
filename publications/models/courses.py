"""E-courses and their lessons."""

from __future__ import annotations

import math
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index

from lederweb.core.blocks import BODY_HELP, BodyBlock, words_in
from lederweb.core.models import BasePage
from lederweb.core.models.pages import LEAD_BOOST
from lederweb.core.querysets import BasePageQuerySet
from publications.courses.blocks import QuizQuestionBlock
from publications.courses.quiz import mark

from .content import WORDS_PER_MINUTE, ContentPage
from .index_pages import ContentIndexPage

# What the addresses of publications.courses.urls take, below /e-kurser/ and below a course.
RESERVED_COURSES = {"bekraeft", "bevis", "fortsaet", "paamindelser", "tjek-din-indbakke"}
RESERVED_LESSONS = {"deltager", "tilmeld"}


class CourseIndexPage(ContentIndexPage):
    kind_label = _("E-courses")
    subpage_types = ["publications.CoursePage"]
    template = ContentIndexPage.TEMPLATE
    listed_model = "CoursePage"

    class Meta:
        verbose_name = _("overview of e-courses")


class CoursePage(ContentPage):
    """What the course is and how to sign up; its lessons are the pages below it."""

    kind_label = _("E-course")
    is_creatable = True
    parent_page_types = ["publications.CourseIndexPage"]
    subpage_types = ["publications.LessonPage"]
    template = "publications/course_page.html"

    for_whom = models.CharField(_("for whom"), max_length=200, blank=True)
    duration = models.CharField(_("time needed"), max_length=80, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    content_panels = [
        *ContentPage.content_panels,
        FieldPanel("lead"),
        FieldPanel("picture"),
        FieldRowPanel([FieldPanel("for_whom"), FieldPanel("duration")]),
        FieldPanel("body", help_text=BODY_HELP),
        *ContentPage.about_panels,
    ]

    class Meta:
        verbose_name = _("e-course")
        verbose_name_plural = _("e-courses")

    def minutes(self) -> int:
        """None: how long a course takes stands in `duration`, not in the words of this page."""
        return 0

    def clean(self) -> None:
        super().clean()
        _refuse_reserved(self.slug, RESERVED_COURSES)

    def lessons(self) -> BasePageQuerySet:
        """The lessons that are out, in the order in which they stand below the course."""
        return LessonPage.objects.child_of(self).live().public().order_by("path")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from publications.courses.forms import EnrolForm

        context = super().get_context(request, *args, **kwargs)
        context["lessons"] = list(self.lessons().only_for_lists()) if self.pk else []
        context["form"] = EnrolForm(course=self) if context["lessons"] else None
        return context


class LessonQuerySet(BasePageQuerySet):
    def only_for_lists(self) -> LessonQuerySet:
        return self.only("title", "slug", "url_path", "path", "depth", "live", "lead",
                         "reading_minutes", "content_type_id")  # fmt: skip


class LessonPage(BasePage):
    """One lesson. Everybody may read it; whoever is enrolled keeps progress and answers."""

    kind_label = _("Lesson")
    parent_page_types = ["publications.CoursePage"]
    subpage_types: list[str] = []
    template = "publications/lesson_page.html"

    lead = models.TextField(
        _("lead"), max_length=400, help_text=_("One sentence: what does the learner get from it?")
    )
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    reflections = StreamField(
        [("question", blocks.TextBlock(label=_("Question"), max_length=400))],
        verbose_name=_("questions to reflect on"),
        blank=True,
        help_text=_("Learners may write an answer that only they can see."),
    )
    quiz = StreamField(
        [("question", QuizQuestionBlock())],
        verbose_name=_("quiz"),
        blank=True,
        help_text=_("Two or three questions. Every answer gets a word in return."),
    )
    reading_minutes = models.PositiveSmallIntegerField(_("minutes"), editable=False, default=0)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        FieldPanel("body", help_text=BODY_HELP),
        FieldPanel("reflections"),
        FieldPanel("quiz"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("lead", boost=LEAD_BOOST)]

    objects = PageManager.from_queryset(LessonQuerySet)()

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    @cached_property
    def course(self) -> CoursePage | None:
        """The course above; one query."""
        above = CoursePage.objects.filter(path=self.path[: -self.steplen])
        return above.select_related("picture").first()

    @property
    def sharing_picture(self) -> Any:
        return self.share_image or (self.course and self.course.picture)

    def searchable_text(self) -> str:
        body = self.body.stream_block.get_searchable_content(self.body)
        return "\n".join(
            [self.lead, *body, *(str(question.value) for question in self.reflections)]
        )

    def clean(self) -> None:
        super().clean()
        _refuse_reserved(self.slug, RESERVED_LESSONS)
        words = len(self.lead.split()) + words_in(self.body)
        self.reading_minutes = max(1, math.ceil(words / WORDS_PER_MINUTE))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        course = self.course
        lessons = list(course.lessons().only_for_lists()) if course else []
        context |= {"course": course, "quiz": mark(self.quiz, request.GET)}
        context |= neighbours(self, lessons)
        return context

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().serve(request, *args, **kwargs)
        if response.context_data["quiz"].is_answered:  # type: ignore[attr-defined]
            # Somebody's answers: shown once, to them.
            response.page_cache = False  # type: ignore[attr-defined]
            response.headers["X-Robots-Tag"] = "noindex"
            response.headers["Cache-Control"] = "private, no-store"
        return response


def neighbours(lesson: LessonPage, lessons: list[Any]) -> dict[str, Any]:
    """Where a lesson stands among those of its course."""
    place = next((at for at, other in enumerate(lessons) if other.pk == lesson.pk), None)
    if place is None:  # a draft in the preview
        return {"lessons": lessons, "number": None, "previous": None, "next": None}
    return {
        "lessons": lessons,
        "number": place + 1,
        "previous": lessons[place - 1] if place else None,
        "next": lessons[place + 1] if place + 1 < len(lessons) else None,
    }


def _refuse_reserved(slug: str, reserved: set[str]) -> None:
    if slug in reserved:
        raise ValidationError({"slug": _("This address is used by the site itself.")})
