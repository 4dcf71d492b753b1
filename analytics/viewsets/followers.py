"""Followers on social media, entered once a month."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from analytics.dashboard.elsewhere import followers
from analytics.dashboard.numbers import Numbers
from analytics.models import FollowerCount
from analytics.services.record_followers import record_followers
from lederweb.core.fields import WholeNumberField
from lederweb.lib.periods import Month, months_between

_MONTHS_BACK = 36


def _months() -> list[tuple[str, str]]:
    this = Month.of(timezone.localdate())
    months = reversed(months_between(this.shifted(-_MONTHS_BACK), this))
    return [(str(month), month.name) for month in months]


class FollowersForm(forms.Form):
    """One number a channel; an empty one means that nobody counted.

    The month is chosen before, not here: another one's numbers would stand in the fields.
    """

    month = forms.ChoiceField(choices=_months, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for value, label in FollowerCount.Channel.choices:
            self.fields[value] = WholeNumberField(
                label=label, required=False, min_value=0, max_value=2_000_000_000
            )

    def counts(self) -> dict[str, int | None]:
        return {value: self.cleaned_data[value] for value in FollowerCount.Channel.values}


class FollowersView(PermissionRequiredMixin, WagtailAdminTemplateMixin, FormView):
    permission_required = "analytics.change_publishedfigure"
    raise_exception = True
    form_class = FollowersForm
    template_name = "analytics/admin/followers.html"
    page_title = gettext_lazy("Followers")
    header_icon = "group"

    @property
    def month(self) -> Month:
        """The one asked for, else the last full one."""
        asked = self.request.POST.get("month") or self.request.GET.get("month", "")
        if asked in dict(_months()):
            return Month.parse(asked)
        return Month.of(timezone.localdate()).shifted(-1)

    def get_initial(self) -> dict[str, Any]:
        """The month with what stands there."""
        standing = FollowerCount.objects.filter(month=self.month.first_day)
        return {"month": str(self.month)} | dict(standing.values_list("channel", "value"))

    def form_valid(self, form: FollowersForm) -> HttpResponse:
        month = Month.parse(form.cleaned_data["month"])
        record_followers(month=month, counts=form.counts())
        messages.success(
            self.request, _("The followers of %(month)s are kept.") % {"month": month.name}
        )
        return super().form_valid(form)

    def get_success_url(self) -> str:
        return reverse("analytics_followers")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        months = FollowerCount.objects.order_by("-month").values_list("month", flat=True).distinct()
        return super().get_context_data(**kwargs) | {
            "history": followers(Numbers()),
            "months": [Month.of(month) for month in months],
            "month": self.month,
            "choices": _months(),
        }
