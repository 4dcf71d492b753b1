"""What a subscriber sees and changes without a password: behind a link sent to the address."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lederweb.core.decorators import cached_page
from lederweb.mail.links import BadLink, read_token
from lederweb.mail.public_forms import public_form
from lederweb.mail.signed_pages import signed_link
from newsletter import emails
from newsletter.forms import PreferencesForm, PreferencesLinkForm
from newsletter.models import Subscriber
from newsletter.services import erase as erasing
from newsletter.services import preferences as service

_METHODS = require_http_methods(["GET", "HEAD", "POST"])
View = Callable[..., HttpResponse]


@_METHODS
@public_form("newsletter-preferences-link", limit="20 per hour")
def ask_for_link(request: HttpRequest) -> HttpResponse:
    """/nyhedsbrev/indstillinger/: a new link, sent to the address. The answer is always the same."""
    form = PreferencesLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        service.send_preferences_link(address=form.cleaned_data["email"])
        return redirect("newsletter_link_sent")
    status = 400 if form.is_bound else 200
    return render(request, "newsletter/ask_for_link.html", {"form": form}, status=status)


@require_safe
@cached_page
def link_sent(request: HttpRequest) -> HttpResponse:
    """/nyhedsbrev/indstillinger/sendt/: what happens next. Knows nobody's address."""
    return render(request, "newsletter/link_sent.html")


def _for_subscriber(view: View) -> View:
    """Reads the token and hands the subscriber on; a dead link leads to the form for a new one."""

    @signed_link
    @wraps(view)
    def wrapper(request: HttpRequest, token: str) -> HttpResponse:
        try:
            identity = read_token(emails.PREFERENCES, token, emails.PREFERENCES_WITHIN)
            subscriber = Subscriber.objects.get(public_id=identity)
        except (BadLink, Subscriber.DoesNotExist):
            context = {"form": PreferencesLinkForm(), "is_dead": True}
            return render(request, "newsletter/ask_for_link.html", context, status=410)
        return view(request, subscriber, token)

    return wrapper


@_METHODS
@_for_subscriber
def preferences(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """/nyhedsbrev/indstillinger/<token>/: which Væksthuse interest the reader most."""
    form = PreferencesForm(
        request.POST if request.method == "POST" else None,
        initial={"tiers": subscriber.tiers},
    )
    is_saved = request.method == "POST" and form.is_valid()
    if is_saved:
        service.choose_tiers(subscriber=subscriber, tiers=form.cleaned_data["tiers"])
    context: dict[str, Any] = {
        "form": form,
        "is_saved": is_saved,
        "is_active": subscriber.state == Subscriber.State.ACTIVE,
        "token": token,
        "leave_link": emails.path("newsletter_leave", emails.LEAVE, subscriber.public_id),
    }
    return render(request, "newsletter/preferences.html", context)


@require_safe
@_for_subscriber
def download(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """/nyhedsbrev/indstillinger/<token>/mine-data/: all that is stored about the reader."""
    response = JsonResponse(
        service.data_about(subscriber), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response.headers["Content-Disposition"] = 'attachment; filename="lederweb-mine-data.json"'
    return response


@_METHODS
@_for_subscriber
def erase(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """/nyhedsbrev/indstillinger/<token>/slet/: a page with a button; only its POST erases."""
    if request.method != "POST":
        return render(request, "newsletter/erase.html", {"token": token})
    erasing.erase(subscriber=subscriber)
    return render(request, "newsletter/erased.html")
