"""Adding somebody by hand, taking somebody off the list, lifting a suppression."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from lederweb.lib.periods import day_of
from lederweb.mail.public_forms import AddressField
from newsletter.models import Subscriber
from newsletter.services import keep_list
from newsletter.services.leave import leave
from newsletter.subscriber_admin.crumbs import crumbs
from projects.models import Tier

LOG_LEFT, LOG_LIFTED, LOG_ADDED = (
    "newsletter.left_on_request",
    "newsletter.lift_suppression",
    "newsletter.add_subscriber",
)


class AddForm(forms.Form):
    email = AddressField(label=gettext_lazy("E-mail address"))
    consent_on = forms.DateField(
        label=gettext_lazy("Said yes on"),
        # The browser's own: Wagtail's takes what it cannot read for another day, or today.
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The day on which the person said yes."),
    )
    wording = forms.CharField(
        label=gettext_lazy("To what, word for word"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    source = forms.CharField(
        label=gettext_lazy("Where the proof is"),
        max_length=250,
        help_text=gettext_lazy("For example: mail of 3 March, filed under Newsletter 2026."),
    )
    tiers = forms.MultipleChoiceField(
        label=gettext_lazy("Leads"),
        required=False,
        choices=[(tier.value, tier.audience) for tier in (Tier.TOP, Tier.MIDDLE, Tier.INSTITUTION)],
        widget=forms.CheckboxSelectMultiple,
    )
    frequency = forms.ChoiceField(
        label=gettext_lazy("How often"),
        choices=Subscriber.Frequency,
        widget=forms.RadioSelect,
        initial=Subscriber.Frequency.WEEKLY,
    )

    def clean_consent_on(self) -> dt.date:
        day = self.cleaned_data["consent_on"]
        if day > day_of(timezone.now()):
            raise forms.ValidationError(_("That day has not come yet."))
        return day


class NoteForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("How they asked"),
        max_length=250,
        help_text=gettext_lazy("For example: called on 3 March."),
    )


class _SubscriberForm(PermissionRequiredMixin, WagtailAdminTemplateMixin, FormView):
    template_name = "newsletter/admin/subscriber_form.html"
    permission_required = "newsletter.change_subscriber"
    header_icon = "group"
    button: Any = ""
    explanation: Any = ""
    subscriber: Subscriber | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "pk" in kwargs and self.has_permission():
            self.subscriber = get_object_or_404(Subscriber, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.subscriber.email if self.subscriber else ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, *crumbs(self.page_title, self.subscriber)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "button": self.button,
            "explanation": self.explanation,
            "subscriber": self.subscriber,
        }

    def back(self, subscriber: Subscriber) -> HttpResponse:
        return redirect("newsletter_subscribers:inspect", subscriber.pk)


class AddView(_SubscriberForm):
    form_class = AddForm
    permission_required = "newsletter.add_subscriber"
    page_title = gettext_lazy("Add a subscriber")
    button = gettext_lazy("Add")
    explanation = gettext_lazy(
        "Only for somebody who has said yes to you and can be shown to have done so. They get "
        "the next newsletter without a confirmation mail. Anybody else signs up on the site."
    )

    def form_valid(self, form: AddForm) -> HttpResponse:
        data = dict(form.cleaned_data)
        try:
            subscriber = keep_list.add_by_hand(
                address=data.pop("email"), by=self.request.user, **data
            )
        except keep_list.CannotDo as error:
            form.add_error("email", str(error))
            return self.form_invalid(form)
        log(instance=subscriber, action=LOG_ADDED, user=self.request.user)
        messages.success(self.request, _("The subscriber is added."))
        return self.back(subscriber)


class LeaveView(_SubscriberForm):
    form_class = NoteForm
    page_title = gettext_lazy("Take off the list")
    button = gettext_lazy("Take off the list")
    explanation = gettext_lazy(
        "No more newsletters go to the address. What was agreed stays as proof for two years. To "
        "remove everything, choose Erase instead."
    )

    def form_valid(self, form: NoteForm) -> HttpResponse:
        assert self.subscriber is not None
        leave(
            subscriber_id=self.subscriber.public_id,
            by=self.request.user,
            note=form.cleaned_data["note"],
        )
        log(instance=self.subscriber, action=LOG_LEFT, user=self.request.user)
        messages.success(self.request, _("The subscriber is off the list."))
        return self.back(self.subscriber)


class LiftView(_SubscriberForm):
    form_class = NoteForm
    page_title = gettext_lazy("Lift the suppression")
    button = gettext_lazy("Lift the suppression")
    explanation = gettext_lazy(
        "Mail goes to the address again. Do it only when the person has asked for it, or when "
        "you know that the address works."
    )

    def form_valid(self, form: NoteForm) -> HttpResponse:
        assert self.subscriber is not None
        try:
            done = keep_list.lift_suppression(
                subscriber=self.subscriber, note=form.cleaned_data["note"], by=self.request.user
            )
        except keep_list.CannotDo as error:
            messages.error(self.request, str(error))
            return self.back(self.subscriber)
        if done:
            log(instance=self.subscriber, action=LOG_LIFTED, user=self.request.user)
            messages.success(self.request, _("The suppression is lifted."))
        else:
            messages.warning(self.request, _("The address was not suppressed."))
        return self.back(self.subscriber)
