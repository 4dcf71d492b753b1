"""The two reports: answers for each page, and what readers wrote."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy

from lederweb.core.reports import HouseReport
from lederweb.core.templatetags.lederweb import danish_date
from lederweb.lib import danish
from publications.models import Answer, ArticlePage, ContentPage, PublicationPage, ToolPage

DELETE = "publications.delete_answer"
ASKED = (ArticlePage, PublicationPage, ToolPage)


def _kinds() -> list[tuple[int, str]]:
    types = ContentType.objects.get_for_models(*ASKED)
    return [(types[model].pk, str(model.kind_label)) for model in ASKED]


class _Report(HouseReport):
    """A report for whoever may see answers."""

    permission_policy = ModelPermissionPolicy(Answer)
    any_permission_required = {"view"}
    header_icon = "comment"


class AnswersFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=_kinds, method="leave", widget=forms.RadioSelect
    )
    period = django_filters.DateFromToRangeFilter(
        label=_("Period"), widget=DateRangePickerWidget, method="leave"
    )

    class Meta:
        model = ContentPage
        fields: list[str] = []

    def leave(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        """Each filter alone would count in a join of its own; see `filter_queryset`."""
        return queryset

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        chosen = self.form.cleaned_data
        if chosen.get("kind"):
            queryset = queryset.filter(content_type=chosen["kind"])
        counted = Q()
        period = chosen.get("period")
        if period and period.start:
            counted &= Q(answers__day__gte=period.start.date())
        if period and period.stop:
            counted &= Q(answers__day__lte=period.stop.date())
        return queryset.annotate(
            total=Count("answers", filter=counted),
            **{
                use.value: Count("answers", filter=counted & Q(answers__use=use))
                for use in Answer.Use
            },
            remarks=Count("answers", filter=counted & ~Q(answers__remark="")),
            latest=Max("answers__day", filter=counted),
        ).filter(total__gt=0)


class ShareColumn(Column):
    """How many, and what share that is."""

    def get_value(self, instance: Any) -> str:
        count = getattr(instance, self.name)
        return f"{danish.number(count)} ({round(100 * count / instance.total)} %)"


class DayColumn(Column):
    """A day and nothing finer, because that is all there is."""

    def get_value(self, instance: Any) -> str:
        return danish_date(getattr(instance, self.name))


class AnswersReport(_Report):
    """One line for each page that somebody has answered under."""

    page_title = _("Readers' answers")
    address = "svar"
    index_url_name = "readers_word_report"
    index_results_url_name = "readers_word_report_results"
    filterset_class = AnswersFilterSet
    file_name = "laesernes-svar"
    list_export = ["title", "kind_label", "total", "yes", "partly", "no", "remarks", "latest"]
    export_headings = {
        "title": _("Page"),
        "kind_label": _("Kind"),
        "total": _("Answers"),
        "yes": Answer.Use.YES.label,
        "partly": Answer.Use.PARTLY.label,
        "no": Answer.Use.NO.label,
        "remarks": _("Remarks"),
        "latest": pgettext_lazy("answer", "Latest"),
    }
    default_ordering = "-total"

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Page"), get_url=_remarks_of),
            Column("kind_label", label=_("Kind")),
            Column("total", label=_("Answers"), sort_key="total"),
            *(ShareColumn(use.value, label=use.label, sort_key=use.value) for use in Answer.Use),
            Column("remarks", label=_("Remarks"), sort_key="remarks"),
            DayColumn("latest", label=pgettext_lazy("answer", "Latest"), sort_key="latest"),
        ]

    def get_base_queryset(self) -> QuerySet:
        return ContentPage.objects.only("title", "url_path", "content_type_id", "path", "depth")

    def get_filtered_queryset(self) -> QuerySet:
        """What is ordered by is counted by the filter, so the order comes last."""
        return self.order_queryset(self.filter_queryset(self.get_base_queryset()))


def _remarks_of(page: ContentPage) -> str:
    return f"{reverse('readers_word_remarks')}?page={page.pk}"


class RemarksFilterSet(WagtailFilterSet):
    page = django_filters.NumberFilter(widget=forms.HiddenInput)
    use = django_filters.ChoiceFilter(
        label=_("Answer"), choices=Answer.Use.choices, widget=forms.RadioSelect
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"),
        field_name="page__content_type",
        choices=_kinds,
        widget=forms.RadioSelect,
    )
    day = django_filters.DateFromToRangeFilter(label=_("Period"), widget=DateRangePickerWidget)

    class Meta:
        model = Answer
        fields = ["page", "use", "kind", "day"]


class RemarksReport(_Report):
    """What readers wrote, newest first."""

    page_title = _("Readers' remarks")
    address = "bemaerkninger"
    index_url_name = "readers_word_remarks"
    index_results_url_name = "readers_word_remarks_results"
    filterset_class = RemarksFilterSet
    file_name = "laesernes-bemaerkninger"
    list_export = ["page.title", "page.kind_label", "get_use_display", "remark", "day"]
    export_headings = {
        "page.title": _("Page"),
        "page.kind_label": _("Kind"),
        "get_use_display": _("Answer"),
        "remark": _("Remark"),
        "day": _("Day"),
    }

    @cached_property
    def columns(self) -> list[Column]:
        columns = [
            TitleColumn(
                "page",
                label=_("Page"),
                accessor="page.title",
                get_url=lambda answer: reverse("wagtailadmin_pages:edit", args=[answer.page_id]),
            ),
            Column("use", label=_("Answer"), accessor="get_use_display"),
            Column("remark", label=_("Remark"), width="45%"),
            DayColumn("day", label=_("Day")),
        ]
        if self.request.user.has_perm(DELETE):
            columns.append(
                TitleColumn(
                    "delete",
                    label="",
                    width="6rem",
                    accessor=lambda answer: _("Delete"),
                    get_url=lambda answer: reverse("readers_word_delete", args=[answer.pk]),
                )
            )
        return columns

    def get_queryset(self) -> QuerySet:
        return Answer.objects.remarks().select_related("page")


class DeleteRemark(PermissionRequiredMixin, View):
    """What somebody wrote goes, the answer still counts."""

    permission_required = DELETE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        answer = get_object_or_404(Answer.objects.select_related("page"), pk=pk)
        return TemplateResponse(
            request, "publications/admin/delete_remark.html", {"answer": answer}
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        answer = get_object_or_404(Answer.objects.select_related("page"), pk=pk)
        answer.remark = ""
        answer.save(update_fields=["remark"])
        log(instance=answer.page, action="publications.delete_remark", user=request.user)
        messages.success(request, _("The remark is deleted. The answer still counts."))
        return redirect("readers_word_remarks")
