"""Signing up."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lederweb.core.decorators import cached_page
from lederweb.mail.public_forms import public_form
from newsletter.consent import CURRENT, WORDINGS
from newsletter.forms import SignUpPageForm
from newsletter.services import sign_up as service
from newsletter.topics import topics_on_offer


@require_http_methods(["GET", "HEAD", "POST"])
@public_form("newsletter-sign-up", limit="20 per hour")
def sign_up(request: HttpRequest) -> HttpResponse:
    """/nyhedsbrev/tilmeld/: the form of every page posts here. The answer is always the same."""
    form = SignUpPageForm(request.POST or None, topics=topics_on_offer())
    if request.method == "POST" and form.is_valid():
        version, language = form.shown_wording
        if version in WORDINGS:
            service.sign_up(
                address=form.cleaned_data["email"],
                version=version,
                language=language,
                choices=form.choices(),
            )
            return redirect("newsletter_check_inbox")
    status = 400 if form.is_bound else 200
    context = {"form": form, "consent": WORDINGS[CURRENT]}
    return render(request, "newsletter/sign_up.html", context, status=status)


@require_safe
@cached_page
def check_inbox(request: HttpRequest) -> HttpResponse:
    """/nyhedsbrev/tjek-din-indbakke/: what happens next. Knows nobody's address."""
    return render(request, "newsletter/check_inbox.html")
