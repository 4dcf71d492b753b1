"""Importing a list: the file is read, a person looks at what would happen, and says yes or no."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import DetailView, FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from lederweb.lib.downloads import attachment
from newsletter.importing.reading import NotAList, check_size
from newsletter.importing.rejects import reject_lines
from newsletter.models import ImportRow, SubscriberImport
from newsletter.services import import_subscribers as importing
from newsletter.services.start_import import start
from newsletter.subscriber_admin.crumbs import crumbs

PERMISSION = "newsletter.add_subscriber"
LOG_IMPORT = "newsletter.import_subscribers"
# Of each verdict, on the page.
SAMPLES = 5
EARLIER_SHOWN = 20
# While a list is taken in, the page looks again by itself.
LOOK_AGAIN_SECONDS = 2


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "CSV or Excel (.xlsx), at most 20 MB and 100,000 rows. The first row says what "
            "stands in each column: e-mail, væksthus, emner, hyppighed, samtykkedato, ordlyd, "
            "kilde. Only e-mail is needed; other columns are not read. An export of the list of "
            "subscribers can be read as it is."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )
    wording = forms.CharField(
        label=gettext_lazy("What they said yes to, word for word"),
        help_text=gettext_lazy("For rows without a wording of their own."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    source = forms.CharField(
        label=gettext_lazy("Where the proof is"),
        help_text=gettext_lazy("For rows without a source of their own."),
        required=False,
        max_length=250,
    )

    def clean_file(self) -> Any:
        try:
            check_size(self.cleaned_data["file"].size)
        except NotAList as error:
            raise forms.ValidationError(str(error)) from error
        return self.cleaned_data["file"]


class ImportsView(PermissionRequiredMixin, WagtailAdminTemplateMixin, FormView):
    permission_required = PERMISSION
    template_name = "newsletter/admin/imports.html"
    form_class = FileForm
    page_title = gettext_lazy("Import a list")
    header_icon = "upload"

    def form_valid(self, form: FileForm) -> HttpResponse:
        file = form.cleaned_data["file"]
        try:
            batch = importing.read_file(
                file=file,
                name=file.name,
                size=file.size,
                wording=form.cleaned_data["wording"],
                source=form.cleaned_data["source"],
                user=self.request.user,
            )
        except NotAList as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        return redirect("newsletter_subscribers:import", batch.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, *crumbs(self.page_title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        earlier = SubscriberImport.objects.select_related("created_by")[:EARLIER_SHOWN]
        return super().get_context_data(**kwargs) | {"earlier": earlier}


class ImportView(PermissionRequiredMixin, WagtailAdminTemplateMixin, DetailView):
    """What would happen; then how far it is; then what happened."""

    permission_required = PERMISSION
    template_name = "newsletter/admin/import.html"
    model = SubscriberImport
    page_title = gettext_lazy("Import a list")
    header_icon = "upload"
    object: SubscriberImport

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if self.object.state == SubscriberImport.State.RUNNING:
            response.headers["Refresh"] = str(LOOK_AGAIN_SECONDS)
        return response

    def get_page_subtitle(self) -> str:
        return self.object.file_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, *crumbs(self.page_title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        is_checked = self.object.state == SubscriberImport.State.CHECKED
        context["verdicts"] = [
            (
                verdict,
                verdict.label,
                self.object.counts.get(verdict.value, 0),
                self._samples(verdict)
                if is_checked or verdict == ImportRow.Verdict.INVALID
                else [],
            )
            for verdict in ImportRow.Verdict
        ]
        context["invalid"] = self.object.counts.get(ImportRow.Verdict.INVALID, 0)
        context["set_aside"] = self.object.counts.get(ImportRow.Verdict.SET_ASIDE, 0)
        context["percent"] = 100 * self.object.taken // max(self.object.total, 1)
        context["has_rejects"] = self._samples(ImportRow.Verdict.INVALID).exists()
        return context

    def _samples(self, verdict: str) -> Any:
        return self.object.rows.filter(verdict=verdict)[:SAMPLES]


@require_POST
@permission_required(PERMISSION, raise_exception=True)
def start_import(request: HttpRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(SubscriberImport, pk=pk)
    if start(import_id=pk):
        log(
            instance=batch,
            action=LOG_IMPORT,
            user=request.user,
            data={"file": batch.file_name, "rows": batch.total},
        )
    return redirect("newsletter_subscribers:import", pk)


@require_POST
@permission_required(PERMISSION, raise_exception=True)
def cancel_import(request: HttpRequest, pk: int) -> HttpResponse:
    if importing.cancel(import_id=pk):
        messages.success(request, _("The file is forgotten. Nobody was taken in."))
    else:
        messages.warning(request, _("The list is being taken in already."))
    return redirect("newsletter_subscribers:imports")


@require_safe
@permission_required(PERMISSION, raise_exception=True)
def rejects(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    batch = get_object_or_404(SubscriberImport, pk=pk)
    return StreamingHttpResponse(
        reject_lines(batch),
        content_type="text/csv; charset=utf-8",
        headers=attachment(f"import-{pk}-fejl", "csv"),
    )
