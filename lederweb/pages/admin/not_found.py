"""The report of pages not found, where an editor points each path somewhere with one click."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, ListView, View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page

from lederweb.pages.forms import TargetForm
from lederweb.pages.models import NotFoundDay, NotFoundLeftOut, NotFoundPath
from lederweb.pages.proposals import with_proposals
from lederweb.pages.services.decide_not_found import CannotPoint, dismiss, point, undo

TITLE = gettext_lazy("Pages not found")
DECIDED = "decided"


class MayRedirect(PermissionRequiredMixin):
    permission_required = "wagtailredirects.change_redirect"
    raise_exception = True  # the admin makes a message of it


class NotFoundReport(MayRedirect, WagtailAdminTemplateMixin, ListView):
    """Those that wait, the most asked for first; with ?show=decided what was decided."""

    template_name = "pages/admin/not_found.html"
    page_title = TITLE
    header_icon = "warning"
    paginate_by = 20
    page_kwarg = "p"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("not_found"), "label": TITLE},
    ]

    @property
    def shows_decided(self) -> bool:
        return self.request.GET.get("show") == DECIDED

    def get_queryset(self) -> QuerySet:
        if self.shows_decided:
            rows = NotFoundPath.objects.decided().select_related(
                "redirect__redirect_page", "decided_by"
            )
            return rows.order_by("-decided_at", "path")
        return NotFoundPath.objects.waiting().counted()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = list(context["object_list"])
        context["rows"] = rows if self.shows_decided else with_proposals(rows)
        context["shows_decided"] = self.shows_decided
        context["left_out"] = NotFoundLeftOut.since(NotFoundDay.KEPT_DAYS)
        context["days"] = NotFoundDay.KEPT_DAYS
        return context


class Decision(MayRedirect, View):
    """One click: a POST that decides, and back to the list."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, page_id: int | None = None) -> HttpResponse:
        row = get_object_or_404(NotFoundPath, pk=pk)
        page = get_object_or_404(Page, pk=page_id) if page_id is not None else None
        try:
            messages.success(request, self.decide(row, page))
        except CannotPoint as reason:
            messages.error(request, str(reason))
        return redirect("not_found")

    def decide(self, row: NotFoundPath, page: Page | None) -> str:
        """Carry it out; returns what to tell the editor."""
        raise NotImplementedError


class PointView(Decision):
    def decide(self, row: NotFoundPath, page: Page | None) -> str:
        point(path_id=row.pk, user=self.request.user, page=page)
        return _("%(path)s now leads to “%(title)s”.") % {"path": row.path, "title": page}


class DismissView(Decision):
    def decide(self, row: NotFoundPath, page: Page | None) -> str:
        dismiss(path_id=row.pk, user=self.request.user)
        return _("%(path)s is dismissed.") % {"path": row.path}


class UndoView(Decision):
    def decide(self, row: NotFoundPath, page: Page | None) -> str:
        undo(path_id=row.pk)
        return _("%(path)s waits for a decision again.") % {"path": row.path}


class ElsewhereView(MayRedirect, WagtailAdminTemplateMixin, FormView):
    """Any page or address, where no proposal fits."""

    template_name = "pages/admin/not_found_elsewhere.html"
    form_class = TargetForm
    page_title = gettext_lazy("Point to a page")
    header_icon = "redirect"
    success_url = reverse_lazy("not_found")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.has_permission():
            self.row = get_object_or_404(NotFoundPath, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.row.path

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*NotFoundReport.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def form_valid(self, form: TargetForm) -> HttpResponse:
        page, link = form.cleaned_data["page"], form.cleaned_data["link"]
        try:
            point(path_id=self.row.pk, user=self.request.user, page=page, link=link)
        except CannotPoint as reason:
            form.add_error(None, str(reason))
            return self.form_invalid(form)
        told = _("%(path)s now leads to “%(title)s”.")
        messages.success(self.request, told % {"path": self.row.path, "title": page or link})
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["row"] = self.row
        context["media"] = context["form"].media
        return context
