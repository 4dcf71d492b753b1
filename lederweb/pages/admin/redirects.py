"""Redirects as CSV: in with a reason for each line refused, out as a table that goes in again."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.views import IndexView

from lederweb.lib.downloads import attachment
from lederweb.lib.spreadsheets import safe_cell
from lederweb.pages.admin.not_found import MayRedirect
from lederweb.pages.forms import RedirectsFileForm
from lederweb.pages.services.import_redirects import NotATable, Outcome, import_redirects


class RedirectIndex(IndexView):
    """Wagtail's list; its export is ours."""

    list_export: list[str] = []

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [
            *super().header_more_buttons,
            Button(
                _("Download redirects as CSV"),
                url=reverse("redirects_export"),
                icon_name="download",
                priority=60,
            ),
        ]


class _Echo:
    """Gives back what the csv module writes, line by line."""

    def write(self, line: str) -> str:
        return line


def csv_lines() -> Iterator[str]:
    """Semicolons and a byte order mark, so that a Danish Excel opens it at once."""
    writer = csv.writer(_Echo(), delimiter=";")
    headings = [_("From"), _("To"), _("Permanent")]
    yield "\ufeff" + str(writer.writerow(headings))
    rows = Redirect.objects.select_related("redirect_page").order_by("old_path", "pk")
    for row in rows.iterator(chunk_size=500):
        permanent = _("yes") if row.is_permanent else _("no")
        cells = [row.old_path, row.link or "", permanent]
        yield str(writer.writerow([safe_cell(cell) for cell in cells]))


class ExportView(MayRedirect, View):
    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        return StreamingHttpResponse(
            csv_lines(),
            content_type="text/csv; charset=utf-8",
            headers=attachment("viderestillinger", "csv"),
        )


class ImportView(MayRedirect, WagtailAdminTemplateMixin, FormView):
    template_name = "pages/admin/import_redirects.html"
    form_class = RedirectsFileForm
    page_title = gettext_lazy("Import redirects")
    header_icon = "redirect"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("wagtailredirects:index"), "label": gettext_lazy("Redirects")},
        {"url": "", "label": page_title},
    ]

    def form_valid(self, form: RedirectsFileForm) -> HttpResponse:
        try:
            outcome = import_redirects(content=form.cleaned_data["file"].read())
        except NotATable as reason:
            form.add_error("file", str(reason))
            return self.form_invalid(form)
        messages.success(self.request, _told(outcome))
        if not outcome.refused:
            return redirect("wagtailredirects:index")
        return self.render_to_response(self.get_context_data(form=form, outcome=outcome))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"outcome": None} | super().get_context_data(**kwargs)


def _told(outcome: Outcome) -> str:
    made = ngettext("%(count)d redirect made", "%(count)d redirects made", outcome.made)
    parts = [made % {"count": outcome.made}]
    if outcome.changed:
        parts.append(_("%(count)d changed") % {"count": outcome.changed})
    if outcome.unchanged:
        parts.append(_("%(count)d there already") % {"count": outcome.unchanged})
    if outcome.refused:
        parts.append(_("%(count)d refused") % {"count": len(outcome.refused)})
    return ", ".join(parts) + "."
