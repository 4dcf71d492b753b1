"""The catalogue as a designed PDF: everything released, with contents and index."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lederweb.core.models import CustomImage
from lederweb.core.templatetags.lederweb import danish_date
from publications.models import Edition, PublicationPage
from publications.press.book import look
from publications.press.pictures import small_jpeg
from publications.press.typeset import Made, typeset
from publications.releases import KINDS, Release, all_releases, read_shelf

_WIDEST = 320  # pixels; a cover is 24 mm wide
# PostgreSQL's and Python's order of letters ends with å before æ; Danish ends æ, ø, å.
_DANISH = str.maketrans("æäøöå", "{{||}")


@dataclass(frozen=True)
class Section:
    title: str
    entries: list[dict[str, Any]]


@dataclass(frozen=True)
class Catalogue:
    sections: list[Section]
    # By name of the file in the PDF; made small only when the catalogue is set.
    covers: dict[str, CustomImage] = field(default_factory=dict)
    topics: list[dict[str, Any]] = field(default_factory=list)

    def words(self) -> dict[str, Any]:
        return {"sections": [vars(section) for section in self.sections], "topics": self.topics}

    def key(self) -> str:
        """A hash of all that a reader would get (SHA-256, hexadecimal)."""
        covers = {name: str(image.file.name) for name, image in self.covers.items()}
        parts = json.dumps([look(), self.words(), covers])
        return hashlib.sha256(parts.encode()).hexdigest()


def danish_order(text: str) -> str:
    return text.lower().translate(_DANISH)


def read_catalogue() -> Catalogue:
    """Everything public, by kind and newest first; some ten queries."""
    shelf = read_shelf()
    pages = {page.pk: page for page in all_releases().listed().select_related("picture")}
    works = {
        page.pk: page
        for page in PublicationPage.objects.listed().prefetch_related("editions__formats")
    }
    covers: dict[str, CustomImage] = {}
    sections = []
    for kind, (_model, label) in KINDS.items():
        entries = []
        for release in shelf.releases:
            page = pages.get(release.pk)
            if release.kind == kind and page is not None:
                entries.append(_entry(release, page, works.get(page.pk), covers))
        if entries:
            sections.append(Section(str(label), entries))
    by_place = defaultdict(list)
    for release in shelf.releases:
        for place in release.topics:
            by_place[place].append(release.pk)
    topics = [
        {"title": topic.title, "entries": by_place[topic.place]}
        for topic in sorted(shelf.topics, key=lambda topic: danish_order(topic.title))
    ]
    return Catalogue(sections, covers, topics)


def _entry(
    release: Release, page: Any, work: PublicationPage | None, covers: dict[str, CustomImage]
) -> dict[str, Any]:
    cover = ""
    if page.picture:
        cover = f"forside-{page.pk}.jpg"
        covers[cover] = page.picture
    tiers = [owner for owner in release.owners if owner != "b"]
    owners = f"Væksthus {' + '.join(tiers)}" if tiers else ""
    if "b" in release.owners:
        owners = " + ".join(filter(None, [owners, _("Board")]))
    return {
        "pk": page.pk,
        "title": page.title,
        "order": danish_order(page.title),
        "subtitle": work.subtitle if work else "",
        "lead": page.lead,
        "facts": [fact for fact in (release.year, owners, *_of_work(work)) if fact],
        "url": page.full_url,
        "cover": cover,
    }


def _of_work(work: PublicationPage | None) -> list[str]:
    if work is None:
        return []
    editions: list[Edition] = list(work.editions.all())
    isbns = [form.isbn for edition in editions[:1] for form in edition.formats.all() if form.isbn]
    return [work.publisher, *(f"ISBN {isbn}" for isbn in isbns)]


def catalogue_pdf(catalogue: Catalogue, *, at: dt.datetime) -> Made:
    """The catalogue, set and tagged. Some hundredths of a second for each cover.

    A cover whose file is away is left out. Raises CannotBeMade.
    """
    pictures = {}
    for name, image in catalogue.covers.items():
        try:
            pictures[name] = small_jpeg(image, widest=_WIDEST)
        except OSError:
            continue
    data = catalogue.words()
    entries = [entry for section in data["sections"] for entry in section["entries"]]
    for entry in entries:
        if entry["cover"] not in pictures:
            entry["cover"] = ""
    data |= {
        "by-title": sorted(entries, key=lambda entry: entry["order"]),
        "wording": {
            "title": _("Catalogue"),
            "subtitle": _("Everything that Væksthus for Ledelse has released"),
            "made": _("Made %(date)s") % {"date": danish_date(timezone.localdate(at))},
            "contents": _("Contents"),
            "titles": _("Index of titles"),
            "topics": _("Index of topics"),
            "count": _("%(count)d releases") % {"count": len(entries)},
        },
    }
    return typeset("catalogue.typ", data, pictures, at=at)
