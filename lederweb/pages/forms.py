"""Forms of the admin for addresses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from lederweb.pages.old_addresses import validate_link


class TargetForm(forms.Form):
    """Where a path is to lead: to a page of ours, or to any address."""

    page = forms.ModelChoiceField(
        label=_("Page"), queryset=Page.objects.filter(depth__gt=1), required=False
    )
    link = forms.CharField(
        label=_("or another address"),
        max_length=255,
        required=False,
        validators=[validate_link],
        help_text=_("A path on Lederweb (/soeg/) or a whole address (https://www.kl.dk/)."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["page"].widget = AdminPageChooser()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("page")) == bool(cleaned.get("link")):
            raise forms.ValidationError(_("Choose a page, or write an address: one of the two."))
        return cleaned


class RedirectsFileForm(forms.Form):
    LARGEST = 2 * 1024 * 1024

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_(
            "Two columns, from and to, separated by semicolons or commas; a third, permanent, "
            "may say no. Each line is checked by itself."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > self.LARGEST:
            raise forms.ValidationError(_("The file is larger than 2 MB. Split it in two."))
        return file
