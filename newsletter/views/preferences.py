"""What a subscriber sees and changes without a password: behind a link sent to the address."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lederweb.core.decorators import cached_page
from lederweb.lib.downloads import attachment
from lederweb.mail.links import BadLink, read_token
from lederweb.mail.public_forms import public_form
from lederweb.mail.signed_pages import signed_link
from newsletter import emails
from newsletter.forms import NewAddressForm, PauseForm, PreferencesForm, PreferencesLinkForm
from newsletter.models import Subscriber
from newsletter.services import change_address
from newsletter.services import erase as erasing
from newsletter.services import preferences as service
from newsletter.topics import topics_on_offer

_METHODS = require_http_methods(["GET", "HEAD", "POST"])
View = Callable[..., HttpResponse]
# Of issues and changes, on the page; the download has all.
SHOWN = 12


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
    """/nyhedsbrev/indstillinger/<token>/: what the reader chose, and what is kept about them."""
    if request.method != "POST":
        return _page(request, subscriber, token)
    form = PreferencesForm(request.POST, topics=topics_on_offer())
    if not form.is_valid():
        return _page(request, subscriber, token, form=form)
    service.choose(subscriber=subscriber, **form.choices())
    return _page(request, subscriber, token, done=_("Your settings are saved."))


@require_POST
@_for_subscriber
def pause(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """/nyhedsbrev/indstillinger/<token>/pause/: nothing before a date."""
    form = PauseForm(request.POST)
    if not form.is_valid():
        return _page(request, subscriber, token, pause_form=form)
    service.pause(subscriber=subscriber, until=form.cleaned_data["until"])
    # The page's first sentence says until when.
    return _page(request, subscriber, token, done=_("The newsletter is paused."))


@require_POST
@_for_subscriber
def resume(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """/nyhedsbrev/indstillinger/<token>/genoptag/: the pause is over now."""
    service.resume(subscriber=subscriber)
    said = _("The pause is over. The next newsletter comes to you again.")
    return _page(request, subscriber, token, done=said)


@require_POST
@_for_subscriber
def new_address(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """/nyhedsbrev/indstillinger/<token>/ny-adresse/: asks the new address by mail."""
    form = NewAddressForm(request.POST)
    if not form.is_valid():
        return _page(request, subscriber, token, address_form=form)
    change_address.ask_for_address(subscriber=subscriber, address=form.cleaned_data["email"])
    said = _(
        "Look in the inbox of the new address: press the button in our mail, and the newsletter "
        "moves. Until then it comes to the old one. No mail comes if the new address has or has "
        "had the newsletter, was asked earlier today or is one that we cannot write to. Does none "
        "come? Then sign the new address up on the site, and leave with this one."
    )
    return _page(request, subscriber, token, done=said)


def _page(
    request: HttpRequest,
    subscriber: Subscriber,
    token: str,
    *,
    done: str = "",
    form: PreferencesForm | None = None,
    pause_form: PauseForm | None = None,
    address_form: NewAddressForm | None = None,
) -> HttpResponse:
    """The one page that all of it stands on; the form that was posted keeps what was written."""
    chosen = {name: getattr(subscriber, name) for name in ("tiers", "topics", "frequency")}
    until = {"until": subscriber.paused_until} if subscriber.is_paused else {}
    context: dict[str, Any] = {
        "form": form or PreferencesForm(initial=chosen, topics=topics_on_offer()),
        "pause_form": pause_form or PauseForm(initial=until, auto_id="pause-%s"),
        "address_form": address_form or NewAddressForm(auto_id="ny-%s"),
        "wrong": form or pause_form or address_form,
        "done": done,
        "subscriber": subscriber,
        "is_active": subscriber.state == Subscriber.State.ACTIVE,
        "consents": subscriber.consents.all(),
        "changes": subscriber.changes.all()[:SHOWN],
        "deliveries": subscriber.deliveries.select_related("issue").order_by("-pk")[:SHOWN],
        "delivery_count": subscriber.deliveries.count(),
        "token": token,
        "rejoin_link": emails.rejoin_path(subscriber),
        "leave_link": emails.path("newsletter_leave", emails.LEAVE, subscriber.public_id),
    }
    status = 400 if context["wrong"] else 200
    return render(request, "newsletter/preferences.html", context, status=status)


@require_safe
@_for_subscriber
def download(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """/nyhedsbrev/indstillinger/<token>/mine-data/: all that is stored about the reader."""
    return JsonResponse(
        service.data_about(subscriber),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers=attachment("lederweb-mine-data", "json"),
    )


@_METHODS
@_for_subscriber
def erase(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """/nyhedsbrev/indstillinger/<token>/slet/: a page with a button; only its POST erases."""
    if request.method != "POST":
        return render(request, "newsletter/erase.html", {"token": token})
    erasing.erase(subscriber=subscriber)
    return render(request, "newsletter/erased.html")
