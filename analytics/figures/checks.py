"""What is wrong with the numbers of a text, beside the page that is being edited."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from analytics.comparison import warnings
from analytics.figures.freezing import FIGURE, mentions_of, texts_of
from analytics.figures.registry import NoValue, UnknownFigure, Value
from analytics.figures.wording import rounded
from analytics.models import StatusReportPage
from lederweb.core.content_checks import check
from lederweb.lib import danish

# 27.699, but neither a date nor a year.
_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+(?![\d]|[.,]\d)")
_ABOUT = re.compile(r"\b(?:ca\.|cirka|omkring)\s*(" + _NUMBER.pattern + ")", re.IGNORECASE)
# So near, "ca." is meant for the figure: the published ones were off by 1.4% at most.
_NEAR = 0.02
_DRIVE = re.compile(r'href="((?:file:|\\\\|[a-z]:[\\/])[^"]*)"', re.IGNORECASE)
_SHOWN_CHARACTERS = 60


@check("drive", gettext_lazy("Link to an internal drive"))
def links_lead_out_of_the_house(page: Any) -> Iterator[str]:
    for text in texts_of(page):
        for address in _DRIVE.findall(text):
            yield _(
                "A link leads to a file on somebody’s own drive: %(address)s. Readers cannot open "
                "it. Upload the file under Documents and link to it there."
            ) % {"address": html.unescape(address)[:_SHOWN_CHARACTERS]}


@check("figures", gettext_lazy("Figures"))
def figures_hold(page: Any) -> Iterator[str]:
    """Figures have a value, and visits and visitors do not stand side by side unsaid."""
    values, missing = _values(page)
    yield from missing
    if isinstance(page, StatusReportPage):  # its own checks know which stand in one paragraph
        return
    reach = [value for value in values if value.unit in ("visits", "visitors")]
    if len({value.unit for value in reach}) > 1:
        yield warnings(value.comparable for value in reach)[0]


@check("typed", gettext_lazy("Typed numbers"))
def numbers_are_figures(page: Any) -> Iterator[str]:
    """Only where a text has figures at all: elsewhere a number is a number."""
    if isinstance(page, StatusReportPage):  # its own checks know more numbers
        return
    values, _missing = _values(page)
    if not values:
        return
    for text in texts_of(page):
        words = html.unescape(strip_tags(FIGURE.sub(" ", text)))
        about = {match.start(1): match[1] for match in _ABOUT.finditer(words)}
        for match in _NUMBER.finditer(words):
            if match.start() not in about:
                yield _(
                    "The number %(number)s is typed. Put it in with the button Figure, so that it "
                    "has a definition and a source."
                ) % {"number": match[0]}
                continue
            number = _read(match[0])
            figure = _nearest(number, values)
            if figure and number != rounded(figure.value, "about-100"):
                yield _(
                    "“ca. %(number)s” is not “%(name)s” rounded: %(value)s is ca. %(right)s. Put "
                    "the figure in instead."
                ) % {
                    "number": match[0],
                    "name": figure.name,
                    "value": danish.number(figure.value),
                    "right": danish.number(rounded(figure.value, "about-100")),
                }


def _values(page: Page) -> tuple[list[Value], list[str]]:
    """The figures as they are now, and a sentence for each that has no value."""
    values, missing = [], []
    for mention in mentions_of(page):
        try:
            values.append(mention.value())
        except (UnknownFigure, NoValue) as error:
            missing.append(
                _("A figure in the text (%(key)s) has no value. %(reason)s")
                % {"key": mention.key, "reason": error}
            )
    return values, missing


def _read(number: str) -> int:
    return int(number.replace(".", ""))


def _nearest(number: int, values: list[Value]) -> Value | None:
    near = [value for value in values if abs(value.value - number) <= _NEAR * value.value]
    return min(near, key=lambda value: abs(value.value - number), default=None)
