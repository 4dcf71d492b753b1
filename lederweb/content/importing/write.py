"""Pages of one kind written a hundred at a time, as Wagtail would have written each.

Wagtail's own way asks the database some hundred times for every page. Here each table gets one
insert for the whole batch: the page's tables from Wagtail's down to the kind's own, its revision,
topics, tags, log, redirects and the search index. What is made of an article once it is public
(its place among others, its card) is left to the sweep that finds what nobody announced.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from taggit.models import Tag
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.search.backends import get_search_backends
from wagtail.signals import page_published

from lederweb.content.importing.rows import Row
from lederweb.content.models import ImportedPage
from lederweb.core.fields import parse_partial_date
from lederweb.core.models.pages import address_of
from lederweb.lib.old_addresses import OldAddress
from lederweb.lib.periods import COPENHAGEN
from publications.models import ContentPage, TopicPage
from publications.models.content import ContentTag


@dataclass
class Draft:
    """A row with everything it speaks of found: ready to be written."""

    row: Row
    page_id: int
    digest: str
    body: list[dict[str, Any]]
    slug: str = ""
    topics: Sequence[int] = ()
    project_id: int | None = None
    picture_id: int | None = None


def moment_of(date: str) -> dt.datetime | None:
    """Noon in Denmark on the first day that the date can mean."""
    if not date:
        return None
    year, month, day = parse_partial_date(date)
    return dt.datetime(year, month or 1, day or 1, 12, tzinfo=COPENHAGEN)


def fill(page: Any, draft: Draft) -> None:
    """Everything that the row says, into the page."""
    row = draft.row
    page.title, page.draft_title = row.title, row.title
    page.search_description = row.description
    page.lead = row.lead
    page.body = type(page)._meta.get_field("body").to_python(draft.body)
    if hasattr(page, "owners"):
        page.owners = row.tiers
    if hasattr(page, "picture_id"):
        page.picture_id = draft.picture_id
    if isinstance(page, ContentPage):
        page.published_on = row.published
        page.project_id = draft.project_id
        if row.number is not None:
            page.legacy_id = row.number
    elif row.kind == "project":
        page.started_on = row.published


def insert(model: type[Page], parent_id: int, drafts: Sequence[Draft]) -> None:
    """Write new pages below the parent, published. Call within a transaction."""
    parent = Page.objects.select_for_update().get(pk=parent_id)
    now, locale = timezone.now(), parent.locale
    kind = ContentType.objects.get_for_model(model)
    topics = _topics(drafts)
    pages = []
    path = _first_free_path(parent)
    for draft in drafts:
        page: Any = model(title=draft.row.title, slug=draft.slug)
        page.path, page.depth, page.numchild = path, parent.depth + 1, 0
        page.url_path = f"{parent.url_path}{draft.slug}/"
        page.content_type, page.locale = kind, locale
        changed = moment_of(draft.row.updated)
        page.first_published_at = (changed and moment_of(draft.row.published)) or changed or now
        page.last_published_at = page.latest_revision_created_at = changed or now
        page.live, page.has_unpublished_changes = True, False
        if draft.row.kind == "project":
            page.status = "finished"  # what comes from the old site is not under way
        fill(page, draft)
        if isinstance(page, ContentPage):
            page.topics = [topics[number] for number in draft.topics]
        page.clean()
        pages.append(page)
        path = page._inc_path()
    tags = _tags(drafts)
    _make_revisions(pages, drafts, kind, tags, now)
    for level in [*reversed(model._meta.get_parent_list()), model]:
        _insert_level(level, pages)
    Page.objects.filter(pk=parent_id).update(numchild=models.F("numchild") + len(pages))
    _relate(pages, drafts, tags)
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page_id=page.pk,
            content_type=kind,
            label=page.title,
            action=action,
            timestamp=now,
            revision_id=page.latest_revision_id,
            content_changed=True,
        )
        for page in pages
        for action in ("wagtail.create", "wagtail.publish")
    )
    redirect(zip(drafts, pages, strict=True))
    remember(zip(drafts, pages, strict=True), now)
    make_findable(pages)
    if drafts[0].row.kind != "article":  # few, and files are made of some of them
        for page in pages:
            page_published.send(sender=model, instance=page, revision=page.latest_revision)


def _first_free_path(parent: Page) -> str:
    last = parent.get_children().order_by("path").last()
    if last is not None:
        return str(last._inc_path())
    return str(Page._get_path(parent.path, parent.depth + 1, 1))


def _insert_level(level: type[models.Model], pages: Sequence[Any]) -> None:
    """One insert into the table of one model in the line from Wagtail's page to the kind."""
    for page in pages:
        setattr(page, level._meta.pk.attname, page.pk)  # type: ignore[union-attr]
    fields = [field for field in level._meta.local_concrete_fields if not field.generated]
    level._base_manager._insert(list(pages), fields=fields, using="default")  # type: ignore[attr-defined]


def _topics(drafts: Iterable[Draft]) -> dict[int, TopicPage]:
    wanted = {number for draft in drafts for number in draft.topics}
    return TopicPage.objects.in_bulk(wanted) if wanted else {}


def _tags(drafts: Iterable[Draft]) -> dict[str, Tag]:
    """The tags by their names in lower case; new ones are made."""
    wanted = {name.lower(): name for draft in drafts for name in draft.row.tags}
    if not wanted:
        return {}
    there = Tag.objects.annotate(lowered=models.functions.Lower("name"))
    found = {tag.name.lower(): tag for tag in there.filter(lowered__in=wanted).order_by("-pk")}
    for lowered, name in sorted(wanted.items()):
        if lowered not in found:
            found[lowered] = Tag.objects.create(name=name)
    return found


def _tags_of(draft: Draft, tags: dict[str, Tag]) -> list[Tag]:
    return list({tag.pk: tag for tag in (tags[name.lower()] for name in draft.row.tags)}.values())


def _make_revisions(
    pages: Sequence[Any],
    drafts: Sequence[Draft],
    kind: ContentType,
    tags: dict[str, Tag],
    now: dt.datetime,
) -> None:
    base = ContentType.objects.get_for_model(Page)
    revisions = []
    for page, draft in zip(pages, drafts, strict=True):
        # Before it has a number: what hangs on a page with one is asked of the database.
        content = page.serializable_data()
        page.pk = content["pk"] = draft.page_id
        if isinstance(page, ContentPage):
            content["tagged_items"] = [
                {"pk": None, "tag": tag.pk, "content_object": page.pk}
                for tag in _tags_of(draft, tags)
            ]
        revisions.append(
            Revision(
                content_type=kind,
                base_content_type=base,
                object_id=str(page.pk),
                object_str=str(page),
                created_at=now,
                content=content,
            )
        )
    for page, revision in zip(pages, Revision.objects.bulk_create(revisions), strict=True):
        page.latest_revision = page.live_revision = revision


def _relate(pages: Sequence[Any], drafts: Sequence[Draft], tags: dict[str, Tag]) -> None:
    if not isinstance(pages[0], ContentPage):
        return
    through = ContentPage.topics.through
    through.objects.bulk_create(
        through(contentpage_id=draft.page_id, topicpage_id=topic)
        for draft in drafts
        for topic in draft.topics
    )
    ContentTag.objects.bulk_create(
        ContentTag(content_object_id=draft.page_id, tag=tag)
        for draft in drafts
        for tag in _tags_of(draft, tags)
    )


def redirect(written: Iterable[tuple[Draft, Any]]) -> None:
    """Old addresses lead to their pages; a redirect that somebody has made already stays."""
    wanted: dict[str, int] = {}
    for draft, page in written:
        here = address_of(page).rstrip("/")
        for path in draft.row.addresses:
            old = OldAddress.of(path)
            by_itself = old.by_number_alone and old.number == draft.row.number
            if path != here and not by_itself:
                wanted.setdefault(path, page.pk)
    there = Redirect.objects.filter(old_path__in=wanted, site=None)
    for path in set(there.values_list("old_path", flat=True)):
        del wanted[path]
    Redirect.objects.bulk_create(
        Redirect(old_path=path, redirect_page_id=number) for path, number in wanted.items()
    )


def remember(written: Iterable[tuple[Draft, Any]], now: dt.datetime) -> None:
    by_page = {page.pk: (draft, page) for draft, page in written}
    records = list(ImportedPage.objects.filter(page_id__in=by_page))
    for record in records:
        draft, page = by_page[record.page_id]
        record.digest, record.written_at = draft.digest, now
        record.revision_id = page.latest_revision_id
    ImportedPage.objects.bulk_update(records, ["digest", "written_at", "revision_id"])


def make_findable(pages: Sequence[Any]) -> None:
    """The entries in the search index and in Wagtail's index of who refers to what."""
    fresh = list(
        type(pages[0])
        ._default_manager.filter(pk__in=[page.pk for page in pages])
        .select_related("content_type", "locale")
    )
    for page in fresh:
        _say_once(page)
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(type(fresh[0]), fresh)
    for page in fresh:
        ReferenceIndex.create_or_update_for_object(page)


def _say_once(page: Any) -> None:
    """Keep what the page tells the index: it is asked for each text a dozen times."""
    fields = (field.field_name for field in page.get_search_fields())
    for name in dict.fromkeys(["searchable_text", *fields]):
        told = getattr(page, name, None)
        if callable(told) and hasattr(told, "__func__"):
            setattr(page, name, _Same(told()))


class _Same:
    """Answers the same whenever it is called."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __call__(self) -> Any:
        return self.value
