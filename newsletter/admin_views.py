"""Approving and sending an issue; pausing, resuming and stopping it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from lederweb.core.admin_home import moment
from lederweb.lib import danish
from newsletter.models import Delivery, IssuePage, Sending, Subscriber
from newsletter.querysets import IsSuppressed
from newsletter.sending_actions import SendingAction
from newsletter.services.approve import NotReady, approve_issue
from newsletter.services.check import findings_of
from newsletter.services.send_test import test_addresses
from newsletter.viewsets import may_send, url_of_sending


class SendForm(forms.Form):
    """At once, or at a time."""

    when = forms.ChoiceField(
        choices=[("now", gettext_lazy("Send now")), ("later", gettext_lazy("Send at a time"))],
        widget=forms.RadioSelect,
        initial="now",
        label=gettext_lazy("When"),
    )
    send_at = forms.DateTimeField(
        label=gettext_lazy("Day and time"),
        required=False,
        # The browser's own: Wagtail's takes what it cannot read for this very moment.
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("Danish time. The issue’s page comes out at the same moment."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("when") == "now":
            if data.get("send_at") is not None:
                # One of the two was forgotten, and what is sent cannot be called back.
                self.add_error(
                    "send_at",
                    _(
                        "There is a time here, but “Send now” is chosen. Choose “Send at a time”, "
                        "or empty the field."
                    ),
                )
        elif self.has_error("send_at", "ambiguous_timezone"):
            self.errors["send_at"] = self.error_class(
                [
                    _(
                        "That time does not exist, or exists twice, because the clock is changed "
                        "that night. Choose another."
                    )
                ]
            )
        elif "send_at" not in self.errors:
            if data.get("send_at") is None:
                self.add_error("send_at", _("Choose a day and a time."))
            elif data["send_at"] <= timezone.now():
                self.add_error("send_at", _("This time has passed. Choose one that is to come."))
        return data


class SendIssueView(WagtailAdminTemplateMixin, TemplateView):
    """What is to be mended, tests, and for who may: approving and sending, now or at a time.

    Its POST approves. Pressed ten times it sends once: everybody after the first is led to the
    sending.
    """

    template_name = "newsletter/admin/send_issue.html"
    page_title = gettext_lazy("Check and send")
    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.issue = get_object_or_404(IssuePage, pk=kwargs["issue_id"])
        may_look = self.issue.permissions_for_user(request.user).can_edit()
        if not may_send(request) and (request.method == "POST" or not may_look):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sending = Sending.objects.filter(issue=self.issue).first()
        if sending is not None:
            return redirect(url_of_sending(sending))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = SendForm({"when": "now"} | request.POST.dict())
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            sending = approve_issue(
                issue_id=self.issue.pk,
                approved_by=request.user,
                revision_id=_number(request.POST.get("revision", "")),
                send_at=form.cleaned_data["send_at"],
            )
        except NotReady as error:
            for problem in error.problems:
                messages.error(request, problem)
            return redirect("newsletter_send_issue", self.issue.pk)
        if sending.send_at is None:
            messages.success(request, _("The issue is approved and is being sent."))
        else:
            messages.success(
                request,
                _("The issue is approved and will be sent on %(when)s.")
                % {"when": moment(sending.send_at)},
            )
        return redirect(url_of_sending(sending))

    def get_page_subtitle(self) -> str:
        return self.issue.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("newsletter_issues:index"), "label": _("Issues")},
            {
                "url": reverse("wagtailadmin_pages:edit", args=[self.issue.pk]),
                "label": self.issue.get_admin_display_title(),
            },
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        draft = self.issue.get_latest_revision_as_object()
        context["issue"] = draft
        context["revision_id"] = self.issue.latest_revision_id or 0
        follows = settings.NEWSLETTER_CHECK_LINKS
        asked = follows and "outside" in self.request.GET
        findings = findings_of(draft, with_outside=asked)
        context["blocking"] = [finding for finding in findings if finding.blocks]
        context["advice"] = [finding for finding in findings if not finding.blocks]
        context["can_check_outside"] = follows and not asked
        context["recipients"] = Subscriber.objects.audience(draft).count()
        context["left_out"] = left_out(draft)
        context["pages"] = draft.pages()
        context["may_send"] = may_send(self.request)
        context["approval"] = self.issue.approval()
        context["form"] = kwargs.get("form") or SendForm(initial={"when": "now"})
        context["test_count"] = len(test_addresses())
        if self.request.user.has_perm("newsletter.change_newslettersettings"):
            context["settings_url"] = reverse(
                "wagtailsettings:edit", args=["newsletter", "newslettersettings"]
            )
        context["test_url"] = reverse("newsletter_test_issue", args=[self.issue.pk])
        context["edit_url"] = reverse("wagtailadmin_pages:edit", args=[self.issue.pk])
        return context


def left_out(issue: IssuePage) -> str:
    """How many of the subscribers an issue does not go to, and why; empty where all get it."""
    paused = Q(paused_until__gt=timezone.localdate(), is_suppressed=False)
    special = Q(frequency=Subscriber.Frequency.SPECIAL, is_suppressed=False) & ~paused
    active = Subscriber.objects.active().annotate(is_suppressed=IsSuppressed("email_key"))
    counts = active.aggregate(
        all=Count("pk"),
        suppressed=Count("pk", filter=Q(is_suppressed=True)),
        paused=Count("pk", filter=paused),
        special=Count("pk", filter=special),
    )
    if issue.kind == IssuePage.Kind.SPECIAL:
        counts["special"] = 0
    reasons = []
    if counts["paused"]:
        reasons.append(
            ngettext(
                "%(number)s has paused the newsletter",
                "%(number)s have paused the newsletter",
                counts["paused"],
            )
            % {"number": danish.number(counts["paused"])}
        )
    if counts["special"]:
        reasons.append(
            ngettext(
                "%(number)s wants special issues only",
                "%(number)s want special issues only",
                counts["special"],
            )
            % {"number": danish.number(counts["special"])}
        )
    if counts["suppressed"]:
        reasons.append(
            ngettext(
                "%(number)s has an address that is suppressed",
                "%(number)s have an address that is suppressed",
                counts["suppressed"],
            )
            % {"number": danish.number(counts["suppressed"])}
        )
    if not reasons:
        return ""
    return ngettext(
        "There is %(all)s subscriber: %(reasons)s.",
        "There are %(all)s subscribers: %(reasons)s.",
        counts["all"],
    ) % {
        "all": danish.number(counts["all"]),
        "reasons": _(" and ").join(filter(None, [", ".join(reasons[:-1]), reasons[-1]])),
    }


def _number(text: str) -> int:
    """Zero, which no revision has, for whatever is none."""
    return int(text) if text.isascii() and text.isdigit() else 0


class SendingActionView(WagtailAdminTemplateMixin, TemplateView):
    """Asks before it pauses, resumes or stops a sending; its POST does it."""

    template_name = "newsletter/admin/sending_action.html"
    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_send(request):
            raise PermissionDenied
        self.sending = get_object_or_404(Sending, pk=kwargs["sending_id"])
        self.action: SendingAction = kwargs["action"]
        self.page_title = self.action.label
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.action.fits(self.sending):
            return redirect(url_of_sending(self.sending))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        issue = self.sending.issue
        if self.action.fits(self.sending) and self.action.do(sending_id=self.sending.pk):
            # Of the issue, in whose history one looks for it; the sending may be gone.
            log(instance=issue, action=self.action.log_action, user=request.user)
            messages.success(request, str(self.action.done))
            if not Sending.objects.filter(pk=kwargs["sending_id"]).exists():
                return redirect("wagtailadmin_pages:edit", issue.pk)
        else:
            messages.warning(request, _("Nothing was changed: see how far the sending is."))
        return redirect(url_of_sending(self.sending))

    def get_page_subtitle(self) -> str:
        return self.sending.subject

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("newsletter_sendings:index"), "label": _("Sendings")},
            {"url": url_of_sending(self.sending), "label": self.sending.subject},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        counts = Delivery.objects.filter(issue_id=self.sending.issue_id).by_state()
        context["action"] = self.action
        context["sending"] = self.sending
        context["sent"] = counts[Delivery.State.SENT]
        context["left"] = counts[Delivery.State.QUEUED] + counts[Delivery.State.CLAIMED]
        if self.action.about is not None:
            context["about"] = self.action.about(self.sending).count()
        context["back_url"] = url_of_sending(self.sending)
        return context
