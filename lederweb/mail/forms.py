"""Mail's forms in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lederweb.mail.addresses import canonical
from lederweb.mail.models import Suppression
from lederweb.mail.services.suppress import suppress


class SuppressionForm(forms.ModelForm):
    """Takes an address and keeps only its hash."""

    address = forms.CharField(label=_("E-mail address"), max_length=254)

    class Meta:
        model = Suppression
        fields = ["reason"]

    def clean_address(self) -> str:
        return canonical(self.cleaned_data["address"])

    def save(self, commit: bool = True) -> Any:
        return suppress(address=self.cleaned_data["address"], reason=self.cleaned_data["reason"])
