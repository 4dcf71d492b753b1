"""Courses in the admin: who takes them, the figures, and what there was before."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log

from lederweb.lib.downloads import attachment
from publications.courses.figures import XLSX, as_csv, as_xlsx, course_figures
from publications.models import CourseOpening, CoursePage, Enrolment
from publications.services.erase_learner import erase_learner

_PERMISSION = "publications.view_enrolment"


# --- Figures -----------------------------------------------------------------------------------
class MaySeeEnrolments(PermissionRequiredMixin):
    permission_required = _PERMISSION
    raise_exception = True  # the admin makes a message of it


class FiguresView(MaySeeEnrolments, generic.base.WagtailAdminTemplateMixin, TemplateView):
    template_name = "publications/admin/course_figures.html"
    page_title = _("Figures of courses")
    header_icon = "table"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"courses": course_figures()}


class FiguresCsv(MaySeeEnrolments, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return _attached(as_csv(), "text/csv; charset=utf-8", "csv")


class FiguresXlsx(MaySeeEnrolments, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return _attached(as_xlsx(), XLSX, "xlsx")


def _attached(content: bytes, content_type: str, ending: str) -> HttpResponse:
    return HttpResponse(content, content_type=content_type, headers=attachment("e-kurser", ending))


class FiguresMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(_PERMISSION)


class FiguresViewSet(ViewSet):
    name = "course_figures"
    icon = "table"
    menu_label = _("Figures of courses")

    @property
    def menu_url(self) -> str:
        return reverse("course_figures:index")

    def get_menu_item(self, order: int | None = None) -> MenuItem:
        return FiguresMenuItem(
            self.menu_label,
            self.menu_url,
            name=self.name,
            icon_name=self.icon,
            order=order or 999,
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", FiguresView.as_view(), name="index"),
            path("e-kurser.csv", FiguresCsv.as_view(), name="csv"),
            path("e-kurser.xlsx", FiguresXlsx.as_view(), name="xlsx"),
        ]


# --- Enrolments --------------------------------------------------------------------------------
class EnrolmentIndexView(generic.IndexView):
    def get_base_queryset(self) -> Any:
        return Enrolment.objects.select_related("course").defer("wording")


class EnrolmentInspectView(generic.InspectView):
    """What a learner wrote is shown to nobody but the learner."""

    page_title = _("Enrolment")

    def get_page_subtitle(self) -> str:
        return self.object.email


class EnrolmentDeleteView(generic.DeleteView):
    """Deleting an enrolment is erasing a person from every course."""

    page_title = _("Erase")
    success_message = _("The learner is erased from every course.")

    def get_page_subtitle(self) -> str:
        return self.object.email

    @property
    def confirmation_message(self) -> str:
        return str(
            _(
                "Erase %(address)s? The address, its progress and what was written are removed "
                "from every course. The figures stay. This cannot be undone."
            )
            % {"address": self.object.email}
        )

    def delete_action(self) -> None:
        log(instance=self.object, action="wagtail.delete", user=self.request.user, deleted=True)
        erase_learner(email_key=self.object.email_key)


class EnrolmentViewSet(ModelViewSet):
    model = Enrolment
    name = "enrolments"
    menu_label = _("Enrolments")
    icon = "group"
    ordering = "-created_at"
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 50
    index_view_class = EnrolmentIndexView
    inspect_view_class = EnrolmentInspectView
    delete_view_class = EnrolmentDeleteView
    inspect_view_fields = [
        "email", "course", "created_at", "confirmed_at", "last_active_at", "completed_at",
        "reminders_sent", "last_reminded_at", "reminders_stopped_at", "source", "wording",
        "version",
    ]  # fmt: skip
    search_fields = ["email"]
    list_filter = ["course"]
    list_display = [
        TitleColumn(
            "email",
            label=_("E-mail address"),
            sort_key="email",
            get_url=lambda enrolment: reverse("enrolments:inspect", args=[enrolment.pk]),
        ),
        Column("course", label=_("E-course"), accessor="course.title"),
        DateColumn("confirmed_at", label=_("Confirmed"), sort_key="confirmed_at"),
        DateColumn("last_active_at", label=_("Last there"), sort_key="last_active_at"),
        DateColumn("completed_at", label=_("Completed"), sort_key="completed_at"),
    ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        unused = ("add_url_name", "edit_url_name", "history_url_name", "usage_url_name")
        return super().get_common_view_kwargs(**{**dict.fromkeys(unused), **kwargs})

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
            path("<int:pk>/delete/", self.delete_view, name="delete"),
        ]


# --- What there was before ---------------------------------------------------------------------
class OpeningForm(forms.ModelForm):
    """A plain list of courses: the secretariat has no pages to choose from."""

    course = forms.ModelChoiceField(CoursePage.objects.order_by("title"), label=_("E-course"))

    class Meta:
        model = CourseOpening
        fields = ["course", "enrolled", "completed", "counted_on", "source"]


class OpeningViewSet(ModelViewSet):
    model = CourseOpening
    name = "course_openings"
    menu_label = _("Opening balances")
    icon = "history"
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = [
        TitleColumn(
            "course",
            label=_("E-course"),
            accessor="course.title",
            get_url=lambda opening: reverse("course_openings:edit", args=[opening.pk]),
        ),
        Column("enrolled", label=_("Enrolled")),
        Column("counted_on", label=_("As of")),
        Column("source", label=_("Source")),
    ]

    def get_form_class(self, for_update: bool = False) -> type:
        return OpeningForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        unused = dict.fromkeys(("history_url_name", "usage_url_name"))
        return super().get_common_view_kwargs(**{**unused, **kwargs})

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path("edit/<int:pk>/", self.edit_view, name="edit"),
            path("delete/<int:pk>/", self.delete_view, name="delete"),
        ]


class CoursesGroup(ViewSetGroup):
    menu_label = _("E-courses")
    menu_name = "courses"
    menu_icon = "list-ol"
    menu_order = 255
    items = (EnrolmentViewSet, FiguresViewSet, OpeningViewSet)
