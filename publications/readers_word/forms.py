"""The form under a page."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lederweb.mail.public_forms import PublicForm
from publications.models.answers import Answer

FORM_NAME = "readers-word"
# What is written by programs has an address in it; what a reader means can be said without.
_ADDRESS = re.compile(r"https?:|www\.|\[url|<a\s|\S@\S+\.\w", re.IGNORECASE)


class AnswerForm(PublicForm):
    """One answer and, if the reader likes, one line. The page stands in the signed field."""

    form_name = FORM_NAME

    use = forms.ChoiceField(
        label=_("Could you use it?"),
        choices=Answer.Use.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )
    remark = forms.CharField(
        label=_("What worked, or what did you miss? (may be left empty)"),
        required=False,
        max_length=Answer.MOST_CHARACTERS,
    )
    # Nobody sees this field, so only a program fills it in.
    website = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: Any, page_id: int, **kwargs: Any) -> None:
        self.page_id = page_id
        super().__init__(*args, **kwargs)

    def proof_payload(self) -> str:
        return str(self.page_id)

    def clean_remark(self) -> str:
        remark = " ".join(self.cleaned_data["remark"].split())
        if _ADDRESS.search(remark):
            raise forms.ValidationError(_("Leave out links and e-mail addresses."))
        return remark

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.posted_payload != str(self.page_id):
            raise forms.ValidationError(
                _("The answer belongs to another page. Send it once more."), code="proof"
            )
        return cleaned

    @property
    def is_from_a_program(self) -> bool:
        return bool(self.cleaned_data.get("website"))
