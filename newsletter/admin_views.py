"""Approving and sending an issue; pausing, resuming and stopping it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from newsletter.models import Delivery, IssuePage, Sending, Subscriber
from newsletter.sending_actions import SendingAction
from newsletter.services.approve import NotReady, approve_issue
from newsletter.services.check import problems_of
from newsletter.viewsets import may_send, url_of_sending


class SendIssueView(WagtailAdminTemplateMixin, TemplateView):
    """How many get it and what stands in the way; its POST approves and sends.

    Pressed ten times it sends once: everybody after the first is led to the sending.
    """

    template_name = "newsletter/admin/send_issue.html"
    page_title = gettext_lazy("Approve and send")
    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_send(request):
            raise PermissionDenied
        self.issue = get_object_or_404(IssuePage, pk=kwargs["issue_id"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sending = Sending.objects.filter(issue=self.issue).first()
        if sending is not None:
            return redirect(url_of_sending(sending))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            sending = approve_issue(
                issue_id=self.issue.pk,
                approved_by=request.user,
                revision_id=_number(request.POST.get("revision", "")),
            )
        except NotReady as error:
            for problem in error.problems:
                messages.error(request, problem)
            return redirect("newsletter_send_issue", self.issue.pk)
        messages.success(request, _("The issue is approved and is being sent."))
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
        context["problems"] = problems_of(draft)
        context["recipients"] = Subscriber.objects.active().count()
        context["pages"] = draft.pages()
        context["edit_url"] = reverse("wagtailadmin_pages:edit", args=[self.issue.pk])
        return context


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
        if self.sending.state not in self.action.states:
            return redirect(url_of_sending(self.sending))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.action.do(sending_id=self.sending.pk):
            log(instance=self.sending, action=self.action.log_action, user=request.user)
            messages.success(request, str(self.action.done))
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
        context["sent"] = counts[Delivery.State.SENT]
        context["left"] = counts[Delivery.State.QUEUED] + counts[Delivery.State.CLAIMED]
        context["back_url"] = url_of_sending(self.sending)
        return context
