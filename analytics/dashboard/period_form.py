"""Which period to show, as somebody asks for it in the address."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.dashboard.period import MOST_DAYS, MOST_MONTHS, Period
from lederweb.lib.periods import Month

YEAR, BEFORE, OWN = "aaret-foer", "lige-foer", "anden"
_EARLIEST = dt.date(2000, 1, 1)


def default_period(today: dt.date) -> Period:
    """The last twelve months with this one."""
    month = Month.of(today)
    return Period.of_months(month.shifted(-11), month)


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y"],
            error_messages={
                "invalid": gettext_lazy("This is no date. Write it as 31-10-2017."),
            },
            **kwargs,
        )


class PeriodForm(forms.Form):
    """Days from and to, and what to compare with. Gives `period` and `compared` when valid."""

    fra = DayField(label=gettext_lazy("From and with"))
    til = DayField(label=gettext_lazy("To and with"))
    mod = forms.ChoiceField(
        label=gettext_lazy("Compare with"),
        required=False,
        choices=[
            (YEAR, gettext_lazy("the same period the year before")),
            (BEFORE, gettext_lazy("the period right before")),
            (OWN, gettext_lazy("another period")),
        ],
    )
    mod_fra = DayField(label=gettext_lazy("The other period: from and with"))
    mod_til = DayField(label=gettext_lazy("To and with"))

    def __init__(self, data: Any, *, today: dt.date) -> None:
        self.default = default_period(today)
        given = {name: data.get(name, "") for name in ("fra", "til", "mod", "mod_fra", "mod_til")}
        if not given["fra"] and not given["til"]:
            given["fra"], given["til"] = self.default.first, self.default.last
        super().__init__(given)
        self.period = self.default
        self.compared = self.default.a_year_before()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        period = self._period(cleaned, "fra", "til")
        if period is None:
            return cleaned
        compared: Period | None = period.a_year_before()
        if cleaned.get("mod") == BEFORE:
            compared = period.before()
        elif cleaned.get("mod") == OWN:
            compared = self._period(cleaned, "mod_fra", "mod_til")
        if compared is not None and not self.errors:
            self.period, self.compared = period, compared
        return cleaned

    def _period(self, cleaned: dict[str, Any], first_name: str, last_name: str) -> Period | None:
        first, last = cleaned.get(first_name), cleaned.get(last_name)
        for name, day in ((first_name, first), (last_name, last)):
            if name in self.errors:
                return None
            if day is None:
                self.add_error(name, _("Choose a day."))
                return None
            if not _EARLIEST <= day <= self.default.last:
                self.add_error(
                    name, _("Choose a day from 1 January 2000 to the end of this month.")
                )
                return None
        assert first is not None
        assert last is not None
        if last < first:
            self.add_error(last_name, _("The last day must not be before the first."))
            return None
        period = Period(first, last)
        if not period.is_months and (last - first).days >= MOST_DAYS:
            self.add_error(
                last_name,
                _(
                    "A period of more than %(days)d days must consist of whole months: begin on "
                    "the first of a month and end on the last."
                )
                % {"days": MOST_DAYS},
            )
            return None
        if len(period.months) > MOST_MONTHS:
            self.add_error(
                last_name,
                _("Choose at most %(months)d months at a time.") % {"months": MOST_MONTHS},
            )
            return None
        return period
