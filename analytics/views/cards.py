"""Cards and quarterly notes in the admin: to choose, to read, and to fetch."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from analytics.reports import pdf, receipt
from analytics.reports.cards import project_card, tier_card
from analytics.reports.document import Report
from analytics.reports.quarterly import Quarter, quarterly_note
from analytics.views.dashboard import MaySeeFigures
from projects.models import ProjectPage, Tier
from publications.press.book import CannotBeMade

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_QUARTERS = 8
_FOUNDED = 2004  # the year of Væksthus for Ledelse


class CardsView(MaySeeFigures, WagtailAdminTemplateMixin, TemplateView):
    """All there are: the last quarters, the Væksthuse, the projects."""

    template_name = "analytics/admin/cards.html"
    page_title = gettext_lazy("Cards and quarterly notes")
    header_icon = "doc-full"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        figures = {"url": reverse("analytics_dashboard"), "label": _("Figures")}
        return [*self.breadcrumbs_items, figures, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        quarters = [Quarter.of(timezone.localdate())]
        while len(quarters) < _QUARTERS:
            quarters.append(quarters[-1].before)
        projects = ProjectPage.objects.listed().defer_streamfields()
        return super().get_context_data(**kwargs) | {
            "groups": [
                (
                    _("Quarterly notes"),
                    [_row(one.name, "quarter", one.year, one.number) for one in quarters],
                ),
                (
                    _("Væksthuse"),
                    [
                        _row(f"{tier.label}: {tier.audience}", "tier", tier.value)
                        for tier in (Tier.TOP, Tier.MIDDLE, Tier.INSTITUTION)
                    ],
                ),
                (_("Projects"), [_row(page.title, "project", page.pk) for page in projects]),
            ]
        }


def _row(name: str, kind: str, *which: Any) -> dict[str, str]:
    """A name with the addresses of what it can be had as."""
    address = f"analytics_card_{kind}"
    return {
        "name": name,
        "url": reverse(address, args=which),
        "pdf": reverse(f"{address}_pdf", args=which),
        "docx": reverse(f"{address}_docx", args=which),
        "csv": reverse(f"{address}_csv", args=which),
    }


class _CardView(MaySeeFigures, View):
    """One card on the screen, or as a file where `form` says so."""

    form = ""
    kind: str

    def get(self, request: HttpRequest, **which: int) -> HttpResponse:
        report, name = self.made(timezone.localdate(), **which)
        files = _row(report.title, self.kind, *which.values())
        if self.form == "docx":
            from analytics.reports import word  # 3 MB that only whoever fetches one needs

            return _file(word.write_card(report), WORD, f"{name}.docx")
        if self.form == "csv":
            return _file(receipt.csv(report), "text/csv; charset=utf-8", f"{name}-kvittering.csv")
        if self.form == "pdf":
            try:
                content = pdf.write_card(report)
            except CannotBeMade as error:
                messages.error(request, str(error))
                return redirect(files["url"])
            return _file(content, "application/pdf", f"{name}.pdf")
        context = {
            "report": report,
            "files": [
                {"label": _("Fetch as PDF"), "url": files["pdf"]},
                {"label": _("Fetch as a Word file"), "url": files["docx"]},
                {"label": _("Fetch the receipt"), "url": files["csv"]},
            ],
        }
        return render(request, "analytics/report/card.html", context)

    def made(self, day: dt.date, **which: int) -> tuple[Report, str]:
        """The report and the name of its files. Raises Http404."""
        raise NotImplementedError


def _file(content: bytes | str, kind: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})


class ProjectCard(_CardView):
    kind = "project"

    def made(self, day: dt.date, **which: int) -> tuple[Report, str]:
        project = get_object_or_404(ProjectPage.objects.live().public(), pk=which["project_id"])
        return project_card(project, day=day), f"projekt-{project.slug}"


class TierCard(_CardView):
    kind = "tier"

    def made(self, day: dt.date, **which: int) -> tuple[Report, str]:
        try:
            tier = Tier(str(which["tier"]))
        except ValueError as error:
            raise Http404 from error
        return tier_card(tier, day=day), f"vaeksthus-{tier.value}"


class QuarterlyNote(_CardView):
    kind = "quarter"

    def made(self, day: dt.date, **which: int) -> tuple[Report, str]:
        quarter = Quarter(which["year"], which["quarter"])
        if quarter.number not in range(1, 5) or quarter.year < _FOUNDED:
            raise Http404
        try:
            report = quarterly_note(quarter, day=day)
        except ValueError as error:
            raise Http404 from error
        return report, f"kvartalsnotat-{quarter.year}-{quarter.number}"


def card_urls() -> list[URLPattern]:
    """Below /admin/: each card on the screen, as PDF and Word file, and its receipt."""
    cards: list[tuple[str, type[_CardView]]] = [
        ("projekt/<int:project_id>", ProjectCard),
        ("vaeksthus/<int:tier>", TierCard),
        ("kvartal/<int:year>/<int:quarter>", QuarterlyNote),
    ]
    found = [path("tal/kort/", CardsView.as_view(), name="analytics_cards")]
    for route, view in cards:
        name = f"analytics_card_{view.kind}"
        found.append(path(f"tal/kort/{route}/", view.as_view(), name=name))
        for form in ("pdf", "docx", "csv"):
            at = f"tal/kort/{route}/kort.{form}"
            found.append(path(at, view.as_view(form=form), name=f"{name}_{form}"))
    return found
