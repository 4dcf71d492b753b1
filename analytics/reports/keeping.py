"""Counted sections as JSON, so that what was counted for one publication serves the next."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _

from analytics.figures.freezing import correction_in_words
from analytics.figures.mention import Mention
from analytics.figures.registry import NoValue, UnknownFigure
from analytics.models import FrozenFigure, FrozenReport
from analytics.reports.document import Report, Section, Words
from analytics.reports.sections import COUNT
from analytics.reports.sections.part import Part
from lederweb.lib import danish


def as_json(parts: dict[str, Part], scope: str) -> dict[str, Any]:
    """Each part as a section of a report without a page; its lines say which it is."""
    report = Report(
        title="",
        subtitle="",
        period="",
        day="",
        address="",
        lead="",
        sections=[Section(name, "", part.blocks, part.warnings) for name, part in parts.items()],
        receipt=[replace(line, place=name) for name, part in parts.items() for line in part.lines],
    )
    return {"scope": scope, "report": report.as_json()}


def of_json(data: dict[str, Any], scope: str) -> dict[str, Part]:
    """The parts, if they were counted for the same days; otherwise none."""
    if data.get("scope") != scope:
        return {}
    report = Report.of_json(data["report"])
    return {
        section.slug: Part(
            section.blocks,
            [replace(line, place="") for line in report.receipt if line.place == section.slug],
            section.warnings,
        )
        for section in report.sections
    }


def changes_since(frozen: FrozenReport) -> list[list[str]]:
    """What would be another number if it were counted now: name, period, then and now.

    Counts every section anew, so it takes as long as a draft.
    """
    scope = frozen.page.scope
    found = []
    for name, part in of_json(frozen.parts, scope.asked).items():
        if name not in COUNT:
            continue
        now = {(line.name, line.period): line.text for line in COUNT[name](scope).lines}
        for line in part.lines:
            present = now.get((line.name, line.period), "–")
            if present != line.text:
                found.append([line.name, line.period, line.text, present])
    # What somebody corrected is right, whatever it would be by the count.
    by_the_count = FrozenFigure.objects.filter(page=frozen.page_id, corrections=None)
    for row in by_the_count.order_by("pk"):
        try:
            value = Mention.of(row.wanted).value().value
        except (NoValue, UnknownFigure):
            continue
        if value != row.value:
            found.append([row.name, row.period, danish.number(row.value), danish.number(value)])
    return [list(pair) for pair in dict.fromkeys(map(tuple, found))]


def with_corrections(report: Report, page_id: int) -> Report:
    """The report with what was corrected in it as its first section, if anything was."""
    told = "".join(f"<li>{escape(correction)}</li>" for correction in corrections_of(page_id))
    if not told:
        return report
    section = Section("rettelser", _("Corrections"), [Words(f"<ul>{told}</ul>")])
    return replace(report, sections=[section, *report.sections])


def corrections_of(page_id: int) -> list[str]:
    """What was corrected in the text of the page, oldest first."""
    rows = FrozenFigure.objects.filter(page=page_id).prefetch_related("corrections")
    return [
        f"{row.name}: {correction_in_words(correction)}"
        for row in rows.order_by("pk")
        for correction in row.corrections.all()
    ]
