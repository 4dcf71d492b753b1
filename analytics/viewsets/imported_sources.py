"""Other counters: bring their exports in, see what there is, take one back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Max, Min, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from analytics.importing.exports import BadExport
from analytics.importing.log_lines import LeftOut
from analytics.models import ImportedSource
from analytics.services.delete_source import delete_source
from analytics.services.import_export import import_export

PERMISSION = "analytics.change_publishedfigure"
LOG_DELETE = "analytics.delete_source"


class ExportForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("What to call it"),
        max_length=80,
        help_text=gettext_lazy(
            "The same name continues a source: days and months that it has already are replaced by "
            "those in the file. Days of a month that came in as a whole month are refused."
        ),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Where it is from"),
        choices=[
            (kind.value, kind.label)
            for kind in (ImportedSource.Kind.MATOMO, ImportedSource.Kind.PLAUSIBLE)
        ],
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "CSV or Excel with a column of days or months and at least one with visitors, visits "
            "or page views. Export by month where you can: visitors of days do not add up. "
            "Plausible’s export is packed: unpack it and take the file named after visitors."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )


class SourcesView(PermissionRequiredMixin, WagtailAdminTemplateMixin, FormView):
    permission_required = PERMISSION
    raise_exception = True
    form_class = ExportForm
    template_name = "analytics/admin/sources.html"
    page_title = gettext_lazy("Other counters")
    header_icon = "download"

    def form_valid(self, form: ExportForm) -> HttpResponse:
        file = form.cleaned_data["file"]
        try:
            imported = import_export(
                source_name=form.cleaned_data["name"],
                kind=form.cleaned_data["kind"],
                file=file,
                file_name=file.name,
                size=file.size,
                user=self.request.user,
            )
        except BadExport as error:
            for fault in error.faults:
                form.add_error("file", fault)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("“%(source)s” has the numbers of “%(file)s”.")
            % {"source": imported.source.name, "file": imported.name},
        )
        return redirect("analytics_sources")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sources = ImportedSource.objects.annotate(
            first_day=Min("files__first_day"),
            last_day=Max("files__last_day"),
            counted=Sum("files__counted"),
            unreadable=Sum("files__unreadable"),
        ).prefetch_related("files")
        labels = dict(LeftOut.choices)
        return super().get_context_data(**kwargs) | {
            "sources": [
                (
                    source,
                    [
                        (
                            file,
                            [
                                (labels.get(why, why), count)
                                for why, count in _most_first(file.left_out)
                            ],
                        )
                        for file in source.files.all()
                    ],
                )
                for source in sources
            ]
        }


def _most_first(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda one: -one[1])


class DeleteSourceView(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """Asks first. What is taken back can be imported again."""

    permission_required = PERMISSION
    raise_exception = True
    template_name = "analytics/admin/delete_source.html"
    page_title = gettext_lazy("Take a counter's numbers back")
    header_icon = "bin"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        source = get_object_or_404(ImportedSource, pk=self.kwargs["source_id"])
        return super().get_context_data(**kwargs) | {"source": source}

    def post(self, request: HttpRequest, source_id: int) -> HttpResponse:
        source = get_object_or_404(ImportedSource, pk=source_id)
        log(instance=source, action=LOG_DELETE, title=source.name, user=request.user)
        delete_source(source_id=source_id)
        messages.success(
            request, _("The numbers of “%(source)s” are gone.") % {"source": source.name}
        )
        return redirect("analytics_sources")
