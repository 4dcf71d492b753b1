"""The screens of the dashboard, and the exports of each of their parts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from analytics.dashboard.numbers import Numbers
from analytics.dashboard.period import Period
from analytics.dashboard.period_form import PeriodForm
from analytics.dashboard.section import Section
from analytics.dashboard.sections import OVERVIEW, SCREENS, SECTIONS, Screen
from analytics.exports import XLSX, csv_lines, xlsx
from lederweb.lib.downloads import attachment
from lederweb.lib.periods import Month, day_of

# In the address, where somebody wants to see the demonstration's numbers beside our own.
DEMONSTRATION = "demonstration"
_PICTURES = {"svg": "image/svg+xml", "png": "image/png"}


def _asked(request: HttpRequest) -> tuple[PeriodForm, Numbers]:
    """What the address asks for; the usual period where it asks for what cannot be."""
    form = PeriodForm(request.GET, today=day_of(timezone.now()))
    form.is_valid()
    numbers = Numbers(
        demonstration=DEMONSTRATION in request.GET, period=form.period, compared=form.compared
    )
    return form, numbers


class MaySeeFigures(PermissionRequiredMixin):
    permission_required = "analytics.view_dashboard"
    raise_exception = True  # the admin makes a message of it


class Dashboard(MaySeeFigures, WagtailAdminTemplateMixin, TemplateView):
    screen: Screen = OVERVIEW
    template_name = "analytics/dashboard.html"
    page_title = _("Figures")
    header_icon = "chart"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("analytics_dashboard"), "label": _("Figures")},
    ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form, numbers = _asked(self.request)
        # Other screens and the exports show the same period.
        given = _given(self.request, form, numbers)
        query = _query(given)
        sections = {slug: build(numbers) for slug, build in self.screen.sections.items()}
        headlines = [sections[slug] for slug in self.screen.headlines]
        stated = _told(section for section in headlines if section.is_stated)
        counted = _told(section for section in headlines if not section.is_stated)
        return super().get_context_data(**kwargs) | {
            "screens": [
                (screen.label, reverse(screen.url_name) + query, screen is self.screen)
                for screen in SCREENS
            ],
            "sections": [
                {
                    "section": section,
                    "exports": _exports(slug, section, query),
                    "chart_url": reverse("analytics_chart", args=[slug]) + query,
                }
                for slug, section in sections.items()
                if not section.is_beside_the_point
            ],
            "stated": stated,
            "counted": counted,
            # Over what was counted here; what others published is no demonstration.
            "warnings": numbers.demonstration_warnings if counted or not stated else [],
            "numbers": numbers,
            "form": form,
            "presets": _presets(numbers, given),
            "other_series": _query(_of_the_other_series(given)),
        }


def _told(sections: Iterable[Section]) -> list[str]:
    sentences = (section.headline or section.sentence for section in sections)
    return list(dict.fromkeys(filter(None, sentences)))


def _given(request: HttpRequest, form: PeriodForm, numbers: Numbers) -> dict[str, str]:
    """What somebody has chosen, as an address has it."""
    given = {
        name: request.GET[name]
        for name in form.fields
        if form.is_valid() and request.GET.get("fra") and request.GET.get(name)
    }
    if numbers.is_demonstration and numbers.has_choice:
        given[DEMONSTRATION] = "1"
    return given


def _of_the_other_series(given: dict[str, str]) -> dict[str, str]:
    """The same, of the demonstration where our own is shown, and the other way about."""
    if DEMONSTRATION not in given:
        return given | {DEMONSTRATION: "1"}
    return {name: value for name, value in given.items() if name != DEMONSTRATION}


def _query(given: dict[str, str]) -> str:
    return f"?{urlencode(given)}" if given else ""


def _exports(slug: str, section: Section, query: str) -> list[tuple[str, str]]:
    forms = ["csv", "xlsx", *(_PICTURES if section.drawing else ())]
    return [
        (form.upper(), reverse(f"analytics_export_{form}", args=[slug]) + query) for form in forms
    ]


def _presets(numbers: Numbers, given: dict[str, str]) -> list[tuple[Any, str]]:
    """Periods that are asked for often, one press away; all else stays as it was chosen."""
    this = numbers.this_month
    january = Month(this.year, 1)
    periods = [
        (_("this month"), Period.of_months(this, this)),
        (_("last month"), Period.of_months(this.shifted(-1), this.shifted(-1))),
        (_("this year"), Period.of_months(january, this)),
        (_("last year"), Period.of_months(january.shifted(-12), january.shifted(-1))),
        (_("last two years"), Period.of_months(this.shifted(-23), this)),
    ]
    return [
        (label, _query(given | {"fra": str(period.first), "til": str(period.last)}))
        for label, period in periods
    ]


def _refusal(form: PeriodForm) -> HttpResponse:
    """Why there are no numbers: those of another period would look like the ones asked for."""
    faults = [
        f"{form[name].label}: {error}" for name, errors in form.errors.items() for error in errors
    ]
    return HttpResponseBadRequest("\n".join(faults), content_type="text/plain; charset=utf-8")


class Chart(MaySeeFigures, View):
    """The chart of one part alone, for the page that did not wait until it was drawn."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Raises Http404 for a part that is not there, or has no chart; 400 for such a period."""
        if slug not in SECTIONS:
            raise Http404
        form, numbers = _asked(request)
        if not form.is_valid():
            return _refusal(form)
        chart = SECTIONS[slug](numbers).chart
        if chart is None:
            raise Http404
        return HttpResponse(chart)


class Export(MaySeeFigures, View):
    """One part as CSV, XLSX, SVG or PNG."""

    form = "csv"

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Raises Http404 for a part that is not there, or has no chart; 400 for such a period."""
        if slug not in SECTIONS:
            raise Http404
        form, numbers = _asked(request)
        if not form.is_valid():
            return _refusal(form)
        section = SECTIONS[slug](numbers)
        headers = attachment(f"tal-{slug}", self.form)
        if self.form == "csv":
            return StreamingHttpResponse(
                csv_lines(section), content_type="text/csv; charset=utf-8", headers=headers
            )
        if self.form == "xlsx":
            return HttpResponse(xlsx(section), content_type=XLSX, headers=headers)
        picture = section.picture(self.form)
        if picture is None:
            raise Http404
        return HttpResponse(picture, content_type=_PICTURES[self.form], headers=headers)
