"""Status reports in the admin: the list, a new one, and the page that drafts, checks, publishes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from analytics.models import ReportMark, ReportWork, StatusReportPage
from analytics.models.reports import PUBLISH, day_after_the_last_report
from analytics.reports import checks, keeping
from analytics.services import report_work
from analytics.services.draft_report import before_draft, new_report, undo_draft


class _ReportsMixin(PermissionRequiredMixin, WagtailAdminTemplateMixin):
    permission_required = PUBLISH
    raise_exception = True
    header_icon = "doc-full"

    def crumbs(self, *below: dict[str, Any]) -> list[dict[str, Any]]:
        reports = {"url": reverse("analytics_reports"), "label": _("Status reports")}
        return [*self.breadcrumbs_items, reports, *below]


class ReportsView(_ReportsMixin, TemplateView):
    template_name = "analytics/admin/reports.html"
    page_title = gettext_lazy("Status reports")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return self.crumbs()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reports = StatusReportPage.objects.defer_streamfields().order_by("-period_to", "-pk")
        return super().get_context_data(**kwargs) | {"reports": reports}


def _day_input() -> forms.DateInput:
    """The browser's own: Wagtail's needs a script that only the page editor's policy allows."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class NewReportForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=255)
    first = forms.DateField(label=gettext_lazy("From the day"), widget=_day_input())
    last = forms.DateField(
        label=gettext_lazy("To the day"),
        widget=_day_input(),
        help_text=gettext_lazy("Each figure can get a day of its own afterwards."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("first") and data.get("last") and data["first"] > data["last"]:
            self.add_error("last", _("The last day lies before the first."))
        return data


class NewReportView(_ReportsMixin, FormView):
    """A period, by default from the last report until today; the draft is made at once."""

    template_name = "analytics/admin/new_report.html"
    page_title = gettext_lazy("New status report")
    form_class = NewReportForm

    def get_initial(self) -> dict[str, Any]:
        today = timezone.localdate()
        first, year = day_after_the_last_report(), today.replace(month=1, day=1)
        if not year.replace(year=year.year - 1) <= first <= today:
            first = year  # years may lie between two reports
        return {"title": f"Status {today.year}", "first": first, "last": today}

    def form_valid(self, form: NewReportForm) -> HttpResponse:
        page = new_report(by=self.request.user, **form.cleaned_data)
        report_work.ask(page=page, kind=ReportWork.Kind.DRAFT, by=self.request.user)
        return redirect("analytics_report", page.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return self.crumbs({"url": "", "label": self.page_title})


class MarkForm(forms.Form):
    key = forms.CharField(max_length=64)
    reason = forms.CharField(max_length=250)


class ReportWorkView(_ReportsMixin, TemplateView):
    """How far the work on a report is, what the checks find, and its publication."""

    page_title = gettext_lazy("Check and publish")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        page = StatusReportPage.objects.filter(pk=kwargs["report_id"]).first()
        if page is None:
            raise Http404
        self.report = page

    def get_template_names(self) -> list[str]:
        """With ?progress only how far it is, for the script that keeps it fresh."""
        name = "report_progress" if "progress" in self.request.GET else "report"
        return [f"analytics/admin/{name}.html"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        do = {
            "draft": self._draft,
            "publish": self._publish,
            "mark": self._mark,
            "unmark": self._unmark,
            "undo": self._undo,
        }.get(request.POST.get("do", ""))
        if do is not None:
            do()
        return redirect("analytics_report", self.report.pk)

    def _draft(self) -> None:
        self._ask(ReportWork.Kind.DRAFT)

    def _publish(self) -> None:
        again = self.request.POST.get("again") == "on"
        reason = self.request.POST.get("reason", "").strip()[:250]
        if again and not reason:
            messages.error(self.request, _("Write why it is to be counted again."))
            return
        self._ask(ReportWork.Kind.PUBLISH, reason if again else "")

    def _ask(self, kind: str, reason: str = "") -> None:
        if not report_work.ask(page=self.report, kind=kind, by=self.request.user, reason=reason):
            messages.warning(self.request, _("The report is being worked on. Wait a moment."))

    def _mark(self) -> None:
        form = MarkForm(self.request.POST)
        if not form.is_valid():
            messages.error(self.request, _("Write why it stands all the same."))
            return
        draft = self.report.get_latest_revision_as_object()
        found = {finding.key: finding for finding in checks.findings(draft)}
        finding = found.get(form.cleaned_data["key"])
        if finding is None:
            messages.info(self.request, _("The checks do not find that any more."))
            return
        ReportMark.objects.update_or_create(
            page=self.report,
            key=finding.key,
            defaults={
                "sentence": finding.sentence,
                "reason": form.cleaned_data["reason"],
                "made_by_id": self.request.user.pk,
                "made_at": timezone.now(),
            },
        )
        messages.success(self.request, _("It stands. The receipt tells why."))

    def _unmark(self) -> None:
        key = self.request.POST.get("key", "")
        if ReportMark.objects.filter(page=self.report, key=key).delete()[0]:
            messages.success(self.request, _("The finding is open again."))

    def _undo(self) -> None:
        if undo_draft(page=self.report, by=self.request.user):
            messages.success(self.request, _("The text from before the draft is back."))

    def get_page_subtitle(self) -> str:
        return self.report.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return self.crumbs({"url": "", "label": self.report.get_admin_display_title()})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        work = ReportWork.objects.filter(page=self.report).first()
        edit_url = reverse("wagtailadmin_pages:edit", args=[self.report.pk])
        context |= {"object": self.report, "work": work, "edit_url": edit_url}
        if "progress" in self.request.GET or (work and work.is_moving):
            return context
        draft = self.report.get_latest_revision_as_object()
        marks = {mark.key: mark for mark in self.report.marks.select_related("made_by")}
        found = checks.findings(draft)
        still_open = [finding for finding in found if finding.key not in marks]
        context["open"] = still_open
        context["standing"] = [
            (finding, marks[finding.key]) for finding in found if finding.key in marks
        ]
        context["count"] = self._count(len(still_open))
        context["has_body"] = bool(len(draft.body))
        context["can_undo"] = before_draft(self.report) is not None
        frozen = self.report.newest_frozen
        context["frozen"] = frozen
        if frozen and self.report.live:
            context["changes"] = keeping.changes_since(frozen)
        return context

    def _count(self, number: int) -> str:
        """How much is to be mended, and what waits for it."""
        if self.report.newest_frozen:
            words = ngettext(
                "%(count)d thing is to be mended before the report can be published or counted "
                "again. What is out stays as it is.",
                "%(count)d things are to be mended before the report can be published or counted "
                "again. What is out stays as it is.",
                number,
            )
        else:
            words = ngettext(
                "%(count)d thing is to be mended before the report can come out.",
                "%(count)d things are to be mended before the report can come out.",
                number,
            )
        return words % {"count": number}


class ReportMenuItem(ActionMenuItem):
    """Leads from the editor to the page that checks and publishes; save first."""

    name = "report-check"
    label = gettext_lazy("Check and publish…")
    icon_name = "doc-full"

    def is_shown(self, context: dict[str, Any]) -> bool:
        is_report = isinstance(context.get("page"), StatusReportPage)
        return context["view"] == "edit" and is_report and context["request"].user.has_perm(PUBLISH)

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse("analytics_report", args=[parent_context["page"].pk])
