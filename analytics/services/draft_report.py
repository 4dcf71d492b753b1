"""The first draft of a status report: the sections of the printed ones, filled by themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import npgettext
from wagtail.models import Revision, Site

from analytics.comparison import span_in_words
from analytics.figures.mention import Mention, embedded
from analytics.figures.registry import STATED, Span, Value, value_of
from analytics.models import ReportWork, StatusReportIndexPage, StatusReportPage
from analytics.reports.kinds import SECTIONS
from analytics.reports.proof.plans import plans_before
from analytics.reports.scope import Scope, so_far
from analytics.reports.sections import COUNT
from analytics.reports.sections.part import Part, unit_name
from analytics.reports.sections.stated import counted, is_average, reach, stated_on

Tell = Callable[[str], None]


def draft_report(*, page: StatusReportPage, by: Any = None, tell: Tell | None = None) -> list[str]:
    """Fill the body of the newest draft and save it as a revision; gives the sections' names.

    What stood there is replaced; `undo_draft` brings it back.
    """
    tell = tell or (lambda _step: None)
    draft = page.get_latest_revision_as_object()
    parts: dict[str, Part] = {}
    for name, label in SECTIONS.items():
        tell(str(label))
        part = COUNT[name](draft.scope)
        if part.has_any:
            parts[name] = part
    tell(_("Main results"))
    body: list[tuple[str, Any]] = [("results", results(draft.scope, parts))]
    body += [
        ("counted", {"what": name, "heading": "", "before": "", "after": ""}) for name in parts
    ]
    body += _focus(draft)
    draft.body = body
    if not draft.lead:
        draft.lead = _lead(draft.scope.span)
    draft.save_revision(user=by, log_action=True)
    return [str(SECTIONS[name]) for name in parts]


def _lead(span: Span) -> str:
    """Without the period while it runs: words stay as they are, and the report follows the days."""
    if so_far(span) != span:
        return _("What Væksthus for Ledelse did and whom it reached.")
    return _("What Væksthus for Ledelse did and whom it reached, %(period)s.") % {
        "period": span_in_words(span.first, span.last)
    }


def before_draft(page: StatusReportPage) -> Revision | None:
    """The text that the newest draft took the place of; None once somebody has written since."""
    work = ReportWork.objects.filter(page=page, kind=ReportWork.Kind.DRAFT).first()
    newest, *older = page.revisions.order_by("-created_at", "-pk")[:2] or [None]
    if work is None or work.is_moving or newest is None or newest.created_at > work.touched_at:
        return None
    return older[0] if older and older[0].as_object().body else None


def undo_draft(*, page: StatusReportPage, by: Any = None) -> bool:
    """Bring the text before the draft back; False where there is none any more."""
    earlier = before_draft(page)
    if earlier is None:
        return False
    earlier.as_object().save_revision(user=by, log_action=True)
    return True


def new_report(*, title: str, first: dt.date, last: dt.date, by: Any) -> StatusReportPage:
    """An empty report below the overview of reports, which is made where there is none yet."""
    page = StatusReportPage(title=title, period_from=first, period_to=last, owner=by, live=False)
    overview(by).add_child(instance=page)
    page.save_revision(user=by, log_action=True)
    return page


def overview(by: Any) -> StatusReportIndexPage:
    """The page above all reports; it comes out the first time that it is asked for."""
    found = StatusReportIndexPage.objects.first()
    if found is not None:
        return found
    home = Site.objects.get(is_default_site=True).root_page
    page = StatusReportIndexPage(
        title=_("Status"),
        slug="status",
        lead=_("What Væksthus for Ledelse did in a year, and whom it reached."),
    )
    # Below "Om", which lists it; on a site without such a page, below the front page.
    (home.get_children().filter(slug="om").first() or home).add_child(instance=page)
    page.save_revision(user=by, log_action=True).publish(user=by, skip_permission_checks=True)
    return page


# --- The main results --------------------------------------------------------------------------
def results(scope: Scope, parts: dict[str, Part]) -> str:
    """A point for each section that has a number; each number is a figure."""
    points = [point for point in _points(scope, parts) if point]
    return f"<ul>{''.join(f'<li>{point}</li>' for point in points)}</ul>"


def _points(scope: Scope, parts: dict[str, Part]) -> list[str]:
    on = Span(scope.projects_on, scope.projects_on)
    return [
        _released(scope.span),
        _sentence(_("Under way: %(what)s."), [("projects", on)]) if "projekter" in parts else "",
        _reached(scope) if "besoeg" in parts else "",
        _subscribers(scope) if "nyhedsbrev" in parts else "",
        _sentence(_("Held, or taken part in: %(what)s."), [("events", scope.span)])
        if "arrangementer" in parts
        else "",
        _sentence(_("In the media: %(what)s."), [("mentions", scope.span)])
        if "medier" in parts
        else "",
    ]


def _released(span: Span) -> str:
    return _sentence(
        _("Released: %(what)s."),
        [("publications", span), ("episodes", span), ("project-articles", span)],
    )


def _sentence(pattern: str, figures: list[tuple[str, Span]]) -> str:
    """The figures that are not nothing, each with its noun; empty where none is left."""
    told = []
    for key, span in figures:
        value = value_of(key, span)
        if value.value:
            told.append(format_html("{} {}", _figure(value, span), _noun(key, value.value)))
    if not told:
        return ""
    listed = (
        told[0]
        if len(told) == 1
        else _("%(these)s and %(last)s")
        % {
            "these": ", ".join(told[:-1]),
            "last": told[-1],
        }
    )
    return str(escape(pattern)) % {"what": listed}


def _noun(key: str, count: int) -> str:
    nouns = {
        "publications": npgettext("counted", "publication", "publications", count),
        "episodes": npgettext("counted", "podcast", "podcasts", count),
        "project-articles": npgettext(
            "counted", "article from projects", "articles from projects", count
        ),
        "projects": npgettext("counted", "project", "projects", count),
        "events": npgettext("counted", "event", "events", count),
        "mentions": npgettext("counted", "mention", "mentions", count),
    }
    return nouns[key]


def _reached(scope: Scope) -> str:
    value = next(iter(reach(scope.site)), None)
    if value is None:
        return ""
    return _with_period(
        _("Lederweb had %(figure)s %(unit)s a month on average (%(period)s).")
        if is_average(value)
        else _("Lederweb had %(figure)s %(unit)s (%(period)s)."),
        value,
        scope.site,
    )


def _subscribers(scope: Scope) -> str:
    day = Span(scope.subscribers_on, scope.subscribers_on)
    value = counted("subscribers", day) or stated_on("subscribers", scope.subscribers_on)
    if value is None:
        return ""
    return _with_period(_("The newsletter had %(figure)s %(unit)s (%(period)s)."), value, day)


def _with_period(pattern: str, value: Value, span: Span) -> str:
    return str(escape(pattern)) % {
        "figure": _figure(value, span),
        "unit": unit_name(value.unit),
        "period": value.period,
    }


def _figure(value: Value, span: Span) -> SafeString:
    """As it is, which is how the sections tell it."""
    if value.key.startswith(STATED):
        return embedded(Mention(value.key).attributes())
    return embedded(Mention(value.key, span.first, span.last).attributes())


def _focus(draft: StatusReportPage) -> list[tuple[str, Any]]:
    """What the report before planned is proposed as done; what comes next is the editor's."""
    _title, before = plans_before(draft)
    planned = [{"title": title, "text": text} for title, text in before]
    found = [("done", planned), ("planned", [])]
    return [("focus", {"what": what, "heading": "", "points": points}) for what, points in found]
