"""Published figures: one by one, or from a spreadsheet."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from analytics.dashboard.published import stated, when
from analytics.importing.figures import COLUMNS, BadFigures
from analytics.models import PublishedFigure
from analytics.services.import_figures import import_figures
from analytics.services.record_figure import free_key
from analytics.services.stale_notes import notes_naming, reports_keeping
from lederweb.core.fields import WholeNumberField
from lederweb.core.reports import DanishExport

CHANGE = "analytics.change_publishedfigure"


class PublishedFigureForm(forms.ModelForm):
    value = WholeNumberField(
        label=gettext_lazy("Value"),
        min_value=0,
        error_messages={"min_value": gettext_lazy("A figure is 0 or more.")},
    )

    class Meta:
        model = PublishedFigure
        fields = [
            "label",
            "value",
            "unit",
            "statement",
            "is_monthly_average",
            "year",
            "period_from",
            "period_to",
            "on_date",
            "source",
            "note",
        ]
        widgets = {
            "period_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "period_to": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "label": gettext_lazy("As it stands on the dashboard: “Visitors on Lederweb, 2017”."),
            "statement": gettext_lazy("“About” for ca., “at least” for more than."),
            "year": gettext_lazy("The year it was published under."),
            "period_from": gettext_lazy("Only where the source states the period."),
            "on_date": gettext_lazy(
                "Of a figure of one day, month or year: 2017-10-26 or 2017-10."
            ),
            "source": gettext_lazy("The document it stands in."),
            "note": gettext_lazy("What the source says of how it was counted."),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        year, first, last = (cleaned.get(name) for name in ("year", "period_from", "period_to"))
        if year and first and last and not first.year <= year <= last.year:
            self.add_error("year", _("The year must lie in the period."))
        return cleaned

    def save(self, commit: bool = True) -> PublishedFigure:
        if not self.instance.key:
            self.instance.key = free_key(self.cleaned_data["label"])
        figure: PublishedFigure = super().save(commit)
        return figure


class FiguresFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or Excel (.xlsx). The first row names the columns."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )


class FiguresImportView(PermissionRequiredMixin, generic.base.WagtailAdminTemplateMixin, FormView):
    permission_required = CHANGE
    raise_exception = True
    form_class = FiguresFileForm
    template_name = "analytics/admin/import_figures.html"
    page_title = gettext_lazy("Import published figures")
    header_icon = "upload"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        url = reverse("published_figures:index")
        label = PublishedFigure._meta.verbose_name_plural
        return [
            *self.breadcrumbs_items,
            {"url": url, "label": str(label).capitalize()},
            {"url": "", "label": self.page_title},
        ]

    def form_valid(self, form: FiguresFileForm) -> HttpResponse:
        file = form.cleaned_data["file"]
        before = _names_and_values()
        try:
            count = import_figures(file=file, size=file.size)
        except BadFigures as error:
            for fault in error.faults:
                form.add_error("file", fault)
            return self.form_invalid(form)
        messages.success(
            self.request,
            ngettext(
                "%(count)d figure is entered or corrected.",
                "%(count)d figures are entered or corrected.",
                count,
            )
            % {"count": count},
        )
        after = _names_and_values()
        _warn_of_what_stays(
            self.request, {old for key, old in before.items() if after[key][1] != old[1]}
        )
        return redirect("published_figures:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"columns": COLUMNS}


def _names_and_values() -> dict[str, tuple[str, int]]:
    rows = PublishedFigure.objects.values_list("key", "label", "value")
    return {key: (label, value) for key, label, value in rows}


def _warn_of_what_stays(request: HttpRequest, old: Collection[tuple[str, int]]) -> None:
    """Say which notes and published reports still have a number that was just corrected."""
    figures = notes_naming({value for _label, value in old})
    if figures:
        messages.warning(
            request,
            _(
                "A number that you have corrected still stands in these notes: %(names)s. Notes "
                "go along into tables and exports. Look whether they still hold."
            )
            % {"names": "; ".join(f"“{figure.label}”" for figure in figures)},
            buttons=[
                messages.button(
                    reverse("published_figures:edit", args=[figure.pk]), _("Edit the note")
                )
                for figure in figures[:1]
            ],
        )
    reports = reports_keeping(old)
    if reports:
        messages.warning(
            request,
            _(
                "These published reports keep a number that you have corrected: %(names)s. If it "
                "is to be right there, too, count the report again, and say why."
            )
            % {"names": "; ".join(report.title for report in reports)},
            buttons=[
                button
                for report in reports[:1]
                for button in (
                    messages.button(
                        reverse("analytics_report", args=[report.pk]), _("See the report")
                    ),
                    messages.button(
                        reverse("figures_of_page", args=[report.pk]),
                        _("Correct it in the text only"),
                    ),
                )
            ],
        )


class PublishedFigureEditView(generic.EditView):
    def save_instance(self) -> PublishedFigure:
        old = (self.form.initial["label"], self.form.initial["value"])
        figure: PublishedFigure = super().save_instance()
        if figure.value != old[1]:
            _warn_of_what_stays(self.request, {old})
        return figure


class PublishedFigureIndexView(DanishExport, generic.IndexView):
    page_title = gettext_lazy("Published figures")
    file_name = "offentliggjorte-tal"

    @property
    def header_buttons(self) -> list[Any]:
        button = HeaderButton(
            label=_("Import from a spreadsheet"),
            url=reverse("published_figures:import"),
            icon_name="upload",
        )
        return [*super().header_buttons, button]


class PublishedFigureViewSet(ModelViewSet):
    model = PublishedFigure
    name = "published_figures"
    menu_label = gettext_lazy("Published figures")
    icon = "table"
    add_to_reference_index = False
    copy_view_enabled = False
    list_per_page = 50
    index_view_class = PublishedFigureIndexView
    edit_view_class = PublishedFigureEditView
    search_fields = ["label", "source"]
    search_backend_name = None
    list_filter = ["unit", "year"]
    ordering = ["-year", "unit", "label"]
    list_export = [
        "key",
        "label",
        "value",
        "unit",
        "statement",
        "is_monthly_average",
        "year",
        "period_from",
        "period_to",
        "on_date",
        "source",
        "note",
    ]
    list_display = [
        TitleColumn(
            "label",
            label=gettext_lazy("Name"),
            get_url=lambda figure: reverse("published_figures:edit", args=[figure.pk]),
            sort_key="label",
        ),
        Column("value", label=pgettext_lazy("a quantity", "Number"), accessor=stated),
        Column("unit", label=pgettext_lazy("of a figure", "Kind"), accessor="get_unit_display"),
        Column("period", label=gettext_lazy("Period"), accessor=when),
        Column("source", label=gettext_lazy("Source"), sort_key="source"),
    ]

    def get_form_class(self, for_update: bool = False) -> type:
        return PublishedFigureForm

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("import/", FiguresImportView.as_view(), name="import"),
        ]
