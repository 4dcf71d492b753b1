"""Choosing a figure for a text, and putting a published one right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from analytics.dashboard.period_form import DayField
from analytics.figures.mention import Mention
from analytics.figures.registry import (
    KINDS,
    STATED,
    NoValue,
    UnknownFigure,
    comparison_warnings,
    year_before,
)
from analytics.figures.wording import ROUNDINGS
from analytics.models import PublishedFigure
from lederweb.core.fields import WholeNumberField


def figure_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    stated = PublishedFigure.objects.order_by("-year", "label")
    return [
        (
            str(_("Counted by Lederweb")),
            [(kind.key, str(kind.name)) for kind in KINDS.values()],
        ),
        (
            str(_("As a source states them")),
            [(f"{STATED}{row.key}", f"{row.label} ({row.source})") for row in stated],
        ),
    ]


class ChooseFigureForm(forms.Form):
    figure = forms.ChoiceField(label=_("Figure"), choices=figure_choices)
    # The browser's own calendar lies over nothing that is still to be filled in.
    first = DayField(
        label=_("From the day"),
        help_text=_("Not for figures that a source states; they have their own period."),
    )
    last = DayField(
        label=_("To the day"),
        help_text=_("For what holds for a day, such as subscribers, this day alone."),
    )
    rounding = forms.ChoiceField(
        label=_("How it is worded"), choices=lambda: list(ROUNDINGS.items()), required=False
    )
    compared = forms.BooleanField(
        label=_("Compare with the same time a year before"), required=False
    )
    # The editor has read what is wrong with the comparison and wants it all the same.
    despite = forms.BooleanField(required=False, widget=forms.HiddenInput)

    warnings: list[str] = []

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        key, first, last = data["figure"], data["first"], data["last"]
        if key in KINDS:
            if KINDS[key].on_a_day:
                first = last
            if not (first and last):
                self.add_error("last", _("Choose the days the figure is for."))
                return data
            if first > last:
                self.add_error("last", _("The last day lies before the first."))
                return data
        else:
            first = last = None
        data["mention"] = mention = Mention(key, first, last, data["rounding"], data["compared"])
        try:
            now = mention.value()
            if mention.compared:
                self.warnings = comparison_warnings(now, year_before(key, mention.span))
        except (UnknownFigure, NoValue) as error:
            self.add_error("compared" if mention.compared else "figure", str(error))
        return data


class CorrectionForm(forms.Form):
    value = WholeNumberField(label=_("The right number"), min_value=0)
    reason = forms.CharField(
        label=_("Why"),
        max_length=250,
        help_text=_("One sentence. Readers see it together with the number that stood there."),
    )
