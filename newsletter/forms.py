"""The newsletter's public forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lederweb.lib.periods import day_of
from lederweb.mail.public_forms import AddressField, PublicForm
from newsletter import consent
from newsletter.models import Goodbye, Subscriber
from newsletter.services.preferences import LONGEST_PAUSE
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


class ChoicesMixin(forms.Form):
    """What a reader may choose about the newsletter; nothing of it has to be told."""

    tiers = forms.MultipleChoiceField(
        label=_("What kind of manager are you?"),
        help_text=_(
            "Choose as many as fit. What is written for you stands first in your newsletter."
        ),
        required=False,
        choices=[
            (Tier.TOP.value, _("Executive")),
            (Tier.MIDDLE.value, _("Middle manager")),
            (Tier.INSTITUTION.value, _("Head of an institution")),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    topics = forms.TypedMultipleChoiceField(
        label=_("What would you most like to read about?"),
        help_text=_("Without a choice you get a bit of everything."),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    frequency = forms.ChoiceField(
        label=_("How often?"),
        choices=Subscriber.Frequency,
        widget=forms.RadioSelect,
        required=False,
        initial=Subscriber.Frequency.WEEKLY,
    )

    def __init__(self, *args: Any, topics: Mapping[int, str], **kwargs: Any) -> None:
        """topics: page number → title, as `newsletter.topics.topics_on_offer` gives them."""
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = list(topics.items())  # type: ignore[attr-defined]
        if not topics:
            del self.fields["topics"]

    def clean_frequency(self) -> str:
        return self.cleaned_data["frequency"] or Subscriber.Frequency.WEEKLY

    def choices(self) -> dict[str, Any]:
        """The choices as a subscriber keeps them; once the form is valid."""
        return {
            "tiers": sorted(self.cleaned_data["tiers"]),
            "topics": sorted(self.cleaned_data.get("topics") or []),
            "frequency": self.cleaned_data["frequency"],
        }


class SignUpPageForm(ChoicesMixin, SignUpForm):
    """Signing up on a page of its own, with the choices. Takes what the short form posts, too."""


class PreferencesForm(ChoicesMixin):
    pass


class PreferencesLinkForm(PublicForm):
    form_name = "newsletter-preferences-link"

    email = AddressField()


class PauseForm(forms.Form):
    until = forms.DateField(
        label=_("The first day you want the newsletter again"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose a date."), "invalid": _("Choose a date.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = day_of(timezone.now())
        self.earliest, self.latest = today + dt.timedelta(days=1), today + LONGEST_PAUSE
        self.fields["until"].initial = today + dt.timedelta(days=30)
        limits = {"min": self.earliest.isoformat(), "max": self.latest.isoformat()}
        self.fields["until"].widget.attrs.update(limits)

    def clean_until(self) -> dt.date:
        until = self.cleaned_data["until"]
        if not self.earliest <= until <= self.latest:
            raise forms.ValidationError(
                _("Choose a day between tomorrow and a year from now."), code="range"
            )
        return until


class NewAddressForm(forms.Form):
    email = AddressField(label=_("Your new e-mail address"))


class GoodbyeForm(PublicForm):
    """Asked after leaving, when it can change nothing any more. Knows nobody."""

    form_name = "newsletter-goodbye"

    reason = forms.ChoiceField(
        label=_("Why did you leave?"),
        required=False,
        choices=Goodbye.Reason,
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(
        label=_("A word to us"),
        help_text=_("Do not write who you are: we keep the words, not the sender."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
