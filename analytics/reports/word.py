"""A report as a Word file that the board can go on writing in."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Cm, Length, Pt
from docx.text.run import Run

from analytics import drawings
from analytics.reports import receipt
from analytics.reports import word_markup as markup
from analytics.reports.document import Drawing, Grid, Item, Items, Report, Section, Words
from analytics.reports.outline import is_below_part, nodes_in
from analytics.reports.pictures import jpegs_of
from lederweb.core.templatetags.lederweb import danish_date
from publications.press.rich_text import Node, absolute

_LANGUAGE = "da-DK"
_WIDEST = 500  # pixels; a cover is 3 cm wide
_COVER, _MARGIN, _SHORT, _LONG = Cm(3), Cm(2.4), Cm(21), Cm(29.7)
_FIELDS = {"%(page)s": "PAGE", "%(pages)s": "NUMPAGES"}
_MOST_ROWS = 15  # of a table that is kept on one page
# How wide a letter is in a table, and how wide a column may be, in centimetres.
_LETTER, _NARROWEST, _WIDEST_COLUMN = 0.25, 1.6, 30.0


def write(report: Report) -> bytes:
    """The whole report with contents, charts as pictures with their tables, and the receipt."""
    with translation.override(settings.LANGUAGE_CODE):
        return _Writer(report).written()


def write_card(report: Report) -> bytes:
    """The same for one page: without contents, and with the short receipt below the text."""
    with translation.override(settings.LANGUAGE_CODE):
        return _Writer(report, is_card=True).written()


class _Writer:
    def __init__(self, report: Report, *, is_card: bool = False) -> None:
        self.report = report
        self.is_card = is_card
        self.document = Document()
        self.pictures = jpegs_of(report, widest=_WIDEST)
        self.bookmarks = 0

    def written(self) -> bytes:
        markup.drop_other_styles(self.document)
        markup.set_language(self.document, _LANGUAGE)
        markup.set_styles(self.document)
        self._page(landscape=False)
        self._properties()
        self._front()
        for section in self.report.sections:
            self._section(section)
        self._receipt()
        file = io.BytesIO()
        self.document.save(file)
        return file.getvalue()

    # --- Around the text -----------------------------------------------------------------------
    def _page(self, *, landscape: bool) -> None:
        page = self.document.sections[-1]
        page.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        page.page_width, page.page_height = (_LONG, _SHORT) if landscape else (_SHORT, _LONG)
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = _MARGIN

    def _properties(self) -> None:
        report, core = self.report, self.document.core_properties
        made_on = dt.datetime.combine(dt.date.fromisoformat(report.day), dt.time(12))
        core.title, core.subject = markup.clean(report.title), markup.clean(report.subtitle)
        core.author = core.last_modified_by = "Væksthus for Ledelse"
        core.language, core.keywords, core.category = _LANGUAGE, report.period, ""
        core.comments = f"{_sum_label()}: {receipt.checksum(report)}"
        core.created = core.modified = made_on

    def _front(self) -> None:
        report = self.report
        self._paragraph(report.title, "Title")
        if report.subtitle:
            self._paragraph(report.subtitle, "Subtitle")
        self._soft(report.period)
        if report.lead:
            self._paragraph(report.lead).runs[0].italic = True
        if not self.is_card:
            self._contents()
        self._footer()

    def _contents(self) -> None:
        """What the report holds and when it was made, and then a new page."""
        report = self.report
        headings = [section.heading for section in report.sections] + [_("Receipt")]
        self._paragraph(_("Contents"), "TOC Heading")
        markup.add_contents(
            self.document,
            [(_bookmark(place), heading) for place, heading in enumerate(headings, start=1)],
        )
        made = _("Put together on %(day)s") % {
            "day": danish_date(dt.date.fromisoformat(report.day))
        }
        paragraph = self._soft(f"{made} · ")
        self._link(paragraph, absolute(report.address))
        paragraph.add_run().add_break(WD_BREAK.PAGE)

    def _footer(self) -> None:
        footer = self.document.sections[0].footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
        footer.add_run(markup.clean(f"{self.report.title} · "))
        for words in re.split(r"(%\(pages?\)s)", _("Page %(page)s of %(pages)s")):
            if words in _FIELDS:
                markup.add_field(footer, _FIELDS[words])
            else:
                footer.add_run(words)
        for run in footer.runs:
            run.font.size, run.font.color.rgb = Pt(9), markup.SOFT

    def _receipt(self) -> None:
        if not self.is_card:
            self.document.add_section(WD_SECTION.NEW_PAGE)
            self._page(landscape=True)
        self._heading(_("Receipt"))
        self._paragraph(receipt.explanation())
        if self.report.receipt:
            grid = receipt.short_grid if self.is_card else receipt.grid
            self._grid(grid(self.report), points=9)
        sum_line = self._paragraph(f"{_sum_label()}: ")
        sum_line.add_run(receipt.checksum(self.report)).font.name = "Consolas"

    # --- Sections ------------------------------------------------------------------------------
    def _section(self, section: Section) -> None:
        self._heading(section.heading)
        self._warnings(section.warnings)
        for block in section.blocks:
            if isinstance(block, Words):
                self._words(nodes_in(section, block))
            elif isinstance(block, Grid):
                self._grid(block)
            elif isinstance(block, Drawing):
                self._drawing(block)
            elif isinstance(block, Items):
                for item in block.items:
                    if self.is_card:
                        self._line(item)
                    else:
                        level = 3 if is_below_part(section, block) else 2
                        self._item(item, f"Heading {level}")

    def _heading(self, text: str) -> None:
        self.bookmarks += 1
        heading = self._paragraph(text, "Heading 1")
        markup.add_bookmark(heading, _bookmark(self.bookmarks), self.bookmarks)

    def _drawing(self, drawing: Drawing) -> None:
        self._paragraph(drawing.heading, "Heading 2")
        self._warnings(drawing.warnings)
        picture = self.document.add_picture(
            io.BytesIO(drawings.bare_png(drawing.chart)),
            width=Length(int(self._room() * drawings.share_of_page(drawing.chart))),
        )
        words = " ".join([drawing.description, *drawing.warnings])
        markup.describe(picture, title=drawing.heading, description=words)
        self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        if drawing.source:
            source = self._soft(_("Source: %(source)s") % {"source": drawing.source})
            source.paragraph_format.keep_with_next = True
        self._grid(drawing.table)

    def _item(self, item: Item, style: str) -> None:
        self._paragraph(item.title, style)
        if item.picture in self.pictures:
            file = io.BytesIO(self.pictures[item.picture])
            picture = self.document.add_picture(file, width=_COVER)
            markup.describe(picture, title=item.title, description=item.alternative or item.title)
        if item.details:
            self._soft(item.details)
        if item.text:
            self._paragraph(item.text)
        if address := absolute(item.address):
            self._link(self._paragraph(), address)

    def _line(self, item: Item) -> None:
        """On a card a list of what came out is a list."""
        paragraph = self.document.add_paragraph(style="List Bullet")
        paragraph.paragraph_format.space_after = Pt(3)
        run = paragraph.add_run(markup.clean(item.title))
        if address := absolute(item.address):
            run.style = markup.LINK
            markup.add_link(paragraph, address).append(run._r)
        if item.details:
            paragraph.add_run(markup.clean(f" {item.details}")).font.color.rgb = markup.SOFT

    def _warnings(self, warnings: Sequence[str]) -> None:
        for words in warnings:
            warning = self._paragraph(words, markup.WARNING)
            warning.paragraph_format.keep_with_next = True

    def _grid(self, grid: Grid, *, points: float = 10) -> None:
        self._paragraph(grid.caption, "Caption")
        table = self.document.add_table(rows=1 + len(grid.rows), cols=len(grid.columns))
        table.autofit = False
        markup.dress_table(table, grid.caption)
        widths = [Cm(width) for width in column_widths(grid, room=self._room().cm)]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for place, row in enumerate([grid.columns, *grid.rows]):
            cells = zip(table.rows[place].cells, row, strict=True)
            for number, (cell, text) in enumerate(cells):
                cell.width = widths[number]
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(2)
                # A short table stays whole, with its caption.
                paragraph.paragraph_format.keep_with_next = place < len(grid.rows) < _MOST_ROWS
                if number in grid.numeric:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                run = paragraph.add_run(markup.clean(text))
                run.font.size, run.bold = Pt(points), place == 0 or None
        self.document.add_paragraph().paragraph_format.space_after = Pt(2)

    # --- Running text --------------------------------------------------------------------------
    def _words(self, nodes: list[Node], level: int = 1) -> None:
        for node in nodes:
            if node["t"] in ("h3", "h4"):
                style = "Heading 2" if node["t"] == "h3" else "Heading 3"
                self._runs(self.document.add_paragraph(style=style), node["c"])
            elif node["t"] in ("ul", "ol"):
                self._list(node, level)
            else:
                self._runs(self.document.add_paragraph(), node["c"])

    def _list(self, node: Node, level: int) -> None:
        name = "List Bullet" if node["t"] == "ul" else "List Number"
        style = name if level == 1 else f"{name} {min(level, 3)}"
        number = markup.start_list_anew(self.document, style) if node["t"] == "ol" else None
        for item in node["c"]:
            first, *rest = item["c"]
            if first["t"] == "p":
                paragraph = self.document.add_paragraph(style=style)
                paragraph.paragraph_format.space_after = Pt(3)
                if number is not None:
                    markup.number_by(paragraph, number)
                self._runs(paragraph, first["c"])
            else:
                rest = item["c"]
            self._words(rest, level + 1)

    def _runs(self, paragraph: Any, nodes: list[Node]) -> None:
        for run_of, node, marks in _flat(nodes):
            if node["t"] == "br":
                paragraph.add_run().add_break()
                continue
            run = paragraph.add_run(markup.clean(node["s"].replace("\n", " ")))
            run.bold, run.italic = "b" in marks or None, "i" in marks or None
            if run_of:
                run.style = markup.LINK
                markup.add_link(paragraph, run_of).append(run._r)

    def _paragraph(self, text: str = "", style: str | None = None) -> Any:
        paragraph = self.document.add_paragraph(style=style)
        if text:
            paragraph.add_run(markup.clean(text))
        return paragraph

    def _soft(self, text: str) -> Any:
        paragraph = self._paragraph(text)
        for run in paragraph.runs:
            run.font.size, run.font.color.rgb = Pt(10), markup.SOFT
        return paragraph

    def _link(self, paragraph: Any, address: str) -> None:
        run: Run = paragraph.add_run(markup.clean(address), style=markup.LINK)
        markup.add_link(paragraph, address).append(run._r)

    def _room(self) -> Length:
        """The width of the page between its margins."""
        return Length((self.document.sections[-1].page_width or _SHORT) - 2 * _MARGIN)


def _flat(
    nodes: list[Node], address: str = "", marks: frozenset[str] = frozenset()
) -> Iterator[tuple[str, Node, frozenset[str]]]:
    """The words in order, each with the address it leads to and how it is set."""
    for node in nodes:
        if node["t"] in ("text", "br"):
            yield address, node, marks
        else:
            yield from _flat(node["c"], node.get("href", address), marks | {node["t"]})


def _bookmark(number: int) -> str:
    return f"_Toc{number:08d}"


def column_widths(grid: Grid, *, room: float) -> list[float]:
    """How wide each column should be, in centimetres, so that all fit into `room`.

    Numbers get what they need; words share what is left by how long they are, and none is so
    narrow that a word of it would be broken, if there is room at all.
    """
    wanted, least = [], []
    for place, name in enumerate(grid.columns):
        column = [name, *(row[place] for row in grid.rows)]
        words = [word for cell in column for word in cell.split()] or [""]
        least.append(max(_LETTER * max(map(len, words)) + 0.5, _NARROWEST))
        whole = _LETTER * max(map(len, column)) + 0.5
        wanted.append(max(least[-1], min(whole, _WIDEST_COLUMN)))
    if sum(wanted) <= room:
        return wanted
    for place in grid.numeric:
        least[place] = wanted[place]
    spare = max(0.0, room - sum(least))
    # Squared, so that the column with the longest words gets most of what is left.
    more = [(most - low) ** 2 for most, low in zip(wanted, least, strict=True)]
    share = min(1.0, room / sum(least))
    return [
        low * share + spare * extra / (sum(more) or 1)
        for low, extra in zip(least, more, strict=True)
    ]


def _sum_label() -> str:
    return _("Checksum (SHA-256)")
