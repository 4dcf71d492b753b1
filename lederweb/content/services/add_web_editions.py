"""Publications to read on screen, with chapters, and the files that are made of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.html import escape

from lederweb.content.reading.library import Text
from lederweb.content.reading.markdown import read_body, with_pages
from lederweb.content.reading.source import TextError, read_toml
from lederweb.content.services.demonstration import Demonstration
from lederweb.content.services.index_at_once import one_piece
from lederweb.lib.danish import slugify
from publications.models import ChapterPage, MadeFile, PublicationPage
from publications.services.make_files import make_files
from publications.services.read_pdf import read_waiting

FILE = "web_editions.toml"
_COLOPHON = ("contributors", "participants", "literature")


def add_web_editions(*, demonstration: Demonstration) -> None:
    """Chapters and colophons from web_editions.toml, then PDF, EPUB and the catalogue.

    A publication that has chapters already is left as its editors have made it. Raises TextError.
    """
    path = demonstration.library.folder / FILE
    made = there = 0
    for entry in read_toml(path)["web_editions"]:
        text = next(
            (t for t in demonstration.library["publications"] if t.slug == entry["publication"]),
            None,
        )
        if text is None:
            raise TextError(path, 1, f"there is no publication »{entry['publication']}«.")
        page = PublicationPage.objects.get(pk=demonstration.pages[text.address])
        if page.get_children_count():
            there += 1
            continue
        with one_piece():
            _fill_colophon(page, entry, demonstration)
            for chapter, more in zip(text.data["chapters"], entry["chapters"], strict=True):
                _add_chapter(page, text, chapter, more, demonstration)
        made += 1
    demonstration.report("Web editions", made, there)
    # What the load itself has published need not wait for quiet, nor for a worker.
    read_waiting()
    waiting = MadeFile.objects.filter(wanted_at__isnull=False).count()
    make_files(now=timezone.now() + dt.timedelta(hours=1))
    demonstration.report("Files made of pages", waiting, MadeFile.objects.count() - waiting)


def _fill_colophon(
    page: PublicationPage, entry: dict[str, Any], demonstration: Demonstration
) -> None:
    for name in _COLOPHON:
        setattr(page, name, "\n".join(entry[name]))
    edition = page.editions.first()
    if edition:
        edition.contents = "\n".join(entry["contents"])
        page.editions = [edition, *page.editions.all()[1:]]
    _publish(page, demonstration)


def _add_chapter(
    above: PublicationPage,
    text: Text,
    chapter: dict[str, Any],
    more: dict[str, Any],
    demonstration: Demonstration,
) -> None:
    paragraphs = (" ".join(part.split()) for part in chapter["text"].strip().split("\n\n"))
    body = read_body(more["more"], path=demonstration.library.folder / FILE)

    def no_picture(alternative: str) -> Any:
        raise text.source.error("chapters", f"no drawing shows »{alternative}« in a chapter.")

    page = ChapterPage(
        title=chapter["title"],
        slug=slugify(chapter["title"]),
        lead=more["lead"],
        body=[
            ("text", "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)),
            *with_pages(body.blocks, demonstration.pages, no_picture),
            (
                "questions",
                {"title": "Spørgsmål til ledelsen", "questions": chapter["questions"]},
            ),
        ],
        live=False,
        has_unpublished_changes=True,
    )
    above.add_child(instance=page)
    _publish(page, demonstration)


def _publish(page: Any, demonstration: Demonstration) -> None:
    editor = demonstration.editor
    revision = page.save_revision(user=editor, log_action=True)
    revision.publish(user=editor, skip_permission_checks=True)
