"""Wagtail's forms for people: an e-mail address where Wagtail has a user name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm
from wagtail.admin.forms.auth import PasswordResetForm as WagtailPasswordResetForm
from wagtail.users.forms import UserCreationForm as WagtailUserCreationForm
from wagtail.users.forms import UserEditForm as WagtailUserEditForm

CODE_LENGTH = 16


class LoginForm(WagtailLoginForm):
    """Says what to fill in, also to password managers (WCAG 2.2, 1.3.5)."""

    username = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    error_messages = WagtailLoginForm.error_messages | {
        "invalid_login": _("The e-mail address and the password do not belong together. Try again.")
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A placeholder that repeats the label only looks like an answer already given.
        del self.fields["username"].widget.attrs["placeholder"]


class PasswordResetForm(WagtailPasswordResetForm):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class WithoutSuperuser(forms.ModelForm):
    """Roles say what a person may do; a superuser is made on the command line only."""

    error_messages = WagtailUserCreationForm.error_messages | {
        "duplicate_username": _("A user with this e-mail address exists already.")
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("is_superuser", None)
        self.fields["email"].label = _("E-mail address")
        self.fields["groups"].label = _("Roles")

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class UserCreationForm(WithoutSuperuser, WagtailUserCreationForm):
    class Meta(WagtailUserCreationForm.Meta):
        fields = ["email", "first_name", "last_name", "groups"]


class UserEditForm(WithoutSuperuser, WagtailUserEditForm):
    class Meta(WagtailUserEditForm.Meta):
        fields = ["email", "first_name", "last_name", "is_active", "groups"]


def _without_spaces(value: str) -> str:
    return "".join(value.split()).lower()


class CodeForm(forms.Form):
    """A code from the app or, where the view allows it, a backup code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=CODE_LENGTH,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        return _without_spaces(self.cleaned_data["code"])


class PasswordForm(forms.Form):
    """The person's own password, before something that an open screen must not allow."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
