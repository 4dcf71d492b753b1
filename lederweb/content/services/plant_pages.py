"""The tree of the site: a draft for every address, so that texts can link to each other."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Revision, Site

from lederweb.content.reading.library import Library, Text
from lederweb.content.services.demonstration import Load
from lederweb.content.services.index_at_once import one_piece
from lederweb.lib.periods import COPENHAGEN

# The overview pages by address; their texts stand in front.toml.
INDEXES = {
    "/artikler/": "publications.ArticleIndexPage",
    "/publikationer/": "publications.PublicationIndexPage",
    "/podcast/": "publications.PodcastIndexPage",
    "/e-kurser/": "publications.CourseIndexPage",
    "/vaerktoejer/": "publications.ToolIndexPage",
    "/emner/": "publications.TopicIndexPage",
    "/vaeksthus/": "projects.TierIndexPage",
    "/projekter/": "projects.ProjectIndexPage",
    "/katalog/": "publications.CataloguePage",
    "/nyhedsbrev/": "newsletter.NewsletterIndexPage",
}
MODELS = {
    "series": "publications.PodcastSeriesPage",
    "projects": "projects.ProjectPage",
    "tiers": "projects.TierPage",
    "articles": "publications.ArticlePage",
    "publications": "publications.PublicationPage",
    "episodes": "publications.PodcastEpisodePage",
    "courses": "publications.CoursePage",
    "lessons": "publications.LessonPage",
    "tools": "publications.ToolPage",
    # The floor above: known by name only.
    "standard": "pages.StandardPage",
}
TOPIC = "publications.TopicPage"
# Addresses that only hold others: they stay drafts, so they have no page of their own.
FOLDERS = {"/en/": ("English", "en")}


def plant_pages(*, demonstration: Load) -> None:
    """Find or make the front page, the overviews and a draft for each text.

    A draft without a revision is one that still has to be filled; so a load that was killed goes
    on where it stopped.
    """
    plant_overviews(load=demonstration)
    made = there = 0
    pages = demonstration.pages
    for topic in demonstration.library.topics:
        parent = f"/emner/{topic.parent}/" if topic.parent else "/emner/"
        fields = {"title": topic.title, "slug": topic.slug, "lead": topic.lead}
        page, is_new = _find_or_add(apps.get_model(TOPIC), pages[parent], fields)
        pages[f"/emner/{topic.place}/"] = page.pk
        made, there = made + is_new, there + (not is_new)
    demonstration.report("Topics", made, there)
    plant_texts(MODELS, load=demonstration)


def plant_overviews(*, load: Load) -> None:
    """Find or make the front page and the overviews below it."""
    made = there = 0
    load.home = _home(load)
    load.pages["/"] = load.home.pk
    for entry in load.library.front["indexes"]:
        address = entry["path"]
        if address not in INDEXES:
            continue
        model = apps.get_model(INDEXES[address])
        page = model.objects.first()
        if page is None:
            page = _add(
                load.home,
                model(title=entry["title"], slug=address.strip("/"), lead=entry["lead"]),
            )
            made += 1
        else:
            there += 1
        load.pages[address] = page.pk
    load.report("Overviews", made, there)


def plant_texts(kinds: Iterable[str], *, load: Load) -> None:
    """Find or make a draft for each text of these kinds."""
    made = there = 0
    pages = load.pages
    for kind in kinds:
        model = apps.get_model(MODELS[kind])
        if kind == "standard":
            for address, (title, language) in FOLDERS.items():
                fields = {"title": title, "slug": address.strip("/"), "language": language}
                page, _ = _find_or_add(model, pages["/"], fields)
                pages[address] = page.pk
        # A page comes after the one above it.
        for text in sorted(load.library[kind], key=lambda text: text.address.count("/")):
            page, is_new = _find_or_add(
                model, pages[_above(text.address)], _plain_fields(text, load.library)
            )
            pages[text.address] = page.pk
            made, there = made + is_new, there + (not is_new)
    load.report("Places for texts", made, there)


def _above(address: str) -> str:
    return address.rsplit("/", 2)[0] + "/"


def _home(load: Load) -> Any:
    """Our front page, in the place of the one that Wagtail says welcome with."""
    model = apps.get_model("pages.HomePage")
    home = model.objects.first()
    if home is not None:
        return home
    front = load.library.front
    root = Page.get_first_root_node()
    with one_piece():
        home = root.add_child(
            instance=model(
                title=front["site_title"],
                slug="forside",
                heading=front["front"]["headline"],
                lead=front["front"]["lead"],
                search_description=front["description"],
                live=False,
            )
        )
        site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
        site.site_name = front["site_title"]
        site.root_page = home
        put_at_base_url(site)
        for page in root.get_children().exclude(pk=home.pk):
            if page.specific_class is Page:
                page.delete()
    return home


def put_at_base_url(site: Site) -> bool:
    """Save the site with the address that BASE_URL gives; whether anything was to be saved."""
    address = urlsplit(settings.BASE_URL)
    before = (site.pk, site.hostname, site.port)
    site.hostname = address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.save()
    return before != (site.pk, site.hostname, site.port)


def _find_or_add(model: type[Page], parent_id: int, fields: dict[str, Any]) -> tuple[Any, bool]:
    page = _find(model, fields)
    if page is not None:
        return page, False
    return _add(Page.objects.get(pk=parent_id), model(**fields)), True


def _find(model: type[Page], fields: dict[str, Any]) -> Page | None:
    """The page by its number on the old site, address or title, or by an address it once had."""
    pages = model._default_manager
    ways = [{"slug": fields["slug"]}, {"title": fields["title"]}]
    if fields.get("legacy_id"):
        ways.insert(0, {"legacy_id": fields["legacy_id"]})
    for way in ways:
        page = pages.filter(**way).first()
        if page is not None:
            return page
    earlier = Revision.page_revisions.filter(
        content_type=ContentType.objects.get_for_model(model), content__slug=fields["slug"]
    )
    return pages.filter(
        pk__in=[int(number) for number in earlier.values_list("object_id", flat=True)]
    ).first()


def _add(parent: Page, page: Page) -> Page:
    """A draft. It is indexed when it is published, not before."""
    page.live = False
    page.has_unpublished_changes = True
    with one_piece(index=False):
        parent.add_child(instance=page)
    return page


def _plain_fields(text: Text, library: Library) -> dict[str, Any]:
    """What a draft can have before the other pages exist."""
    data = text.data
    fields: dict[str, Any] = {"title": text.title, "slug": text.slug, "lead": data["lead"]}
    for key in ("legacy_id", "number", "tier", "owners", "published_on", "language"):
        if key in data and text.kind != "series":
            fields[key] = data[key]
    known = _known_since(text, library)
    if known:
        fields["first_published_at"] = known
    return fields


def _known_since(text: Text, library: Library) -> dt.datetime | None:
    """When a text without a date was there already, if that is known: it must not stand first
    among what is new.

    A publication was there in the year of its edition, and an article before any other that has
    a date and a higher number on the old site.
    """
    data = text.data
    if data.get("published_on"):
        return None
    if text.kind == "publications" and "year" in data["editions"][0]:
        return dt.datetime(data["editions"][0]["year"], 1, 1, 12, tzinfo=COPENHAGEN)
    later = [
        other.data["published_on"]
        for other in library["articles"]
        if other.data.get("legacy_id", 0) > data.get("legacy_id", math.inf)
        and len(other.data.get("published_on", "")) == len("2017-08-25")
    ]
    if later:
        day = dt.date.fromisoformat(min(later))
        return dt.datetime.combine(day, dt.time(12), tzinfo=COPENHAGEN)
    return None
