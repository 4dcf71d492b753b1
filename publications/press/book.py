"""A web edition read from its pages, as plain data: the one source of its PDF and its EPUB."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from lederweb.core.models import CustomImage
from publications.models import ChapterPage, PublicationPage
from publications.press.blocks import nodes_of_body
from publications.press.pictures import small_jpeg
from publications.press.rich_text import Node

_WIDEST = 1400  # pixels; the text of the PDF is 108 mm wide


@cache
def look() -> str:
    """A hash of how files are set: with a new look all are made anew."""
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.iterdir()):
        if source.suffix in (".typ", ".css", ".py"):
            digest.update(source.read_bytes())
    return digest.hexdigest()


class CannotBeMade(Exception):
    """The pages have something that no accessible file can be made of; the text says what."""


@dataclass(frozen=True)
class Chapter:
    title: str
    lead: str
    slug: str
    blocks: list[Node]


@dataclass(frozen=True)
class Book:
    title: str
    subtitle: str
    identifier: str  # a URN that stays the same in every edition of the file
    address: str
    language: str
    authors: list[str]
    publisher: str
    year: str
    lead: str
    colophon: list[tuple[str, str]]
    literature: list[str]
    cover: Node | None
    chapters: list[Chapter]
    # JPEG files under the names by which blocks and the cover call them.
    pictures: dict[str, bytes] = field(default_factory=dict)

    def words(self) -> dict[str, Any]:
        """Everything but the pictures, as JSON can hold it."""
        words = asdict(self)
        del words["pictures"]
        return words

    def key(self) -> str:
        """A hash of all that a reader would get (SHA-256, hexadecimal)."""
        digest = hashlib.sha256(look().encode() + json.dumps(self.words()).encode())
        for name, content in sorted(self.pictures.items()):
            digest.update(name.encode() + hashlib.sha256(content).digest())
        return digest.hexdigest()


def read_book(publication: PublicationPage) -> Book | None:
    """The web edition as the public sees it; None where it has no public chapter.

    Raises CannotBeMade when a picture has no alternative text or cannot be read.
    """
    pages = ChapterPage.objects.child_of(publication).live().public().order_by("path")
    gathered = _Pictures()
    chapters = []
    for page in pages:
        gathered.chapter = page.title
        blocks = nodes_of_body(page.body, gathered)
        chapters.append(Chapter(page.title, page.lead, page.slug, blocks))
    if not chapters:
        return None
    edition = publication.editions.order_by("sort_order").first()
    return Book(
        title=publication.title,
        subtitle=publication.subtitle,
        identifier=f"urn:uuid:{publication.translation_key}",
        address=publication.full_url or "",
        language="da",
        authors=_lines(publication.contributors),
        publisher=publication.publisher,
        year=str(edition.year) if edition and edition.year else publication.published_on[:4],
        lead=publication.lead,
        colophon=_colophon(publication, edition),
        literature=_lines(publication.literature),
        cover=gathered.cover(publication),
        chapters=chapters,
        pictures=gathered.files,
    )


class _Pictures:
    """Each picture once, however often it is shown."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.chapter = ""
        self._names: dict[int, str] = {}

    def figure(self, image: CustomImage, *, caption: str, credit: str) -> Node:
        if not image.description.strip():
            raise CannotBeMade(
                _(
                    "The picture “%(picture)s” in the chapter “%(chapter)s” has no alternative "
                    "text. Write one in the picture library and publish the chapter again."
                )
                % {"picture": image.title, "chapter": self.chapter}
            )
        alt = image.description
        return {
            "t": "figure",
            "src": self._file_of(image),
            "alt": alt,
            "caption": caption,
            "credit": credit,
        }

    def cover(self, publication: PublicationPage) -> Node | None:
        image = publication.picture
        if image is None:
            return None
        alt = image.description or _("The front of %(title)s") % {"title": publication.title}
        return {"src": self._file_of(image), "alt": alt}

    def _file_of(self, image: CustomImage) -> str:
        if image.pk not in self._names:
            try:
                content = small_jpeg(image, widest=_WIDEST)
            except OSError as error:  # the file is gone, or is no picture (Pillow)
                raise CannotBeMade(
                    _("The file of the picture “%(picture)s” cannot be read. Upload it again.")
                    % {"picture": image.title}
                ) from error
            name = f"billede-{len(self._names) + 1}.jpg"
            self._names[image.pk] = name
            self.files[name] = content
        return self._names[image.pk]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _colophon(publication: PublicationPage, edition: Any) -> list[tuple[str, str]]:
    """Name and value of each entry, in the order of a printed colophon."""
    entries = [
        (_("Series"), publication.series),
        (_("Publisher"), publication.publisher),
        (_("Editors and authors"), ", ".join(_lines(publication.contributors))),
        (_("Who took part"), ", ".join(_lines(publication.participants))),
    ]
    if edition:
        entries += [
            (_("Edition"), str(edition)),
            (_("Design"), edition.design),
            (_("Cover photo"), edition.cover_photo),
            (_("Typesetting"), edition.typesetting),
            (_("Print"), edition.print_house),
            (_("Production"), edition.production),
            (_("Product no."), edition.product_number),
            *((f"ISBN ({form.get_kind_display()})", form.isbn) for form in edition.formats.all()),
        ]
    entries.append((_("On Lederweb"), publication.full_url or ""))
    return [(name, value) for name, value in entries if value]
