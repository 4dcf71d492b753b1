"""Mail's forms in the admin, and the one that sends a link for a new password."""

from __future__ import annotations

import logging
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from lederweb.core.logs import without_personal_data
from lederweb.mail.addresses import canonical
from lederweb.mail.headers import BadHeader
from lederweb.mail.models import Suppression
from lederweb.mail.rendering import RenderedMail
from lederweb.mail.services.limit import within_limit
from lederweb.mail.services.queue import queue_rendered
from lederweb.mail.services.suppress import suppress
from lederweb.users.forms import PasswordResetForm as UsersPasswordResetForm

logger = logging.getLogger(__name__)

RESET = "password-reset"
RESETS_PER_DAY, RESETS_PER_MONTH = 5, 20


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


class LiftForm(forms.Form):
    """Why an address may be written to again; stands in the site's history."""

    note = forms.CharField(
        label=_("Why"),
        max_length=250,
        help_text=_(
            "For example: called on 3 March, the mailbox works again. Do not write the address: "
            "the words stay in the history."
        ),
    )

    def clean_note(self) -> str:
        return without_personal_data(self.cleaned_data["note"])


class PasswordResetForm(UsersPasswordResetForm):
    """Fills nobody's mailbox, from however many clients it is asked (promises N7 and S8)."""

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        subject = "".join(render_to_string(subject_template_name, context).splitlines())
        mail = RenderedMail(subject, render_to_string(email_template_name, context), "")
        try:
            with transaction.atomic():
                if within_limit(
                    to=to_email,
                    purpose=RESET,
                    per_day=RESETS_PER_DAY,
                    per_month=RESETS_PER_MONTH,
                ):
                    queue_rendered(to=to_email, mail=mail, purpose=RESET, is_confidential=True)
        except (ValidationError, BadHeader):
            # The answer is the same for every address, known or not.
            logger.warning("A link for a new password could not be queued.")
