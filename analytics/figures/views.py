"""The editor's chooser of figures, and the list of published ones."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin.auth import permission_required
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.models import Page

from analytics.figures.forms import ChooseFigureForm, CorrectionForm
from analytics.figures.freezing import correct
from analytics.figures.mention import Mention
from analytics.figures.receipt import receipt_csv
from analytics.figures.registry import NoValue, UnknownFigure
from analytics.figures.rich_text import entity_data
from analytics.models import FrozenFigure
from analytics.services.publish_report import take_up_correction
from lederweb.lib.downloads import attachment

_MOST = 300


def choose(request: HttpRequest) -> HttpResponse:
    """Step one asks; a comparison of unlike figures is asked about once more."""
    if request.method == "POST":
        form = ChooseFigureForm(request.POST)
        if form.is_valid():
            if not form.warnings or form.cleaned_data["despite"]:
                data = entity_data(form.cleaned_data["mention"])
                return render_modal_workflow(
                    request, None, json_data={"step": "chosen", "figure": data}
                )
            again = request.POST.copy()
            again["despite"] = "on"
            form.data = again
    else:
        mention = Mention.of(request.GET.dict())
        form = ChooseFigureForm(
            initial={
                "figure": mention.key,
                "first": mention.first,
                "last": mention.last,
                "rounding": mention.rounding,
                "compared": mention.compared,
            }
        )
    return render_modal_workflow(
        request,
        "analytics/figures/choose.html",
        None,
        {"form": form},
        json_data={"step": "choose"},
    )


@permission_required("analytics.change_frozenfigure")
def published(request: HttpRequest, page_id: int | None = None) -> HttpResponse:
    """Every figure that stands in a published text, the newest first."""
    rows = FrozenFigure.objects.select_related("page").prefetch_related("corrections")
    page = get_object_or_404(Page, pk=page_id) if page_id else None
    if page:
        rows = rows.filter(page=page)
    found = [(row, _now(row)) for row in rows.order_by("-frozen_at", "-pk")[:_MOST]]
    return render(request, "analytics/figures/published.html", {"rows": found, "of_page": page})


@permission_required("analytics.change_frozenfigure")
def page_receipt(request: HttpRequest, page_id: int) -> HttpResponse:
    """Every figure of the page as a file to keep."""
    page = get_object_or_404(Page, pk=page_id)
    return HttpResponse(
        receipt_csv(page),
        content_type="text/csv; charset=utf-8",
        headers=attachment(f"tal-{page.slug}", "csv"),
    )


@permission_required("analytics.change_frozenfigure")
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    figure = get_object_or_404(FrozenFigure.objects.select_related("page"), pk=pk)
    form = CorrectionForm(request.POST or None, initial={"value": _now(figure) or figure.value})
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                done = correct(figure=figure, user=request.user, **form.cleaned_data)
                counted = take_up_correction(correction=done, by=request.user)
        except ValueError as error:
            form.add_error("value", str(error))
        else:
            messages.success(
                request, _("“%(page)s” shows the right number now.") % {"page": figure.page.title}
            )
            if counted:
                messages.warning(
                    request,
                    _(
                        "It stands as %(before)s in what the report counts itself, too: "
                        "%(sections)s. Count the report again if that is wrong."
                    )
                    % {"before": done.old_text, "sections": ", ".join(counted)},
                )
            return redirect("figures_of_page", figure.page_id)
    context = {"form": form, "figure": figure, "corrections": figure.corrections.all()}
    return render(request, "analytics/figures/correct.html", context)


def _now(figure: FrozenFigure) -> int | None:
    """What the figure would be if it were published today; None where it cannot be found."""
    try:
        return Mention.of(figure.wanted).value().value
    except (UnknownFigure, NoValue):
        return None
