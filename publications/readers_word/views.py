"""What readers answer under a page. Their words are for the editors and never shown."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lederweb.core.decorators import cached_page
from lederweb.mail.public_forms import public_form
from publications.models import ContentPage
from publications.readers_word.forms import FORM_NAME, AnswerForm
from publications.services.take_answer import take_answer


def _page(page_id: int) -> ContentPage:
    page = get_object_or_404(ContentPage.objects.live().public(), pk=page_id)
    if not page.kind.asks_readers:
        raise Http404
    return page


@require_http_methods(["GET", "HEAD", "POST"])
@public_form(FORM_NAME, limit="60 per hour")
def answer(request: HttpRequest, page_id: int) -> HttpResponse:
    """/dit-svar/<page>/: the question under every page posts here.

    With our script, which asks for JSON, the thanks come as a sentence; without it as a page.
    """
    page = _page(page_id)
    form = AnswerForm(request.POST or None, page_id=page.pk, auto_id="dit-svar-%s")
    by_script = request.headers.get("Accept", "").startswith("application/json")
    if request.method == "POST" and form.is_valid():
        if not form.is_from_a_program:
            data = form.cleaned_data
            take_answer(page_id=page.pk, use=data["use"], remark=data["remark"])
        if by_script:
            return JsonResponse({"told": _("Thank you. Your answer goes to the editors.")})
        return redirect("readers_word_thanks", page_id=page.pk)
    if by_script and form.is_bound:
        told = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return JsonResponse({"told": told}, status=400)
    status = 400 if form.is_bound else 200
    return render(
        request, "publications/readers_word.html", {"about": page, "form": form}, status=status
    )


@require_safe
@cached_page
def thanks(request: HttpRequest, page_id: int) -> HttpResponse:
    """/dit-svar/<page>/tak/: knows neither who nor what."""
    return render(request, "publications/readers_word_thanks.html", {"about": _page(page_id)})
