"""What the links in the mails lead to: confirming, leaving, coming back (promises N5 and N6)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lederweb.mail.links import BadLink, read_token
from lederweb.mail.public_forms import public_form
from lederweb.mail.signed_pages import signed_link
from newsletter import emails
from newsletter.forms import GoodbyeForm
from newsletter.models import AddressChange, Consent, Subscriber
from newsletter.services import change_address
from newsletter.services import confirm as confirming
from newsletter.services import goodbye as saying
from newsletter.services import leave as leaving
from newsletter.views.pages import dead_link

_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@_METHODS
@signed_link
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """/nyhedsbrev/bekraeft/<token>/: a page with a button; only its POST confirms."""
    try:
        consent_id = read_token(emails.CONFIRM, token, emails.CONFIRM_WITHIN)
    except BadLink:
        return dead_link(request, "confirm_dead")
    if request.method != "POST":
        consent = Consent.objects.filter(public_id=consent_id, withdrawn_at=None).first()
        if consent is None:
            return dead_link(request, "confirm_dead")
        if consent.confirmed_at:
            return _confirmed(request, consent.subscriber, is_known=True)
        return render(request, "newsletter/confirm.html")
    try:
        subscriber = confirming.confirm(consent_id=consent_id)
    except confirming.NothingToConfirm:
        return dead_link(request, "confirm_dead")
    return _confirmed(request, subscriber)


def _confirmed(
    request: HttpRequest, subscriber: Subscriber, *, is_known: bool = False
) -> HttpResponse:
    """Asks whom they lead and what interests them, unless they have told."""
    context = {"is_known": is_known, "has_told": bool(subscriber.tiers or subscriber.topics)}
    return render(request, "newsletter/confirmed.html", context)


@_METHODS
@signed_link
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """/nyhedsbrev/afmeld/<token>/: a page with a button; only its POST ends the subscription.

    The same address takes the one-click POST of RFC 8058 from the mailbox provider: no cookie,
    no redirect, 200, and again 200 when it is repeated. The link never expires, so it opens
    nothing else: the way to the settings is a mail to the address itself.
    """
    try:
        subscriber_id = read_token(emails.LEAVE, token)
    except BadLink:
        return dead_link(request, "leave_dead")
    if request.method != "POST":
        subscriber = leaving.whose_link(subscriber_id)
        if subscriber is None or subscriber.state == Subscriber.State.LEFT:
            return _goodbye(request, subscriber)
        return render(request, "newsletter/leave.html")
    return _goodbye(request, leaving.leave(subscriber_id=subscriber_id))


def _goodbye(request: HttpRequest, subscriber: Subscriber | None) -> HttpResponse:
    """With a way back for as long as leaving may have been a mistake, and no longer."""
    rejoin_link = emails.rejoin_path(subscriber) if request.method == "POST" and subscriber else ""
    form = GoodbyeForm()
    return render(request, "newsletter/left.html", {"rejoin_link": rejoin_link, "form": form})


@_METHODS
@public_form("newsletter-goodbye", limit="20 per hour")
def goodbye(request: HttpRequest) -> HttpResponse:
    """/nyhedsbrev/farvel/: why somebody left, without who. Its address says nothing of either."""
    form = GoodbyeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        saying.say_why(reason=form.cleaned_data["reason"], remark=form.cleaned_data["remark"])
        return render(request, "newsletter/goodbye_said.html")
    status = 400 if form.is_bound else 200
    return render(request, "newsletter/goodbye.html", {"form": form}, status=status)


@_METHODS
@signed_link
def new_address(request: HttpRequest, token: str) -> HttpResponse:
    """/nyhedsbrev/ny-adresse/<token>/: from the mail to the new address; its POST moves."""
    try:
        change_id = read_token(change_address.ADDRESS, token, emails.CONFIRM_WITHIN)
    except BadLink:
        return dead_link(request, "new_address_dead")
    if request.method != "POST":
        if not AddressChange.objects.filter(public_id=change_id).exists():
            return dead_link(request, "new_address_dead")
        return render(request, "newsletter/new_address.html")
    try:
        change_address.confirm_address(change_id=change_id)
    except change_address.NothingToChange:
        return dead_link(request, "new_address_dead")
    return render(request, "newsletter/new_address_done.html")


@_METHODS
@signed_link
def rejoin(request: HttpRequest, token: str) -> HttpResponse:
    """/nyhedsbrev/tilmeld-igen/<token>/: from the goodbye page, for an hour."""
    try:
        subscriber_id = read_token(emails.REJOIN, token, emails.REJOIN_WITHIN)
    except BadLink:
        return dead_link(request, "rejoin_dead")
    if request.method != "POST":
        return render(request, "newsletter/rejoin.html")
    subscriber = leaving.rejoin(subscriber_id=subscriber_id)
    if subscriber is None:
        return dead_link(request, "rejoin_dead")
    return _confirmed(request, subscriber)
