"""One page on a project, and one on a Væksthus, from what the floors below hold."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from django.conf import settings
from django.utils import translation
from django.utils.html import escape, strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.comparison import span_in_words
from analytics.figures.counted import (
    events_within,
    mentions_within,
    projects_under_way,
    released_within,
)
from analytics.reports.brief import (
    Block,
    Reach,
    event_item,
    few,
    in_numbers,
    mention_item,
    product_item,
    project_item,
    section,
    year_until,
)
from analytics.reports.document import Items, Line, Report, Section, Words
from analytics.reports.sections.part import details, owners_in_words, paragraph
from lederweb.core.models.pages import address_of
from lederweb.core.templatetags.lederweb import danish_date, partial_date
from lederweb.lib import danish
from projects.models import Event, MediaMention, Membership, ProjectPage, Tier, TierPage
from publications.models import (
    ArticlePage,
    ContentPage,
    CoursePage,
    PodcastEpisodePage,
    PublicationPage,
    ToolPage,
)
from publications.templatetags.products import products_of

_MOST_PRODUCTS, _MOST_PROJECTS, _MOST_EVENTS = 12, 14, 4
_MOST_WORDS = 80  # of a project's purpose
_KINDS = {
    PublicationPage: gettext_lazy("Publications"),
    ArticlePage: gettext_lazy("Articles"),
    PodcastEpisodePage: gettext_lazy("Podcasts"),
    CoursePage: gettext_lazy("E-courses"),
    ToolPage: gettext_lazy("Tools"),
}


def project_card(project: ProjectPage, *, day: dt.date) -> Report:
    """A project as it stands on the day: what it is for, in numbers, and what came of it."""
    with translation.override(settings.LANGUAGE_CODE):
        pages = list(project.content.live().public().cards())
        events, mentions = list(project.events.all()), list(project.media_mentions.all())
        reach = Reach("project", str(project.pk), year_until(day))
        now = danish_date(day)
        lines = [
            *_made(pages, now, _("Pages on Lederweb that came of the project.")),
            *_copies(project, now),
            *_held(len(events), now, _("Events of the project in Lederweb’s calendar.")),
            *_mentioned(len(mentions), now, _("Mentions of the project in Lederweb’s list.")),
            *reach.lines,
        ]
        return Report(
            title=project.title,
            subtitle=details(
                _("Project"), owners_in_words(project.owners), project.get_status_display()
            ),
            period=_period(project),
            day=day.isoformat(),
            address=address_of(project),
            lead=project.lead,
            sections=[
                *section("projektet", _("The project"), _about(project)),
                *_numbers(_("The project in numbers"), lines, reach),
                *section(
                    "resultater",
                    _("What came of the project"),
                    few([product_item(page) for page in pages], _MOST_PRODUCTS),
                ),
                *section(
                    "arrangementer",
                    _("Events"),
                    few([event_item(one) for one in events], _MOST_EVENTS),
                ),
                *section(
                    "medier",
                    _("In the media"),
                    few([mention_item(one) for one in mentions], _MOST_EVENTS),
                ),
            ],
            receipt=lines,
        )


def tier_card(tier: Tier, *, day: dt.date) -> Report:
    """A Væksthus over the twelve whole months before the day, and its projects under way."""
    with translation.override(settings.LANGUAGE_CODE):
        span, now = year_until(day), danish_date(day)
        when = span_in_words(span.first, span.last)
        page = TierPage.objects.live().public().filter(tier=tier.value).first()
        projects = [one for one in projects_under_way(day) if tier.value in one.owners]
        pages = list(released_within(ContentPage, span).for_tier(tier.value).cards())
        newest = ContentPage.objects.live().public().for_tier(tier.value).cards()
        events = [one for one in events_within(span) if _is_of(one, tier)]
        mentions = [one for one in mentions_within(span) if _is_of(one, tier)]
        members = Membership.objects.filter(body=Membership.Body.of_tier(tier.value)).present(day)
        reach = Reach("tier", tier.value, span)
        lines = [
            *_counted(
                _("Projects under way"),
                len(projects),
                now,
                _("Projects of the Væksthus begun by that day and not ended before it."),
                _("Lederweb’s list of projects"),
            ),
            *_made(pages, when, _("Pages for the Væksthus that were released in the period.")),
            *_counted(
                _("Released in all"),
                newest.count(),
                now,
                _("Pages on Lederweb for the Væksthus, of every kind."),
                _("Lederweb’s catalogue"),
            ),
            *_held(len(events), when, _("Events of the Væksthus in Lederweb’s calendar.")),
            *_mentioned(len(mentions), when, _("Mentions of the Væksthus in Lederweb’s list.")),
            *_counted(
                _("Members"),
                members.count(),
                now,
                _("Seats in the network group that were taken on that day."),
                _("Lederweb’s list of members"),
            ),
            *reach.lines,
        ]
        return Report(
            title=str(tier.label),
            subtitle=_("For %(audience)s") % {"audience": tier.audience},
            period=when,
            day=day.isoformat(),
            address=address_of(page) if page else tier.url,
            lead=page.lead if page else "",
            sections=[
                *_numbers(_("The Væksthus in numbers"), lines, reach),
                *section(
                    "projekter",
                    _("Projects under way"),
                    few([project_item(one) for one in projects], _MOST_PROJECTS),
                ),
                *section(
                    "udgivelser",
                    _("The newest"),
                    [Items([product_item(one) for one in newest[:_MOST_PRODUCTS]])],
                ),
                *section(
                    "arrangementer",
                    _("Events"),
                    few([event_item(one) for one in events], _MOST_EVENTS),
                ),
            ],
            receipt=lines,
        )


# --- Sections ------------------------------------------------------------------------------------
def _numbers(heading: str, lines: list[Line], reach: Reach) -> list[Section]:
    if not lines:
        return section("tal", heading, [paragraph(_("Nothing has been counted yet."))])
    drawing = [reach.drawing] if reach.drawing else []
    return section("tal", heading, [in_numbers(lines), *drawing])


def _about(project: ProjectPage) -> list[Block]:
    people = [link.as_shown() for link in project.people.select_related("person")]
    facts = {
        _("Partners"): ", ".join(partner.name for partner in project.partners.all()),
        _("People"): ", ".join(details(one["name"], one["role"]) for one in people),
        _("Period"): _period(project),
    }
    purpose = Truncator(strip_tags(project.purpose.replace("</p>", " "))).words(_MOST_WORDS)
    lines = "".join(
        f"<li><b>{escape(name)}:</b> {escape(value)}</li>" for name, value in facts.items() if value
    )
    blocks: list[Block] = [paragraph(purpose.strip())] if purpose.strip() else []
    return [*blocks, Words(f"<ul>{lines}</ul>")] if lines else blocks


def _period(project: ProjectPage) -> str:
    begun, ended = partial_date(project.started_on), partial_date(project.ended_on)
    if begun and ended:
        return _("%(first)s to %(last)s") % {"first": begun, "last": ended}
    return _("since %(day)s") % {"day": begun} if begun else ended


# --- Lines of the receipt ------------------------------------------------------------------------
def _counted(name: str, value: int, period: str, definition: str, source: str) -> list[Line]:
    """Left out where there is none."""
    text = danish.number(value)
    line = Line(name, value, text, name.lower(), period, definition, source)
    return [line] if value else []


def _made(pages: Iterable[ContentPage], period: str, definition: str) -> list[Line]:
    """A line for each kind of page."""
    kinds = Counter(page.kind for page in pages)
    source = _("Lederweb’s catalogue")
    return [
        line
        for kind, name in _KINDS.items()
        for line in _counted(str(name), kinds[kind], period, definition, source)
    ]


def _held(value: int, period: str, definition: str) -> list[Line]:
    return _counted(_("Events"), value, period, definition, _("Lederweb’s calendar"))


def _mentioned(value: int, period: str, definition: str) -> list[Line]:
    return _counted(
        _("Media mentions"), value, period, definition, _("Lederweb’s list of media mentions")
    )


def _copies(project: ProjectPage, period: str) -> list[Line]:
    lines = []
    source = _("Lederweb’s ledger of printed copies")
    for edition in products_of(project)["copies"]:
        title = details(edition["publication__title"], str(edition["year"] or ""))
        for field, name in (
            ("printed", _("%(title)s: copies printed")),
            ("sent_out", _("%(title)s: copies sent out")),
        ):
            found = _counted(
                name % {"title": title},
                edition[field] or 0,
                period,
                _("Copies of the edition, by the ledger or else as its publication states them."),
                source,
            )
            lines += found
    return lines


def _is_of(row: Event | MediaMention, tier: Tier) -> bool:
    owners = row.owners or (row.project.owners if row.project else [])
    return tier.value in owners
