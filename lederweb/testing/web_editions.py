"""A publication to read on screen, for the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lederweb.content.services.index_at_once import one_piece

CHAPTER_PAGES = {
    "a publication with chapters": "/publikationer/ledernetvaerk-i-strategisk-lys/",
    "a chapter": "/publikationer/ledernetvaerk-i-strategisk-lys/hvad-vil-vi-med-netvaerkene/",
    "the last chapter": "/publikationer/ledernetvaerk-i-strategisk-lys/hold-gryden-i-kog/",
}


class WebEditions:
    """Part of `World`."""

    if TYPE_CHECKING:
        picture: Any
        publication: Any

    def chapter(self, publication: Any, title: str, **fields: Any) -> Any:
        from publications.models import ChapterPage

        fields = {
            "lead": "Vælg ét formål.",
            "body": [
                ("text", "<p>Et netværk kan <b>bruges</b> til mange ting.</p>"),
                ("questions", {"title": "Spørgsmål til ledelsen", "questions": ["Hvad vil vi?"]}),
            ],
        } | fields
        with one_piece():
            page = publication.add_child(instance=ChapterPage(title=title, **fields))
            page.save_revision().publish()
        page.refresh_from_db()
        return page

    def web_edition(self) -> Any:
        """A publication with two chapters, in the first one of every block a chapter can have."""
        publication = self.publication(
            "Ledernetværk i strategisk lys",
            contributors="Lone Kjær Knudsen",
            literature="KL & KTO (2002): Ledere i netværk.",
        )
        table = {
            "caption": "Netværk i to kommuner",
            "columns": [
                {"type": "text", "heading": "Kommune"},
                {"type": "number", "heading": "Netværk"},
            ],
            "rows": [{"values": ["Køge", "12"]}, {"values": ["Skive", "7"]}],
        }
        from publications.models import ChapterPage

        block = ChapterPage.body.field.stream_block.child_blocks
        self.chapter(
            publication,
            "Hvad vil vi med netværkene?",
            body=[
                ("text", '<p>Læs <a href="/emner/">om emnet</a> & vælg:</p><ul><li>Ét</li></ul>'),
                ("heading", {"text": "En sætning", "level": "3"}),
                ("picture", {"image": self.picture, "caption": "Drivhuset", "credit": ""}),
                ("quote", {"text": "Vi sagde det på én linje.", "role": "HR-chef"}),
                ("fact_box", {"title": "Tal", "text": "<p>764 svarede.</p>", "source": "KL"}),
                ("questions", {"title": "Spørgsmål til ledelsen", "questions": ["Hvad?", "Hvem?"]}),
                (
                    "table",
                    block["table"].to_python(
                        {"table": table, "rows_are_headed": True, "source": "KL"}
                    ),
                ),
                ("key_figure", {"number": "9 ud af 10", "text": "har prøvet det.", "source": "KL"}),
                ("page_link", {"page": publication, "text": "Læs også"}),
            ],
        )
        self.chapter(publication, "Hold gryden i kog")
        publication.refresh_from_db()
        return publication
