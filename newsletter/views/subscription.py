"""What the links in the mails lead to: confirming, leaving, coming back (promises N5 and N6)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lederweb.mail.links import BadLink, read_token
from lederweb.mail.signed_pages import signed_link
from newsletter import emails
from newsletter.models import Consent, Subscriber
from newsletter.services import confirm as confirming
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
        if not Consent.objects.filter(public_id=consent_id, withdrawn_at=None).exists():
            return dead_link(request, "confirm_dead")
        return render(request, "newsletter/confirm.html")
    try:
        subscriber = confirming.confirm(consent_id=consent_id)
    except confirming.NothingToConfirm:
        return dead_link(request, "confirm_dead")
    return render(
        request,
        "newsletter/confirmed.html",
        {
            "preferences_link": emails.path(
                "newsletter_preferences", emails.PREFERENCES, subscriber.public_id
            )
        },
    )


@_METHODS
@signed_link
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """/nyhedsbrev/afmeld/<token>/: a page with a button; only its POST ends the subscription.

    The same address takes the one-click POST of RFC 8058 from the mailbox provider: no cookie,
    no redirect, 200, and again 200 when it is repeated. The link never expires.
    """
    try:
        subscriber_id = read_token(emails.LEAVE, token)
    except BadLink:
        return dead_link(request, "leave_dead")
    if request.method != "POST":
        subscriber = Subscriber.objects.filter(public_id=subscriber_id).first()
        if subscriber is None or subscriber.state == Subscriber.State.LEFT:
            return _goodbye(request, subscriber)
        link = emails.path("newsletter_preferences", emails.PREFERENCES, subscriber.public_id)
        return render(request, "newsletter/leave.html", {"preferences_link": link})
    return _goodbye(request, leaving.leave(subscriber_id=subscriber_id))


def _goodbye(request: HttpRequest, subscriber: Subscriber | None) -> HttpResponse:
    rejoin_link = None
    if subscriber is not None and request.method == "POST":
        rejoin_link = emails.path("newsletter_rejoin", emails.REJOIN, subscriber.public_id)
    return render(request, "newsletter/left.html", {"rejoin_link": rejoin_link})


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
    link = emails.path("newsletter_preferences", emails.PREFERENCES, subscriber.public_id)
    return render(request, "newsletter/confirmed.html", {"preferences_link": link})
