"""Everything released, in the few facts that the catalogue chooses and counts by."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from django.contrib.contenttypes.models import ContentType
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lederweb.core.models.pages import address_of
from lederweb.core.page_cache import remembered
from publications import models
from publications.querysets import ContentQuerySet

# The kinds that are releases, under the words of the address. Articles are no releases.
KINDS: dict[str, tuple[type, str | Promise]] = {
    "publikation": (models.PublicationPage, _("Publications")),
    "podcast": (models.PodcastEpisodePage, _("Podcasts")),
    "e-kursus": (models.CoursePage, _("E-courses")),
    "vaerktoej": (models.ToolPage, _("Tools")),
}


@dataclass(frozen=True)
class Release:
    """One release. `topics` are addresses below /emner/, a topic's own and those above it."""

    pk: int
    kind: str
    owners: tuple[str, ...]
    year: str
    topics: frozenset[str]


@dataclass(frozen=True)
class Topic:
    """A topic that something was released about; `place` is its address below /emner/."""

    place: str
    title: str
    depth: int


@dataclass(frozen=True)
class Shelf:
    releases: list[Release]
    topics: list[Topic]


def all_releases() -> ContentQuerySet:
    return models.ContentPage.objects.of_kind(*(model for model, _label in KINDS.values()))


def shelf() -> Shelf:
    """All public releases, newest first; read once for as long as nothing is published."""
    return remembered("catalogue-shelf", read_shelf)


@lru_cache
def _kinds_by_type() -> dict[int, str]:
    return {
        ContentType.objects.get_for_model(model).pk: kind for kind, (model, _label) in KINDS.items()
    }


def read_shelf() -> Shelf:
    """The same, read anew; six queries."""
    topics = {
        topic.pk: (address_of(topic).removeprefix("/emner/").strip("/"), topic.title)
        for topic in models.TopicPage.objects.live().public().order_by("path")
    }
    places: defaultdict[int, set[str]] = defaultdict(set)
    through = models.ContentPage.topics.through
    for content_id, topic_id in through.objects.values_list("contentpage_id", "topicpage_id"):
        if topic_id in topics:
            steps = topics[topic_id][0].split("/")
            places[content_id] |= {"/".join(steps[: n + 1]) for n in range(len(steps))}
    years = dict(  # the latest edition's stands
        models.Edition.objects.exclude(year=None)
        .order_by("year")
        .values_list("publication_id", "year")
    )
    kinds = _kinds_by_type()
    rows = all_releases().listed().values_list("pk", "content_type_id", "owners", "published_on")
    releases = [
        Release(
            pk,
            kinds[type_id],
            tuple(owners),
            published_on[:4] or str(years.get(pk, "")),
            frozenset(places[pk]),
        )
        for pk, type_id, owners, published_on in rows
    ]
    used = frozenset[str]().union(*(release.topics for release in releases))
    named = [
        Topic(place, title, place.count("/")) for place, title in topics.values() if place in used
    ]
    return Shelf(releases, named)
