"""Who gets the monthly figures, what has gone out, and how the next one would look."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from analytics.models import ReportRecipient, SentReport
from analytics.monthly.report import MonthlyReport
from analytics.services.send_monthly_figures import who_may_get_it
from lederweb.lib.periods import Month, day_of


class Colleagues(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.get_full_name() or obj.email} ({obj.email})"


class RecipientsForm(forms.Form):
    people = Colleagues(
        label=gettext_lazy("Who gets the mail"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Everybody who may see figures can be chosen."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = who_may_get_it()  # type: ignore[attr-defined]


class MonthlyMailView(PermissionRequiredMixin, WagtailAdminTemplateMixin, FormView):
    permission_required = "analytics.change_publishedfigure"
    raise_exception = True
    form_class = RecipientsForm
    template_name = "analytics/admin/monthly_mail.html"
    page_title = gettext_lazy("Monthly mail")
    header_icon = "mail"

    def get_initial(self) -> dict[str, Any]:
        return {"people": list(ReportRecipient.objects.values_list("user", flat=True))}

    @transaction.atomic
    def form_valid(self, form: RecipientsForm) -> HttpResponse:
        people = form.cleaned_data["people"]
        ReportRecipient.objects.exclude(user__in=people).delete()
        ReportRecipient.objects.bulk_create(
            [ReportRecipient(user=person) for person in people], ignore_conflicts=True
        )
        messages.success(self.request, _("The recipients are kept."))
        return redirect("analytics_monthly_mail")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sent = SentReport.objects.order_by("-month")[:24]
        return super().get_context_data(**kwargs) | {
            "sent": [(Month.of(report.month), report) for report in sent],
            "last_month": _last_month(),
        }


class MonthlyPdf(PermissionRequiredMixin, View):
    """The PDF of last month as it would go out now."""

    permission_required = "analytics.view_dashboard"
    raise_exception = True

    def get(self, request: HttpRequest) -> HttpResponse:
        month = _last_month()
        return HttpResponse(
            MonthlyReport(month).pdf(),
            content_type="application/pdf",
            headers={"Content-Disposition": f'inline; filename="lederweb-tal-{month}.pdf"'},
        )


def _last_month() -> Month:
    return Month.of(day_of(timezone.now())).shifted(-1)
