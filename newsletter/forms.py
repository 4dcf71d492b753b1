"""The newsletter's public forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lederweb.mail.public_forms import AddressField, PublicForm
from newsletter import consent
from projects.models import Tier


class SignUpForm(PublicForm):
    """Its proof carries which wording, in which language, stood beside the button."""

    form_name = "newsletter-sign-up"

    email = AddressField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # It stands on every page beside other forms; its template names its ids like this.
        super().__init__(*args, **{"auto_id": "nyhedsbrev-%s", **kwargs})

    def proof_payload(self) -> str:
        return f"{consent.CURRENT}/{get_language()}"

    @property
    def shown_wording(self) -> tuple[str, str]:
        """Version and language of what the reader saw; once the form is valid."""
        version, _slash, language = self.posted_payload.partition("/")
        return version, language


class PreferencesLinkForm(PublicForm):
    form_name = "newsletter-preferences-link"

    email = AddressField()


class PreferencesForm(forms.Form):
    tiers = forms.MultipleChoiceField(
        label=_("Who do you lead?"),
        help_text=_(
            "Choose as many as fit. Everybody gets the whole newsletter; your choice tells us "
            "whom we write for."
        ),
        required=False,
        choices=[(tier.value, tier.audience) for tier in (Tier.TOP, Tier.MIDDLE, Tier.INSTITUTION)],
        widget=forms.CheckboxSelectMultiple,
    )
