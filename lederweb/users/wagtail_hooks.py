"""What the users floor adds to the admin: two-factor log-in and the look of the house."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.users.utils import user_can_delete_user

from lederweb.users import urls
from lederweb.users.models import User
from lederweb.users.services.two_factor import has_two_factor


@hooks.register("register_admin_urls")
def two_factor_urls() -> list[URLPattern]:
    return urls.urlpatterns


@hooks.register("register_account_menu_item")
def two_factor_in_account(request: HttpRequest) -> dict[str, Any]:
    return {
        "url": reverse("two_factor"),
        "label": _("Two-factor log-in"),
        "help_text": _("A code from your phone beside the password."),
    }


@hooks.register("register_user_listing_buttons")
def remove_two_factor_button(user: User, request_user: User) -> Iterator[Button]:
    if user_can_delete_user(request_user, user) and has_two_factor(user):
        yield Button(
            _("Remove two-factor log-in"),
            reverse("two_factor_remove_for_user", args=[user.pk]),
            icon_name="lock-open",
            priority=40,
        )


@hooks.register("register_log_actions")
def two_factor_in_history(actions: Any) -> None:
    for action, label in (
        ("lederweb.two_factor.on", gettext_lazy("Two-factor log-in turned on")),
        ("lederweb.two_factor.off", gettext_lazy("Two-factor log-in removed")),
        ("lederweb.two_factor.codes", gettext_lazy("New backup codes made")),
    ):
        actions.register_action(action, label, label)


@hooks.register("insert_global_admin_css")
def house_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("users/admin.css"))
