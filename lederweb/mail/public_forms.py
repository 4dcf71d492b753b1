"""Forms that anybody may post, without a cookie (promises S1 and S8).

Django's CSRF protection needs a cookie, which anonymous pages do not set. A public form changes
nothing in anyone's name, so what is left to keep out is other sites and programs: the browser
says where a form was posted from, and a signed hidden field says that our page was opened
within a day. Pages with the field may be cached for as long as the page cache likes.
"""

from __future__ import annotations

import copy
import datetime as dt
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from lederweb.mail import throttle
from lederweb.mail.addresses import canonical

logger = logging.getLogger(__name__)

VALID_FOR = dt.timedelta(hours=24)
_SALT = "lederweb.mail.public_forms"

View = Callable[..., HttpResponse]


class AddressField(forms.CharField):
    """An e-mail address in its canonical form. Our own rules, with sentences that say more."""

    widget = forms.EmailInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "label": _("Your e-mail address"),
                "max_length": 254,
                "error_messages": {"required": _("Write your e-mail address.")},
                **kwargs,
            }
        )
        self.widget.attrs["autocomplete"] = "email"

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return canonical(text) if text else text


class PublicForm(forms.Form):
    """A form with a signed, expiring field. A subclass names itself in `form_name`.

    `proof_payload` is signed along: what the page showed that the answer depends on. It comes
    back as `posted_payload` once the form is valid.
    """

    form_name: str
    posted_payload = ""
    _fresh_proof: str | None = None

    proof = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proof"].initial = self.make_proof
        self._renew_proof()

    def proof_payload(self) -> str:
        return ""

    def make_proof(self) -> str:
        return proof_of(self.form_name, self.proof_payload())

    def _renew_proof(self) -> None:
        """A bound form that is shown again carries a new proof, not the one that came in."""
        if self.is_bound:
            self._posted_proof = self.data.get(self.add_prefix("proof"), "")
            data: Any = copy.copy(self.data)  # of a QueryDict, one that can be changed
            data[self.add_prefix("proof")] = self.make_proof()
            self.data = data

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        try:
            self.posted_payload = _signer(self.form_name).unsign(
                self._posted_proof, max_age=VALID_FOR
            )
        except signing.BadSignature as error:
            raise forms.ValidationError(
                _("The page was open for more than a day. Send the form once more."),
                code="proof",
            ) from error
        return cleaned


def proof_of(form_name: str, payload: str = "") -> str:
    """The value of a form's hidden field, for a template that writes the form's own HTML."""
    return _signer(form_name).sign(payload)


def _signer(form_name: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"{_SALT}.{form_name}")


def public_form(name: str, limit: str) -> Callable[[View], View]:
    """Decorator for the view of a public form.

    name: the form's own count in the throttle. limit: such as "20 per hour" for each client.
    A post from another site is answered 403, one too many 429, and 503 when Redis is away
    (fail closed); each with a page that says what to do.
    """

    def decorator(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST":
                refusal = _refusal(request, name, limit)
                if refusal is not None:
                    return refusal
            return view(request, *args, **kwargs)

        return csrf_exempt(never_cache(wrapper))

    return decorator


def _refusal(request: HttpRequest, name: str, limit: str) -> HttpResponse | None:
    if not comes_from_our_page(request):
        return render(request, "mail/from_elsewhere.html", status=403)
    try:
        if throttle.allows(request, name, limit):
            return None
    except throttle.ThrottleAway:
        logger.warning("The form %s is refused: Redis is away.", name)
        response = render(request, "mail/form_away.html", status=503)
        response.headers["Retry-After"] = "60"
        return response
    response = render(request, "mail/too_often.html", status=429)
    response.headers["Retry-After"] = "3600"
    return response


def comes_from_our_page(request: HttpRequest) -> bool:
    """Whether the browser says that the form stands on this site.

    Sec-Fetch-Site (Fetch Metadata) where the browser sends it, else Origin, else Referer: every
    browser of the last years sends at least one of them with a posted form.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    source = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        parts = urlsplit(source)
    except ValueError:
        return False
    # Behind a proxy that ends TLS, only the public address knows the scheme.
    own = {request.get_host(), urlsplit(settings.BASE_URL).netloc}
    return parts.scheme in ("http", "https") and parts.netloc in own
