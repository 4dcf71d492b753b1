"""The public forms of courses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lederweb.mail.public_forms import AddressField, PublicForm
from publications.courses import consent
from publications.courses.certificate import tidy_name

LONGEST_NAME = 80


class EnrolForm(PublicForm):
    """Its proof carries which wording, in which language, stood beside the button."""

    form_name = "course-enrol"

    email = AddressField()

    def __init__(self, *args: Any, course: Any, **kwargs: Any) -> None:
        self.course = course
        # The newsletter's form stands on the same page.
        super().__init__(*args, **{"auto_id": "kursus-%s", **kwargs})

    @property
    def wording(self) -> Any:
        return consent.WORDINGS[consent.CURRENT]

    def proof_payload(self) -> str:
        return f"{consent.CURRENT}/{get_language()}"

    @property
    def shown_wording(self) -> tuple[str, str]:
        """Version and language of what the reader saw; once the form is valid."""
        version, _slash, language = self.posted_payload.partition("/")
        return version, language


class AccessForm(PublicForm):
    form_name = "course-access"

    email = AddressField()


class NameForm(forms.Form):
    """The name that stands on the certificate. It is used once and kept nowhere."""

    name = forms.CharField(
        label=_("Your name, as it shall stand on the certificate"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_name(self) -> str:
        name = tidy_name(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Write your name."), code="required")
        return name


class CheckForm(PublicForm):
    """Is this certificate ours? Asked with what stands on it."""

    form_name = "course-certificate"

    code = forms.CharField(
        label=_("The code on the certificate"),
        max_length=60,
        error_messages={"required": _("Write the code that stands on the certificate.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=_("The name on the certificate"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Write the name that stands on the certificate.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
