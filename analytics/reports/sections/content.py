"""What came out in the period: publications, tools, articles and podcasts."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from analytics.figures.counted import released_within
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
    picture_of,
    unit_name,
)
from lederweb.core.models.pages import address_of
from lederweb.core.templatetags.lederweb import partial_date
from publications.models import (
    ArticlePage,
    ContentPage,
    Edition,
    PodcastEpisodePage,
    PublicationPage,
    ToolPage,
)


def releases(scope: Scope) -> Part:
    """Publications and tools, with cover, text and link, and what was printed and sent out."""
    publications = _released(PublicationPage, scope.span)
    tools = _released(ToolPage, scope.span)
    reprints = _reprints(scope.span, {page.pk for page in publications})
    if not (publications or tools or reprints):
        return nothing(_("Nothing was released in the period."))
    lines = [line_of(value_of("publications", scope.span))]
    copies = _copies([page.pk for page in publications])
    items = []
    for page in publications:
        editions = copies.get(page.pk, [])
        items.append(_item(page, *(words for edition in editions for words in _print(edition))))
        lines += [line for edition in editions for line in _print_lines(page, edition)]
    items += [_item(page) for page in tools]
    blocks: list[Any] = [Items(items)] if items else []
    if reprints:
        blocks += [part_heading(_("Printed again")), Items([_item(page) for page in reprints])]
    return Part(blocks, lines)


def articles(scope: Scope) -> Part:
    """First those from projects, oldest first, then the others."""
    pages = _released(ArticlePage, scope.span)
    if not pages:
        return nothing(_("No article with a date was released in the period."))
    of_projects = [page for page in pages if page.project_id]
    others = [page for page in pages if not page.project_id]
    blocks: list[Any] = []
    if of_projects:
        blocks += [part_heading(_("From projects")), Items([_item(page) for page in of_projects])]
    if others:
        blocks += [part_heading(_("Other articles")), Items([_item(page) for page in others])]
    lines = [
        line_of(value_of("articles", scope.span)),
        line_of(value_of("project-articles", scope.span)),
    ]
    return Part(blocks, lines)


def podcasts(scope: Scope) -> Part:
    pages = sorted(
        _released(PodcastEpisodePage, scope.span), key=lambda page: (page.sort_date, page.number)
    )
    if not pages:
        return nothing(_("No podcast was released in the period."))
    items = [
        _item(
            page,
            _("Article: %(title)s") % {"title": page.article.title} if page.article else "",
        )
        for page in pages
    ]
    return Part([Items(items)], [line_of(value_of("episodes", scope.span))])


def _released(model: type[ContentPage], span: Span) -> list[Any]:
    related = [name for name in ("picture", "project", "article") if _has(model, name)]
    return list(released_within(model, span).select_related(*related).order_by("sort_date", "pk"))


def _has(model: type[ContentPage], name: str) -> bool:
    return any(field.name == name for field in model._meta.get_fields())


def _reprints(span: Span, without: set[int]) -> list[Any]:
    """Older publications with an edition of the period's year."""
    years = range(span.first.year, span.last.year + 1)
    again = Edition.objects.filter(year__in=[year for year in years if _is_within(year, span)])
    pages = PublicationPage.objects.live().public().filter(pk__in=again.values("publication_id"))
    found = pages.exclude(pk__in=without).exclude(sort_date__gt=span.last)
    return list(found.select_related("picture", "project").order_by("title"))


def _is_within(year: int, span: Span) -> bool:
    """The year that most of the period lies in: editions state no more than a year."""
    middle = span.first + (span.last - span.first) / 2
    return middle.year == year


def _item(page: Any, *more: str) -> Item:
    project = page.project.title if page.project_id else ""
    return Item(
        title=page.title,
        text=page.lead,
        address=address_of(page),
        details=details(
            str(page.kind_label),
            owners_in_words(page.owners),
            _("Project: %(title)s") % {"title": project} if project else "",
            partial_date(page.published_on),
            *more,
        ),
        **picture_of(page.picture),  # type: ignore[arg-type]
    )


def _copies(numbers: list[int]) -> dict[int, list[Edition]]:
    found: dict[int, list[Edition]] = {}
    for edition in Edition.objects.filter(publication_id__in=numbers, printed__isnull=False):
        found.setdefault(edition.publication_id, []).append(edition)
    return found


def _print(edition: Edition) -> list[str]:
    words = [_("%(count)s copies printed") % {"count": worded(edition.printed or 0)}]
    if edition.sent_out is not None:
        words.append(_("%(count)s sent out") % {"count": _sent(edition)})
    return words


def _sent(edition: Edition) -> str:
    return worded(edition.sent_out or 0, stated_as="about" if edition.sent_out_about else "")


def _print_lines(page: Any, edition: Edition) -> list[Line]:
    def line(name: str, value: int, text: str) -> Line:
        return Line(
            name=name % {"title": page.title},
            value=value,
            text=text,
            unit=unit_name("copies"),
            period=str(edition.year or partial_date(page.published_on)),
            definition=_("As the edition’s own page states it."),
            source=_("Lederweb’s catalogue"),
        )

    printed = edition.printed or 0
    found = [line(_("%(title)s: copies printed"), printed, worded(printed))]
    if edition.sent_out is not None:
        found.append(line(_("%(title)s: copies sent out"), edition.sent_out, _sent(edition)))
    return found
