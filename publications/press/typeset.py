"""PDF by Typst: tagged for screen readers (PDF/UA-1, ISO 14289-1)."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from publications.press.book import Book, CannotBeMade

TEMPLATES = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Made:
    """A file; `pages` is None where its reader decides (EPUB)."""

    content: bytes
    pages: int | None = None


def book_pdf(book: Book, *, at: dt.datetime) -> Made:
    """The web edition as a PDF. Takes some tenths of a second. Raises CannotBeMade."""
    data = book.words()
    for chapter in data["chapters"]:
        for node in chapter["blocks"]:
            _put_words(node)
    data["wording"] = {"contents": _("Contents"), "literature": _("Literature")}
    return typeset("book.typ", data, book.pictures, at=at)


def _put_words(node: dict[str, Any]) -> None:
    """The words around a source and a credit, which the template cannot translate."""
    if node.get("source"):
        node["source-words"] = _("Source: %(source)s") % {"source": node["source"]}
    if node.get("credit"):
        node["credit-words"] = _("Picture: %(name)s") % {"name": node["credit"]}


def typeset(
    template: str,
    data: dict[str, Any],
    pictures: Mapping[str, bytes],
    *,
    at: dt.datetime,
    templates: Path | None = None,
) -> Made:
    """Set the data with a template of this folder. Words go in as data, never as markup.

    A template of another floor lies in a folder of its own, `templates`, and may import the parts
    of this one. `at` is the moment that the file says it was made. Raises CannotBeMade with Typst's
    own words when something in it cannot be made accessible.
    """
    import typst  # loaded when used: most processes never need its 7 MB

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for parts in filter(None, (TEMPLATES, templates)):
            for source in parts.glob("*.typ"):
                shutil.copy(source, folder)
        for file, content in pictures.items():
            (folder / file).write_bytes(content)
        (folder / "data.json").write_text(json.dumps(data), encoding="utf-8")
        try:
            content = typst.compile(
                folder / template,
                root=folder,
                format="pdf",
                pdf_standards="ua-1",
                ignore_system_fonts=True,
                timestamp=at,
            )
        except typst.TypstError as error:
            raise CannotBeMade(
                _("The PDF could not be set: %(reason)s.") % {"reason": error.message}
            ) from error
    return Made(content, page_count(content))


def page_count(pdf: bytes) -> int:
    import pypdfium2  # loaded when used: most processes never need its 3 MB

    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()
