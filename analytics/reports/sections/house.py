"""What Væksthuset did: projects under way, media mentions and events."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.figures.counted import events_within, mentions_within, projects_under_way
from analytics.figures.registry import Span, value_of
from analytics.figures.wording import worded
from analytics.reports.document import Item, Items, Line
from analytics.reports.scope import Scope
from analytics.reports.sections.part import (
    Part,
    details,
    line_of,
    nothing,
    owners_in_words,
    part_heading,
    unit_name,
)
from lederweb.core.models.pages import address_of
from lederweb.core.templatetags.lederweb import partial_date
from projects.models import Event, MediaMention, ProjectPage


def projects(scope: Scope) -> Part:
    """By Væksthus; those of several across, those of nobody known last."""
    pages = projects_under_way(scope.projects_on)
    if not pages:
        return nothing(_("No project was under way."))
    groups: dict[str, list[ProjectPage]] = {}
    for page in pages:
        groups.setdefault(_group(page), []).append(page)
    blocks: list[Any] = []
    for key in sorted(groups):
        heading = _heading(key)
        # One group of projects whose owner nobody knows needs no heading.
        if heading and (len(groups) > 1 or key != _UNKNOWN):
            blocks.append(part_heading(heading))
        blocks.append(Items([_project(page, is_across=key == _ACROSS) for page in groups[key]]))
    on = Span(scope.projects_on, scope.projects_on)
    return Part(blocks, [line_of(value_of("projects", on))])


_ACROSS, _BOARD, _UNKNOWN = "4", "5", "6"


def _group(page: ProjectPage) -> str:
    if not page.owners:
        return _UNKNOWN
    if len(page.owners) > 1:
        return _ACROSS
    return _BOARD if page.owners == ["b"] else str(page.owners[0])


def _heading(key: str) -> str:
    if key == _ACROSS:
        return _("Across the Væksthuse")
    if key == _UNKNOWN:
        return _("Other projects")
    return owners_in_words(["b" if key == _BOARD else key])


def _project(page: ProjectPage, *, is_across: bool) -> Item:
    return Item(
        title=page.title,
        text=page.lead,
        address=address_of(page),
        details=owners_in_words(page.owners) if is_across else "",
    )


def media(scope: Scope) -> Part:
    rows = mentions_within(scope.span)
    if not rows:
        return nothing(_("No mention in the media is listed for the period."))
    return Part(
        [Items([_mention(row) for row in rows])], [line_of(value_of("mentions", scope.span))]
    )


def _mention(row: MediaMention) -> Item:
    return Item(
        title=row.title or row.outlet,
        text=row.note,
        address=row.link,
        details=details(
            row.get_kind_display(),
            row.outlet if row.title else "",
            row.by,
            partial_date(row.published_on),
        ),
    )


def events(scope: Scope) -> Part:
    rows = events_within(scope.span)
    if not rows:
        return nothing(_("No event is listed for the period."))
    lines = [line_of(value_of("events", scope.span))]
    lines += [_participants_line(row) for row in rows if row.participants]
    return Part([Items([_event(row) for row in rows])], lines)


def _event(row: Event) -> Item:
    theme = _("Theme: %(theme)s.") % {"theme": row.theme.rstrip(".")} if row.theme else ""
    return Item(
        title=row.title,
        text=" ".join(filter(None, [theme, row.text])),
        address=row.link,
        details=details(
            row.get_kind_display(), row.place, partial_date(row.starts_on), _participants(row)
        ),
    )


def _participants(row: Event) -> str:
    if not row.participants:
        return ""
    return ngettext("%(count)s participant", "%(count)s participants", row.participants) % {
        "count": worded(row.participants, stated_as="about" if row.participants_about else "")
    }


def _participants_line(row: Event) -> Line:
    return Line(
        name=_("%(title)s: participants") % {"title": row.title},
        value=row.participants or 0,
        text=worded(row.participants or 0, stated_as="about" if row.participants_about else ""),
        unit=unit_name("participants"),
        period=partial_date(row.starts_on),
        definition=_("People who took part, as the calendar states it."),
        source=_("Lederweb’s calendar"),
    )
