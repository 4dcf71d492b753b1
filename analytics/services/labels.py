"""What a page is when it is counted: its kind, topics, Væksthuse and project.

The labels go into the raw row, so that a month counted anew comes out the same although its pages
were given other topics meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Collection

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from analytics.ingest.submission import AUDIO, DOWNLOAD, VIEW
from projects.models import ProjectPage, TierPage
from publications.models import ContentPage, Format, TopicPage

Labels = tuple[str, ...]

# A page that was given another topic counts for it after so many seconds at most.
_KEPT_SECONDS = 60.0
_MOST_KEPT = 20_000

_kept: dict[tuple[str, int], Labels] = {}
_kept_until = 0.0


def labels_of(objects: Collection[tuple[str, int]]) -> dict[tuple[str, int], Labels]:
    """The labels of (kind of hit, id of its object); those of nothing are empty.

    A chapter or lesson has the topics of what it belongs to; a topic of two levels counts for
    both; a document has those of the publication it is an edition of. At most eight queries.
    """
    global _kept_until
    if time.monotonic() > _kept_until or len(_kept) > _MOST_KEPT:
        _kept.clear()
        _kept_until = time.monotonic() + _KEPT_SECONDS
    missing = [each for each in objects if each not in _kept]
    if missing:
        pages = {pk for kind, pk in missing if kind in (VIEW, AUDIO)}
        documents = {pk for kind, pk in missing if kind == DOWNLOAD}
        editions = dict(
            Format.objects.filter(document__in=documents).values_list(
                "document_id", "edition__publication_id"
            )
        )
        read = _of_pages(pages | set(editions.values()))
        for kind, pk in missing:
            page = editions.get(pk, 0) if kind == DOWNLOAD else pk
            _kept[kind, pk] = read.get(page, ())
    return {each: _kept[each] for each in objects}


def forget_labels() -> None:
    """As a process that has just started."""
    _kept.clear()


def _of_pages(ids: Collection[int]) -> dict[int, Labels]:
    pages = list(Page.objects.filter(pk__in=ids).values_list("pk", "path", "content_type_id"))
    if not pages:
        return {}
    # A page's path begins with those of all pages above it.
    above = {pk: _paths_to(path) for pk, path, _type in pages}
    by_path = _by_path({path for paths in above.values() for path in paths})
    labels = {}
    for pk, _path, content_type in pages:
        kind = ContentType.objects.get_for_id(content_type).model
        found = {label for path in above[pk] for label in by_path.get(path, ())}
        labels[pk] = (f"kind:{kind}", *sorted(found))
    return labels


def _paths_to(path: str) -> list[str]:
    step = Page.steplen
    return [path[:end] for end in range(step, len(path) + 1, step)]


def _by_path(paths: Collection[str]) -> dict[str, set[str]]:
    """What the pages with these paths give to themselves and to the pages below them."""
    labels: dict[str, set[str]] = {}
    contents = ContentPage.objects.filter(path__in=paths).values_list(
        "pk", "path", "owners", "project_id"
    )
    path_of = {}
    for pk, path, owners, project in contents:
        path_of[pk] = path
        labels[path] = {f"tier:{tier}" for tier in owners}
        if project:
            labels[path].add(f"project:{project}")
    for pk, path, owners in ProjectPage.objects.filter(path__in=paths).values_list(
        "pk", "path", "owners"
    ):
        labels[path] = {f"project:{pk}", *(f"tier:{tier}" for tier in owners)}
    for path, tier in TierPage.objects.filter(path__in=paths).values_list("path", "tier"):
        labels[path] = {f"tier:{tier}"}
    topics = dict(TopicPage.objects.values_list("path", "pk"))
    for path in labels.keys() | set(paths):
        if path in topics:
            labels.setdefault(path, set()).add(f"topic:{topics[path]}")
    through = ContentPage.topics.through.objects.filter(contentpage__in=path_of)
    for content, topic_path in through.values_list("contentpage_id", "topicpage__path"):
        labels[path_of[content]] |= {
            f"topic:{topics[path]}" for path in _paths_to(topic_path) if path in topics
        }
    return labels
