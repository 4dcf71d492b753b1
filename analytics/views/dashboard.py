"""The dashboard, and the export of each of its tables."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from analytics.dashboard.numbers import Numbers
from analytics.dashboard.sections import HEADLINES, SECTIONS
from analytics.exports import csv_lines

# In the address, where somebody wants to see the demonstration's numbers beside our own.
DEMONSTRATION = "demonstration"


def _numbers(request: HttpRequest) -> Numbers:
    return Numbers(demonstration=DEMONSTRATION in request.GET)


class MaySeeFigures(PermissionRequiredMixin):
    permission_required = "analytics.view_dashboard"
    raise_exception = True  # the admin makes a message of it


class Dashboard(MaySeeFigures, WagtailAdminTemplateMixin, TemplateView):
    template_name = "analytics/dashboard.html"
    page_title = _("Figures")
    header_icon = "chart"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("analytics_dashboard"), "label": _("Figures")},
    ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        numbers = _numbers(self.request)
        # The exports hold what is shown.
        query = f"?{DEMONSTRATION}=1" if numbers.is_demonstration and numbers.has_choice else ""
        sections = {slug: build(numbers) for slug, build in SECTIONS.items()}
        sentences = [sections[slug].headline or sections[slug].sentence for slug in HEADLINES]
        return super().get_context_data(**kwargs) | {
            "sections": [
                {"section": section, "export_url": reverse("analytics_export", args=[slug]) + query}
                for slug, section in sections.items()
            ],
            "headlines": [sentence for sentence in sentences if sentence],
            "warnings": numbers.demonstration_warnings,
            "numbers": numbers,
        }


class Export(MaySeeFigures, View):
    def get(self, request: HttpRequest, slug: str) -> StreamingHttpResponse:
        """The section's table as CSV. Raises Http404 for a section that is not there."""
        if slug not in SECTIONS:
            raise Http404
        section = SECTIONS[slug](_numbers(request))
        return StreamingHttpResponse(
            csv_lines(section),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="lederweb-{slug}.csv"'},
        )
