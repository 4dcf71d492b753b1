"""Pages in the admin where a person sets up, uses and removes two-factor log-in."""

from __future__ import annotations

from base64 import b32encode
from typing import Any
from urllib.parse import quote

import segno
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView
from django_otp import login as give_session_the_device
from django_otp.middleware import is_verified
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.users.utils import user_can_delete_user

from lederweb.users.forms import CodeForm, PasswordForm
from lederweb.users.models import User
from lederweb.users.services import two_factor

_KEY = "two_factor_key"


class StaffRequest(HttpRequest):
    """What Wagtail lets through to a page of the admin."""

    user: User


def _where_to(request: HttpRequest) -> str:
    """Where the person was going; only within the site."""
    return get_valid_next_url_from_request(request) or reverse("wagtailadmin_home")


def _password_is_wrong(request: StaffRequest, form: PasswordForm) -> bool:
    """Asked through axes, so that guessing is throttled as it is at the log-in."""
    user = authenticate(
        request,
        username=request.user.get_username(),
        password=form.cleaned_data["password"],
    )
    if user is not None and user.pk == request.user.pk:
        return False
    form.add_error("password", _("That is not your password. Try again."))
    return True


def _show_codes(request: StaffRequest, *, first_time: bool) -> HttpResponse:
    """The codes are shown in this answer and never again."""
    codes = [f"{code[:4]} {code[4:]}" for code in two_factor.new_backup_codes(request.user)]
    title = _("Backup codes for Lederweb")
    text = "\r\n".join([title, request.user.get_username(), "", *codes, ""])
    context = {
        "codes": codes,
        "file": "data:text/plain;charset=utf-8," + quote(text),
        "first_time": first_time,
        "next": _where_to(request),
        "page_title": _("Your backup codes"),
        "header_icon": "lock",
    }
    return TemplateResponse(request, "users/two_factor_codes.html", context)


@method_decorator(sensitive_post_parameters("code", "password"), name="dispatch")
class TwoFactorView(WagtailAdminTemplateMixin, FormView):
    """What the pages share: title, way back and the account's breadcrumb."""

    request: StaffRequest

    header_icon = "lock"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailadmin_account"), "label": _("Account")},
            {"url": "", "label": self.get_page_title()},
        ]


class StatusView(TwoFactorView):
    """Whether two-factor log-in is on; new backup codes and removal ask for the password."""

    template_name = "users/two_factor.html"
    page_title = gettext_lazy("Two-factor log-in")
    form_class = PasswordForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(**kwargs) | {
            "is_on": two_factor.has_two_factor(user),
            "codes_left": two_factor.backup_codes_left(user),
            "required": settings.REQUIRE_TWO_FACTOR,
        }

    def form_valid(self, form: PasswordForm) -> HttpResponse:
        action = self.request.POST.get("action")
        user = self.request.user
        if not two_factor.has_two_factor(user):
            return redirect("two_factor")
        if _password_is_wrong(self.request, form):
            return self.form_invalid(form)
        if action == "codes":
            return _show_codes(self.request, first_time=False)
        if action == "remove" and not settings.REQUIRE_TWO_FACTOR:
            two_factor.turn_off(user)
            messages.success(self.request, _("Two-factor log-in is off."))
        return redirect("two_factor")


class SetUpView(TwoFactorView):
    """A QR code and the same secret to type; a code from the app finishes it."""

    template_name = "users/two_factor_set_up.html"
    page_title = gettext_lazy("Set up two-factor log-in")
    form_class = CodeForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if two_factor.has_two_factor(request.user):
            return redirect("two_factor")
        return super().dispatch(request, *args, **kwargs)

    @property
    def key(self) -> str:
        """The same while the session lasts, so that a reload does not spoil the app's entry."""
        return self.request.session.setdefault(_KEY, two_factor.new_key())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = two_factor.app_address(user=self.request.user, key=self.key)
        secret = b32encode(bytes.fromhex(self.key)).decode()
        picture = segno.make(address, error="m").svg_inline(scale=5, border=4, light="#fff")
        return (
            super().get_context_data(**kwargs)
            | {
                "qr": mark_safe(picture),  # noqa: S308 (drawn here, from our own letters)
                "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
                "next": _where_to(self.request),
                "required": settings.REQUIRE_TWO_FACTOR,
            }
        )

    def form_valid(self, form: CodeForm) -> HttpResponse:
        try:
            device = two_factor.turn_on(
                user=self.request.user, key=self.key, code=form.cleaned_data["code"]
            )
        except two_factor.WrongCode:
            form.add_error(
                "code",
                _("The code does not fit. Wait for the app's next code and check its clock."),
            )
            return self.form_invalid(form)
        del self.request.session[_KEY]
        give_session_the_device(self.request, device)
        return _show_codes(self.request, first_time=True)


class VerifyView(TwoFactorView):
    """Asks for the code, once in each session."""

    template_name = "users/two_factor_verify.html"
    page_title = gettext_lazy("Enter your code")
    form_class = CodeForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_verified(request.user) or not two_factor.has_two_factor(request.user):
            return redirect(_where_to(request))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"next": _where_to(self.request)}

    def form_valid(self, form: CodeForm) -> HttpResponse:
        try:
            device = two_factor.verify(user=self.request.user, code=form.cleaned_data["code"])
        except two_factor.WrongCode:
            form.add_error("code", _("The code does not fit or has been used. Try the next one."))
            return self.form_invalid(form)
        except two_factor.TooManyTries as wait:
            message = _("Too many wrong codes. Try again at %(time)s.")
            again_at = date_format(localtime(wait.again_at), "G.i.s")
            form.add_error("code", message % {"time": again_at})
            return self.form_invalid(form)
        self.request.session.cycle_key()
        give_session_the_device(self.request, device)
        left = two_factor.backup_codes_left(self.request.user)
        if left < 3:
            messages.warning(
                self.request, _("You have %(count)s backup codes left.") % {"count": left}
            )
        return redirect(_where_to(self.request))


def remove_for_user(request: StaffRequest, pk: int) -> HttpResponse:
    """An administrator helps somebody who has lost both phone and backup codes."""
    user = get_object_or_404(User, pk=pk)
    # Whoever may not delete the account may not open it either (a superuser's, for one).
    if not request.user.has_perm("users.change_user") or not user_can_delete_user(
        request.user, user
    ):
        raise PermissionDenied
    if request.method == "POST":
        two_factor.turn_off(user)
        messages.success(request, _("Two-factor log-in is off for %(person)s.") % {"person": user})
        return redirect("wagtailusers_users:edit", user.pk)
    context = {
        "person": user,
        "page_title": _("Remove two-factor log-in"),
        "header_icon": "lock",
    }
    return render(request, "users/two_factor_remove_for_user.html", context)
