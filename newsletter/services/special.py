"""A special issue (særnummer): the best there is on one theme."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from taggit.models import Tag

from lederweb.core.templatetags.lederweb import danish_date
from newsletter.models import IssuePage, NewsletterIndexPage
from newsletter.services.draft import MOST, Pick, add_draft
from projects.models import ProjectPage, Tier
from publications.models import ContentPage, TopicPage

# Words shorter than this say little of what a text is about.
_SHORTEST_WORD = 4


class NoContent(Exception):
    """Nothing that anybody may read is on the theme."""


@dataclass(frozen=True)
class Theme:
    """What an issue is about. `key` names it in a form: topic:12, tag:3, project:7."""

    key: str
    name: str
    content: Q


def theme_of(key: str) -> Theme | None:
    """The theme with a key, None for a key that means nothing (any more)."""
    kind, _colon, number = key.partition(":")
    if kind not in _READ or not (number.isascii() and number.isdigit()):
        return None
    return _READ[kind](int(number))


def themes() -> list[tuple[str, list[tuple[str, str]]]]:
    """Kinds of themes, each with (key, name with how many pages); only what has content.

    A tag by the name of a topic is that topic's: one theme, not two of which neither has all.
    """
    public = ContentPage.objects.live().public()
    topics = TopicPage.objects.live().public().order_by("path")
    numbers = public.filter(topics__isnull=False).values_list("topics__path", "pk")
    pages_at: dict[str, set[int]] = {}
    for path, page in numbers:
        for length in range(len(path), 0, -TopicPage.steplen):
            pages_at.setdefault(path[:length], set()).add(page)
    counted = public.order_by()
    tagged = counted.filter(tags__isnull=False).values_list("tags__pk", "tags__name", "pk")
    pages_with: dict[tuple[int, str], set[int]] = {}
    for tag, name, page in tagged:
        pages_with.setdefault((tag, name), set()).add(page)
    paths: dict[str, list[str]] = {}
    for topic in topics:
        paths.setdefault(topic.title.casefold(), []).append(topic.path)
    tags = []
    for (tag, name), pages in pages_with.items():
        of_topics = paths.get(name.casefold(), [])
        for path in of_topics:
            pages_at[path] = pages_at.get(path, set()) | pages
        if not of_topics:
            tags.append((tag, name, len(pages)))
    projects = counted.values_list("project__pk", "project__title").annotate(Count("pk"))
    groups = [
        (
            _("Topics"),
            [
                (f"topic:{topic.pk}", _label(topic.title, len(pages_at[topic.path])))
                for topic in topics
                if topic.path in pages_at
            ],
        ),
        (_("Tags"), _options("tag", tags)),
        (_("Projects"), _options("project", projects)),
    ]
    return [(name, options) for name, options in groups if options]


def draft_special_issue(*, theme: Theme, by: Any) -> IssuePage:
    """Draft an issue with the best on the theme. Raises NoContent."""
    picks = pick_for_theme(theme)
    if not picks:
        raise NoContent(theme.name)
    with transaction.atomic():
        index = NewsletterIndexPage.objects.select_for_update(of=("self",)).get()
        title = _("Special issue: %(theme)s") % {"theme": theme.name}
        return add_draft(
            index=index,
            title=title,
            picks=picks,
            subject=title,
            kind=IssuePage.Kind.SPECIAL,
            owner=by,
        )


def pick_for_theme(theme: Theme) -> list[Pick]:
    """At most eight pages, with the reason for each.

    The newest first, then the best for each Væksthus that has nothing yet, then what is most
    about the theme: named in the title counts more than in the lead. Of equals the newer.
    """
    found = list(ContentPage.objects.listed().defer_streamfields().filter(theme.content).distinct())
    words = [word for word in re.findall(r"\w+", theme.name.lower()) if len(word) >= _SHORTEST_WORD]

    def about(page: ContentPage) -> int:
        in_title = any(word in page.title.lower() for word in words)
        return 2 * in_title + any(word in page.lead.lower() for word in words)

    best = sorted(found, key=about, reverse=True)  # stable: of equals the newer stays first
    picks: list[Pick] = []

    def take(page: ContentPage, reason: str) -> None:
        best.remove(page)
        picks.append(Pick(page, reason))

    def worded(reason: str, page: ContentPage) -> str:
        return reason % {"theme": theme.name, "date": _date(page)}

    if found:
        take(found[0], worded(_("The newest on “%(theme)s”, %(date)s."), found[0]))
    for tier in (Tier.TOP, Tier.MIDDLE, Tier.INSTITUTION):
        if any(tier in pick.page.owners for pick in picks):
            continue
        page = next((page for page in best if tier in page.owners), None)
        if page is not None:
            reason = _("The best for %(audience)s, %(date)s.")
            take(page, reason % {"audience": tier.audience, "date": _date(page)})
    for page in best[: MOST - len(picks)]:
        if about(page) >= 2:
            take(page, worded(_("Names “%(theme)s” in its title, %(date)s."), page))
        else:
            take(page, worded(_("On “%(theme)s”, %(date)s."), page))
    return picks


def _topic(number: int) -> Theme | None:
    topic = TopicPage.objects.live().public().filter(pk=number).first()
    if topic is None:
        return None
    content = Q(topics__path__startswith=topic.path) | Q(tags__name__iexact=topic.title)
    return Theme(f"topic:{number}", topic.title, content)


def _tag(number: int) -> Theme | None:
    tag = Tag.objects.filter(pk=number).first()
    return Theme(f"tag:{number}", tag.name, Q(tags=tag)) if tag else None


def _project(number: int) -> Theme | None:
    project = ProjectPage.objects.live().public().filter(pk=number).first()
    return Theme(f"project:{number}", project.title, Q(project=project)) if project else None


_READ: dict[str, Callable[[int], Theme | None]] = {
    "topic": _topic,
    "tag": _tag,
    "project": _project,
}


def _options(kind: str, rows: Iterable[tuple[int | None, str, int]]) -> list[tuple[str, str]]:
    found = [(name, number, count) for number, name, count in rows if number is not None]
    return [
        (f"{kind}:{number}", _label(name, count))
        for name, number, count in sorted(found, key=lambda row: row[0].casefold())
    ]


def _label(name: str, count: int) -> str:
    return f"{name} ({count})"


def _date(page: ContentPage) -> str:
    return danish_date(page.sort_date)
