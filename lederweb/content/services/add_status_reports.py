"""The status reports of 2013 and 2017, rebuilt from the facts and published."""

from __future__ import annotations

import re
from typing import Any

from django.utils.html import escape

from analytics.figures.mention import Mention, embedded
from analytics.figures.registry import STATED
from analytics.models import ReportMark, StatusReportPage
from analytics.reports.checks import findings
from analytics.services.draft_report import overview
from analytics.services.publish_report import NotReady
from lederweb.content.services.demonstration import Demonstration
from lederweb.content.services.index_at_once import one_piece
from projects.models import ProjectPage

_FIGURE = re.compile(r"\{([a-z0-9:-]+)\}")
_DAYS = (
    *("period_from", "period_to", "site_from", "site_to"),
    *("subscribers_on", "followers_on", "courses_on", "projects_on"),
)


def add_status_reports(*, demonstration: Demonstration) -> None:
    """Add the reports that are missing, found by address; each is one transaction.

    Their files are made when somebody asks for them. Where the checks find what nobody has
    answered for, the report stays a draft, and that is said.
    """
    _date_projects(demonstration)
    made = there = 0
    for entry in demonstration.library.reports:
        if StatusReportPage.objects.filter(slug=entry["slug"]).exists():
            there += 1
            continue
        with one_piece():
            page = _add(entry, demonstration)
            _publish(page, entry["stands"], demonstration)
        made += 1
    demonstration.report("Status reports", made, there)


def _date_projects(demonstration: Demonstration) -> None:
    """A status lists what was under way: from 2017 on, or until 2013 at least.

    Nothing better is known of these projects; a date that somebody has given stays.
    """
    made = there = 0
    for text in demonstration.library["projects"]:
        years = text.data["listed_in"]
        page = ProjectPage.objects.get(pk=demonstration.pages[text.address])
        if not years or page.started_on or page.ended_on:
            there += bool(years)
            continue
        if page.status == ProjectPage.Status.FINISHED:
            page.ended_on = str(max(years))
        else:
            page.started_on = str(min(years))
        with one_piece():
            revision = page.save_revision(user=demonstration.editor, log_action=True)
            revision.publish(user=demonstration.editor, skip_permission_checks=True)
        made += 1
    demonstration.report("Years of projects", made, there)


def _add(entry: dict[str, Any], demonstration: Demonstration) -> StatusReportPage:
    page = StatusReportPage(
        title=entry["title"],
        slug=entry["slug"],
        lead=entry["lead"],
        live=False,
        owner=demonstration.editor,
        **{name: entry[name] for name in _DAYS if name in entry},
    )
    page.body = [_block(block, page) for block in entry["body"]]
    overview(demonstration.editor).add_child(instance=page)
    page.save_revision(user=demonstration.editor, log_action=True)
    return page


def _block(block: dict[str, Any], page: StatusReportPage) -> tuple[str, Any]:
    kind = block["kind"]
    if kind == "results":
        lines = "".join(f"<li>{_rich(point, page)}</li>" for point in block["points"])
        return "results", f"<ul>{lines}</ul>"
    if kind == "focus":
        points = [{"title": title, "text": text} for title, text in block["points"]]
        return "focus", {"what": block["what"], "heading": block["heading"], "points": points}
    if kind == "words":
        return "words", {
            "heading": block["heading"],
            "text": f"<p>{_rich(block['text'], page)}</p>",
        }
    words = {
        place: f"<p>{_rich(block[place], page)}</p>" if place in block else ""
        for place in ("before", "after")
    }
    return "counted", {"what": block["what"], "heading": "", **words}


def _rich(text: str, page: StatusReportPage) -> str:
    def figure(match: re.Match[str]) -> str:
        key = match[1]
        is_stated = key.startswith(STATED)
        days = () if is_stated else (page.period_from, page.period_to)
        return str(embedded(Mention(key, *days).attributes()))

    return _FIGURE.sub(figure, str(escape(text)))


def _publish(page: StatusReportPage, stands: dict[str, str], demonstration: Demonstration) -> None:
    """What the document claims stands with its reason; the receipt repeats it."""
    draft = StatusReportPage.objects.get(pk=page.pk)
    for finding in findings(draft):
        if finding.code in stands:
            ReportMark.objects.create(
                page=draft,
                key=finding.key,
                sentence=finding.sentence,
                reason=stands[finding.code],
                made_by=demonstration.editor,
            )
    try:
        draft.publish(
            draft.get_latest_revision(), user=demonstration.editor, skip_permission_checks=True
        )
    except NotReady as error:
        demonstration.say(f"{page.title} stays a draft: {error}")
