"""A figure as it stands in a text: which one, of which days, and how it is worded."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from analytics.figures.registry import (
    NoValue,
    Span,
    UnknownFigure,
    Value,
    comparison_warnings,
    value_of,
    year_before,
)
from analytics.figures.wording import ESTIMATE, ROUNDINGS, worded


@dataclass(frozen=True)
class Mention:
    key: str
    first: dt.date | None = None
    last: dt.date | None = None
    rounding: str = ""
    compared: bool = False

    @classmethod
    def of(cls, attributes: Mapping[str, str]) -> Mention:
        """From what stands in the text; what cannot be read there is left out."""
        rounding = attributes.get("rounding", "")
        return cls(
            key=attributes.get("figure", ""),
            first=_day(attributes.get("from", "")),
            last=_day(attributes.get("to", "")),
            rounding=rounding if rounding in ROUNDINGS else "",
            compared=attributes.get("compared") == "yes",
        )

    def attributes(self) -> dict[str, str]:
        found = {
            "figure": self.key,
            "from": self.first.isoformat() if self.first else "",
            "to": self.last.isoformat() if self.last else "",
            "rounding": self.rounding,
            "compared": "yes" if self.compared else "",
        }
        return {name: value for name, value in found.items() if value}

    @property
    def span(self) -> Span | None:
        return Span(self.first, self.last) if self.first and self.last else None

    def value(self) -> Value:
        """As it stands now. Raises UnknownFigure and NoValue."""
        return value_of(self.key, self.span)

    def shown(self) -> Shown:
        """What a reader gets now. Raises UnknownFigure and NoValue."""
        now = self.value()
        text = worded(now.value, self.rounding, now.stated_as)
        name = now.name if now.period in now.name else f"{now.name}, {now.period}"
        notes = [f"{name}.", now.definition, _source(now.source)]
        if now.stated_as == ESTIMATE:
            notes.append(_("The number is an estimate that is off by one percent or so."))
        if self.compared:
            try:
                before = year_before(self.key, self.span)
            except (UnknownFigure, NoValue) as error:
                notes.append(str(error))
            else:
                text = _("%(now)s, against %(before)s the year before (%(period)s)") % {
                    "now": text,
                    "before": worded(before.value, self.rounding, before.stated_as),
                    "period": before.period,
                }
                warnings = comparison_warnings(now, before)
                if warnings:
                    text = _("%(text)s; not like and like") % {"text": text}
                notes += warnings
        return Shown(text, " ".join(notes))


@dataclass(frozen=True)
class Shown:
    """The words in the text, and what is said about them on asking."""

    text: str
    note: str

    def html(self) -> SafeString:
        """A button that opens its note without a script; hover and focus show it, too."""
        # A button does not break over lines, so what it is compared with stands after it.
        number, comma, rest = self.text.partition(", ")
        return format_html(
            '<span class="told"><button type="button" class="told__number" '
            'popovertarget="{0}">{1}</button>'
            '<span class="told__note" id="{0}" popover>{2}</span></span>{3}',
            f"tal-{secrets.token_hex(4)}",
            number,
            self.note,
            comma + rest,
        )


def embedded(attributes: Mapping[str, str]) -> SafeString:
    """The element that holds a figure in the database's rich text."""
    pairs = format_html_join("", ' {}="{}"', sorted(attributes.items()))
    return format_html('<embed embedtype="figure"{}/>', pairs)


def _source(source: str) -> str:
    return _("Source: %(source)s.") % {"source": source}


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
