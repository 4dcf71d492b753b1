"""A status report comes out: checked, frozen, and its files made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from analytics.figures.freezing import correct
from analytics.figures.mention import Mention
from analytics.figures.receipt import as_csv
from analytics.figures.registry import NoValue, UnknownFigure
from analytics.models import (
    FigureCorrection,
    FrozenFigure,
    FrozenReport,
    ReportFile,
    StatusReportPage,
)
from analytics.models.reports import PDF, WORD
from analytics.reports import checks, keeping, receipt
from analytics.reports.document import Report
from analytics.reports.draft import build
from analytics.reports.kinds import SECTIONS
from analytics.reports.sections.part import unit_name
from lederweb.core import page_cache
from lederweb.core.templatetags.lederweb import danish_date

Tell = Callable[[str], None]


class NotReady(Exception):
    """The checks found something that nobody has answered for; `findings` says what."""

    def __init__(self, findings: list[checks.Finding]) -> None:
        super().__init__(" ".join(finding.sentence for finding in findings))
        self.findings = findings


def publish_report(
    *, page: StatusReportPage, by: Any = None, recount_because: str = "", tell: Tell | None = None
) -> FrozenReport:
    """Publish the newest draft and make its files.

    What was counted for an earlier publication stands, unless `recount_because` says why it is to
    be counted again. Raises NotReady, and what the writers of files raise; then the page is out,
    and its files are made when they are asked for.
    """
    tell = tell or (lambda _step: None)
    tell(_("Checking"))
    page.recount_because = recount_because
    revision = page.get_latest_revision() or page.save_revision(user=by)
    tell(_("Freezing the figures"))
    page.publish(revision, user=by, skip_permission_checks=True)
    frozen = FrozenReport.objects.filter(page=page).latest("pk")
    for form, step in ((PDF, _("Making the PDF")), (WORD, _("Making the Word file"))):
        tell(step)
        make_file(frozen, form)
    return frozen


def refuse_what_is_open(draft: StatusReportPage) -> list[dict[str, str]]:
    """What stands although the checks found it, each with its reason. Raises NotReady."""
    found = checks.findings(draft)
    marks = {mark.key: mark for mark in draft.marks.all()}
    still_open = [finding for finding in found if finding.key not in marks]
    if still_open:
        raise NotReady(still_open)
    return [
        {
            "sentence": finding.sentence,
            "reason": marks[finding.key].reason,
            "day": danish_date(marks[finding.key].made_at),
        }
        for finding in found
    ]


@transaction.atomic
def freeze_report(
    *, page: StatusReportPage, marks: list[dict[str, str]], by: Any = None, because: str = ""
) -> FrozenReport:
    """Keep the published page as a report, whose numbers no later count changes."""
    page = StatusReportPage.objects.get(pk=page.pk)
    before = FrozenReport.objects.filter(page=page).order_by("-pk").first()
    if because:
        _correct_figures(page, because, by)
        page = StatusReportPage.objects.get(pk=page.pk)
    scope = page.scope.asked
    kept = keeping.of_json(before.parts, scope) if before and not because else {}
    built = build(page, kept=kept)
    report = keeping.with_corrections(built.report, page.pk)
    frozen = FrozenReport.objects.create(
        page=page,
        report=report.as_json(),
        parts=keeping.as_json(built.parts, scope),
        marks=marks,
        checksum=receipt.checksum(report),
        reason=because,
        frozen_by=by,
    )
    transaction.on_commit(page_cache.forget_all)
    return frozen


def _correct_figures(page: StatusReportPage, because: str, by: Any) -> None:
    """Figures in the text that are others today are corrected in the open."""
    for row in FrozenFigure.objects.filter(page=page.pk):
        try:
            value = Mention.of(row.wanted).value().value
        except (NoValue, UnknownFigure):
            continue
        if value != row.value:
            correct(figure=row, value=value, reason=because, user=by)


def take_up_correction(*, correction: FigureCorrection, by: Any) -> list[str]:
    """Put a corrected figure into the published report, where it stands in one.

    Sections stay as they were counted. Those that give the figure the value that was wrong are
    returned by name: only counting again, with a reason, changes them.
    """
    figure = correction.figure
    frozen = FrozenReport.objects.filter(page=figure.page_id).order_by("-pk").first()
    if frozen is None:
        return []
    freeze_report(page=frozen.page, marks=frozen.marks, by=by)
    wrong = (unit_name(figure.unit), correction.old_value)
    parts = keeping.of_json(frozen.parts, frozen.page.scope.asked)
    return [
        str(SECTIONS[what])
        for what, part in parts.items()
        if any((line.unit, line.value) == wrong for line in part.lines)
    ]


def make_file(frozen: FrozenReport, form: str) -> ReportFile:
    """The file of the form ("pdf" or "word"), made once however often it is asked for."""
    found = ReportFile.objects.filter(frozen=frozen, form=form).first()
    if found is not None:
        return found
    content = _writer(form)(frozen.as_report())
    made, _is_new = ReportFile.objects.get_or_create(
        frozen=frozen, form=form, defaults={"content": content}
    )
    return made


def _writer(form: str) -> Callable[[Report], bytes]:
    """Loaded when a file is made: every worker imports this module."""
    if form == PDF:
        from analytics.reports.pdf import write
    else:
        from analytics.reports.word import write
    return write


def receipt_of(frozen: FrozenReport) -> str:
    """The receipt as CSV: every figure, what stands despite a finding, and what changed since."""
    extra: list[list[str | int]] = []
    if frozen.reason:
        extra.append([_("Counted again"), danish_date(frozen.frozen_at), frozen.reason])
    for correction in keeping.corrections_of(frozen.page_id):
        extra.append([_("Corrected"), correction])
    for mark in frozen.marks:
        # Who it was stands in the admin's row alone: anybody may fetch the receipt.
        extra.append([_("Published despite"), mark["sentence"], mark["reason"], mark["day"]])
    changes = keeping.changes_since(frozen)
    today = danish_date(localdate())
    for name, period, then, now in changes:
        extra.append([_("Another number today"), name, period, then, now, today])
    if not changes:
        extra.append([_("No figure is another one today"), today])
    return receipt.csv(frozen.as_report()) + as_csv(extra).lstrip("\ufeff")
