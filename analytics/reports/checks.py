"""What must be right before a status report comes out, and where it is mended.

A finding stops the publication until it is mended, or until somebody answers for it with a reason
that the receipt repeats (`ReportMark`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.figures.registry import NoValue, UnknownFigure
from analytics.models import StatusReportPage
from analytics.reports.draft import figures_in
from analytics.reports.proof.comparisons import unlike_is_said
from analytics.reports.proof.links import links_lead_somewhere
from analytics.reports.proof.names import (
    headline_names_stand_below,
    names_are_not_nearly_the_same,
)
from analytics.reports.proof.numbers import (
    about_is_rounded,
    counted_words_are_true,
    headline_is_the_body,
    numbers_are_figures,
)
from analytics.reports.proof.passages import Check, Proof, Told
from analytics.reports.proof.plans import plans_are_told_anew
from lederweb.core.content_checks import check

LABELS: dict[str, str | Promise] = {
    "empty": gettext_lazy("Nothing in it"),
    "missing": gettext_lazy("Figure without a value"),
    "headline": gettext_lazy("Two values of one figure"),
    "about": gettext_lazy("Wrongly rounded"),
    "words": gettext_lazy("Counted otherwise"),
    "unlike": gettext_lazy("Unlike figures"),
    "name": gettext_lazy("A name without ground"),
    "alike": gettext_lazy("Two names of one thing"),
    "drive": gettext_lazy("Link to an internal drive"),
    "dead": gettext_lazy("Dead link"),
    "plans": gettext_lazy("Plans in place of results"),
    "typed": gettext_lazy("Typed number"),
}


@dataclass(frozen=True)
class Finding:
    """`place` is the address within the editor; `key` is the same as long as the finding is."""

    code: str
    sentence: str
    place: str

    @property
    def key(self) -> str:
        return hashlib.sha256(f"{self.code}\n{self.sentence}".encode()).hexdigest()

    @property
    def label(self) -> str:
        return str(LABELS[self.code])


def has_a_body(proof: Proof) -> Iterator[Told]:
    if not len(proof.page.body):
        yield Told("empty", _("The report is empty. Make a draft, or write it."))


def figures_have_values(proof: Proof) -> Iterator[Told]:
    from analytics.figures.mention import Mention

    for passage in proof.passages:
        for attributes in figures_in(passage.source):
            try:
                Mention.of(attributes).value()
            except (NoValue, UnknownFigure) as error:
                yield Told(
                    "missing",
                    _("A figure in the text (%(key)s) has no value. %(reason)s")
                    % {"key": attributes.get("figure", ""), "reason": error},
                    passage.place,
                )


CHECKS: tuple[Check, ...] = (
    has_a_body,
    figures_have_values,
    headline_is_the_body,
    about_is_rounded,
    counted_words_are_true,
    unlike_is_said,
    headline_names_stand_below,
    names_are_not_nearly_the_same,
    links_lead_somewhere,
    plans_are_told_anew,
    numbers_are_figures,
)


def findings(page: StatusReportPage) -> list[Finding]:
    """What is wrong with the draft, each thing once, the gravest first."""
    proof = Proof(page)
    found: dict[str, Finding] = {}
    for ask in CHECKS:
        for told in ask(proof):
            finding = Finding(told.code, told.sentence, told.place)
            found.setdefault(finding.key, finding)
    return list(found.values())


@check("status_report", gettext_lazy("Status report"))
def report_agrees_with_itself(page: Any) -> Iterator[str]:
    """The same beside the page, as all content checks stand there."""
    if isinstance(page, StatusReportPage):
        marks = set(page.marks.values_list("key", flat=True)) if page.pk else set()
        for finding in findings(page):
            # The checks of every text say these two themselves.
            if finding.key not in marks and finding.code not in ("drive", "missing"):
                yield _with_its_place(finding)


def _with_its_place(finding: Finding) -> str:
    """Beside the editor a part of an address is enough to get there."""
    if not finding.place:
        return finding.sentence
    link = format_html('<a href="{}">{}</a>', finding.place, _("Go to the place"))
    return format_html("{} {}", finding.sentence, link)
