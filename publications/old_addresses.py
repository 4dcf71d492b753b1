"""Which page of today an address of the old site stands for."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Func, TextField
from wagtail.models import Page

from lederweb.core.models.pages import address_of
from lederweb.core.querysets import BasePageQuerySet
from lederweb.lib.old_addresses import OldAddress, folded
from publications.models import ContentPage

ARTICLE = "publications.articlepage"
PUBLICATION = "publications.publicationpage"
EPISODE = "publications.podcastepisodepage"
SERIES = "publications.podcastseriespage"
COURSE = "publications.coursepage"
TOOL = "publications.toolpage"
PROJECT = "projects.projectpage"
TIER = "projects.tierpage"
TOPIC = "publications.topicpage"
STANDARD = "pages.standardpage"  # of the floor above: known by name only

# Of pages with the same words in their addresses, the first kind in this order is meant.
EVERY_KIND = (
    ARTICLE,
    PUBLICATION,
    TOOL,
    COURSE,
    EPISODE,
    SERIES,
    PROJECT,
    STANDARD,
    TOPIC,
    TIER,
)
# How addresses began through the years (folded), and the kind that was meant there.
GENERATIONS: dict[tuple[str, ...], tuple[str, ...]] = {
    (): (),
    ("artikler",): (ARTICLE,),
    ("dokumentarkiv",): (PUBLICATION,),
    ("dokumentarkiv", "publikationer"): (PUBLICATION,),
    ("publikationer",): (PUBLICATION,),
    ("om-vaksthuset",): (STANDARD, PROJECT, TIER),
    ("om-vaksthus-for-ledelse",): (STANDARD, PROJECT, TIER),
    ("om-vaksthus-for-ledelse", "aktuelle-projekter"): (PROJECT,),
    ("projekter",): (PROJECT,),
    ("podcast",): (EPISODE, SERIES),
    ("e-kurser",): (COURSE,),
    ("varktojer",): (TOOL,),
}
# Where the beginnings themselves lead.
OVERVIEWS = {
    ("dokumentarkiv",): "/katalog/",
    ("dokumentarkiv", "publikationer"): "/publikationer/",
    ("om-vaksthuset",): "/om/",
    ("om-vaksthus-for-ledelse",): "/om/",
    ("om-vaksthus-for-ledelse", "aktuelle-projekter"): "/projekter/",
}
TOPICS = "emner"
_MOST_CANDIDATES = 100


class FoldedSlug(Func):
    """`lederweb.lib.old_addresses.folded` for slugs, which are ASCII.

    The index pages_page_folded_slug is on this very expression.
    """

    template = (
        "trim(both '-' from regexp_replace(replace(replace(replace(lower(%(expressions)s), "
        "'aa', 'a'), 'ae', 'a'), 'oe', 'o'), '[^a-z0-9]+', '-', 'g'))"
    )
    output_field = TextField()


def public_pages() -> BasePageQuerySet:
    """Live pages that everybody may see, as rows of Wagtail's own table."""
    return BasePageQuerySet(Page).live().public().filter(depth__gt=1)


def find_page(old: OldAddress) -> Page | None:
    """The live and public page that the address stands for; at most two queries.

    The number decides alone. Without one it is the page that stands under the same words today,
    and for the beginnings in `GENERATIONS` the only page of its kind whose slug is the last
    word. Where two are as likely it is none.
    """
    if old.number is not None:
        content = ContentPage.objects.live().public().filter(legacy_id=old.number)
        page = content.only("url_path", "title").first()
        if page is not None:
            return page
    if old.by_number_alone or not old.segments:
        return None
    return page_at(old) or _by_slug(old)


def page_at(old: OldAddress) -> Page | None:
    """The live and public page at this address today, however it is spelled."""
    overview = OVERVIEWS.get(old.segments)
    wanted = OldAddress.of(overview).segments if overview else old.segments
    candidates = _with_slug(wanted[-1])
    exact = [page for page in candidates if address_of(page).rstrip("/").lower() == old.path]
    ways = [wanted, (TOPICS, *old.segments)]
    spelled = [page for page in candidates if _segments_of(page) in ways]
    return _only(exact) or _only(spelled)


def _by_slug(old: OldAddress) -> Page | None:
    order = GENERATIONS.get(old.segments[:-1])
    if order is None:
        return None
    by_kind: dict[str, list[Page]] = {}
    for page in _with_slug(old.slug):
        kind = ContentType.objects.get_for_id(page.content_type_id)
        by_kind.setdefault(f"{kind.app_label}.{kind.model}", []).append(page)
    first = next((kind for kind in (*order, *EVERY_KIND) if kind in by_kind), None)
    return _only(by_kind[first]) if first else None


def _with_slug(slug: str) -> list[Page]:
    pages = public_pages().annotate(folded=FoldedSlug(F("slug"))).filter(folded=slug)
    return list(pages.only("url_path", "title", "content_type_id")[:_MOST_CANDIDATES])


def _segments_of(page: Page) -> tuple[str, ...]:
    return tuple(folded(part) for part in address_of(page).strip("/").split("/"))


def _only(pages: list[Page]) -> Page | None:
    return pages[0] if len(pages) == 1 else None
