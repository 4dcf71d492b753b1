"""From an old page's HTML to the blocks of `lederweb.core.blocks.BodyBlock`.

Only what stands in the format (docs/import.md) is kept as markup; of everything else the words are
kept. Nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from bs4 import BeautifulSoup, Comment, NavigableString, Tag
from django.utils.html import escape
from django.utils.translation import gettext as _

from lederweb.content.importing.rows import BadRow
from lederweb.core.blocks.tables import MOST_COLUMNS

DEEPEST = 60  # elements within elements
_NAMES = UUID("6f1c1f5e-8d0f-4d0e-9b41-0d3f5a9f3a10")  # block ids come out the same every time
_DROPPED = {"script", "style", "noscript", "template", "head", "form", "button", "input", "select"}
_LISTS = {"ul", "ol"}
_HEADINGS = {"h1": "2", "h2": "2", "h3": "3", "h4": "3", "h5": "3", "h6": "3"}
_FRAMES = {"iframe", "video", "audio", "embed", "object"}
_BLOCKS = {
    *(
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "figure",
        "blockquote",
    ),
    *("table", "pre", "hr", "dl", "dt", "dd", "address", "center", "body", "html"),
    *_LISTS,
    *_HEADINGS,
    *_FRAMES,
}
_BOLD = {"b": "b", "strong": "b", "i": "i", "em": "i"}
_SCHEMES = ("http://", "https://", "mailto:", "tel:")
_QUESTIONS = re.compile(
    r"spørgsmål til (ledelsen|ledergruppen|drøftelse|diskussion)", re.IGNORECASE
)
_LONGEST_HEADING, _LONGEST_QUOTE, _LONGEST_ROLE = 120, 600, 120
_LONGEST_CAPTION, _LONGEST_CELL = 250, 400


@dataclass(frozen=True)
class Link:
    """Where a link of the text leads here: a page, a document, or an address as it is to stand."""

    page: int | None = None
    document: int | None = None
    address: str = ""

    def opening(self) -> str:
        if self.page is not None:
            return f'<a linktype="page" id="{self.page}">'
        if self.document is not None:
            return f'<a linktype="document" id="{self.document}">'
        return f'<a href="{escape(self.address)}">'


@dataclass
class Converter:
    """Makes blocks of one page's HTML.

    `link` says where a link leads, None for one that leads nowhere; `picture` gives the number
    of the picture at a path with its alternative text and may raise BadRow.
    """

    name: str  # of the page: block ids are made of it
    link: Callable[[str], Link | None]
    picture: Callable[[str, str], int]
    blocks: list[dict[str, Any]] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _after: list[tuple[str, Any]] = field(default_factory=list)

    def convert(self, html: str) -> list[dict[str, Any]]:
        """The blocks as they are stored. Raises BadRow."""
        soup = BeautifulSoup(html, "html.parser")
        if _depth(soup) > DEEPEST:
            raise BadRow(_("»html« has elements within elements, more than 60 deep."))
        self._flow(soup)
        self._end_text()
        return self.blocks

    # --- Blocks ---------------------------------------------------------------------------------
    def add(self, kind: str, value: Any) -> None:
        self._end_text()
        self.blocks.append({"type": kind, "value": value, "id": self._id()})

    def _id(self, part: int | None = None) -> str:
        place = f"{len(self.blocks)}" + ("" if part is None else f".{part}")
        return str(uuid5(_NAMES, f"{self.name}/{place}"))

    def _entries(self, values: list[Any]) -> list[dict[str, Any]]:
        return [
            {"type": "item", "value": value, "id": self._id(number)}
            for number, value in enumerate(values)
        ]

    def documents(self, numbers: list[int]) -> None:
        """A block of files to download."""
        self._end_text()
        self.add("documents", {"title": "", "documents": self._entries(numbers)})

    def _end_text(self) -> None:
        html = "".join(self._text)
        self._text = []
        if html:
            self.blocks.append({"type": "text", "value": html, "id": self._id()})

    def _paragraph(self, html: str) -> None:
        html = re.sub(r"^(<br/>|\s)+|(<br/>|\s)+$", "", html)
        if re.sub(r"<[^>]*>", "", html).strip():
            self._text.append(f"<p>{html}</p>")
        for kind, value in self._take_after():
            self.add(kind, value)

    def _take_after(self) -> list[tuple[str, Any]]:
        waiting, self._after = self._after, []
        return waiting

    # --- The flow of elements -------------------------------------------------------------------
    def _flow(self, parent: Tag) -> None:
        loose: list[Any] = []  # words and inline elements between blocks make a paragraph
        nodes = list(parent.children)
        skipped: set[int] = set()
        for place, node in enumerate(nodes):
            if place in skipped or isinstance(node, Comment) or _is_dropped(node):
                continue
            if isinstance(node, Tag) and (node.name in _BLOCKS or node.find(_BLOCKS)):
                self._paragraph(self._inline_of(loose))
                loose = []
                taken = self._questions(node, nodes, place)
                if taken is None:
                    self._block(node)
                else:
                    skipped.add(taken)
            else:
                loose.append(node)
        self._paragraph(self._inline_of(loose))

    def _block(self, node: Tag) -> None:
        if node.name == "p" and not node.find(_BLOCKS):
            self._paragraph(self._inline_of(node.children))
        elif node.name in _HEADINGS:
            self._heading(node)
        elif node.name in _LISTS:
            self._text.append(self._list(node))
            for kind, value in self._take_after():
                self.add(kind, value)
        elif node.name == "blockquote":
            self._quote(node)
        elif node.name == "table":
            self._table(node)
        elif node.name == "figure":
            self._figure(node)
        elif node.name in _FRAMES:
            self._frame(node)
        elif node.name != "hr":
            self._flow(node)

    def _heading(self, node: Tag) -> None:
        words = _words(node)
        pictures = self._inline_of(node.children) and self._take_after()
        if len(words) > _LONGEST_HEADING:
            self._paragraph(f"<b>{escape(words)}</b>")
        elif words:
            self.add("heading", {"text": words, "level": _HEADINGS[node.name]})
        for kind, value in pictures or ():
            self.add(kind, value)

    def _questions(self, node: Tag, nodes: list[Any], place: int) -> int | None:
        """Makes the block of a heading "Spørgsmål til ledelsen" and the list that follows it.

        Returns where the list stood; None when it is something else.
        """
        if node.name not in (*_HEADINGS, "p") or not _QUESTIONS.search(_words(node)):
            return None
        title = _words(node).rstrip(":")
        following = next(
            (number for number in range(place + 1, len(nodes)) if isinstance(nodes[number], Tag)),
            None,
        )
        if following is None or nodes[following].name not in _LISTS or len(title) > 120:
            return None
        items = nodes[following].find_all("li", recursive=False)
        questions = [words for item in items if (words := _words(item))]
        if not questions or nodes[following].find(["img", "a"]):
            return None
        self._end_text()
        self.add("questions", {"title": title, "questions": self._entries(questions)})
        return following

    def _list(self, node: Tag) -> str:
        items = []
        for item in node.find_all(["li", *_LISTS], recursive=False):
            if item.name in _LISTS:
                items.append(f"<li>{self._list(item)}</li>")
                continue
            inner = self._inline_of(child for child in item.children if not _is_list(child))
            below = "".join(self._list(child) for child in item.find_all(_LISTS, recursive=False))
            if inner.strip() or below:
                items.append(f"<li>{inner.strip()}{below}</li>")
        return f"<{node.name}>{''.join(items)}</{node.name}>" if items else ""

    def _quote(self, node: Tag) -> None:
        said_by = node.find(["cite", "footer"])
        role = _words(said_by).lstrip("–—- ") if isinstance(said_by, Tag) else ""
        if isinstance(said_by, Tag):
            said_by.extract()
        words = _words(node).strip('»«"“”')
        is_plain = not node.find(["img", "table", *_LISTS])
        fits = len(words) <= _LONGEST_QUOTE and len(role) <= _LONGEST_ROLE
        if words and role and fits and is_plain:
            self.add("quote", {"text": words, "role": role})
            return
        if is_plain and words and len(words) <= _LONGEST_QUOTE:
            self._paragraph(f"»{escape(words)}«")
        else:
            self._flow(node)
        if role:
            self._paragraph(f"<i>– {escape(role)}</i>")

    def _figure(self, node: Tag) -> None:
        caption_tag = node.find("figcaption")
        caption = _words(caption_tag) if isinstance(caption_tag, Tag) else ""
        if isinstance(caption_tag, Tag):
            caption_tag.extract()
        pictures = node.find_all("img")
        if len(pictures) != 1 or node.find(["table", *_FRAMES]) or len(caption) > _LONGEST_CAPTION:
            self._flow(node)
            self._paragraph(escape(caption))
            return
        self.add("picture", self._picture(pictures[0], caption))

    def _picture(self, node: Tag, caption: str = "") -> dict[str, Any]:
        path, words = str(node.get("src") or ""), str(node.get("alt") or "")
        number = self.picture(path, " ".join(words.split()))
        return {"image": number, "caption": caption, "credit": ""}

    def _frame(self, node: Tag) -> None:
        """What another site would show becomes a link to it."""
        source = node.find("source")
        found = node.get("src") or node.get("data") or (source and source.get("src")) or ""  # type: ignore[union-attr]
        address = str(found)
        if address.startswith("//"):
            address = f"https:{address}"
        link = self.link(address)
        if link is not None:
            self._paragraph(f"{link.opening()}{escape(address)}</a>")

    # --- Tables ---------------------------------------------------------------------------------
    def _table(self, node: Tag) -> None:
        caption_tag = node.find("caption")
        caption = _words(caption_tag) if isinstance(caption_tag, Tag) else ""
        lines = [row.find_all(["th", "td"]) for row in node.find_all("tr")]
        lines = [cells for cells in lines if cells]
        width = max((len(cells) for cells in lines), default=0)
        spans = node.find(lambda tag: tag.has_attr("colspan") or tag.has_attr("rowspan"))
        texts = [[_words(cell) for cell in cells] for cells in lines]
        heads = texts[0] if texts else []
        is_plain = (
            len(lines) > 1
            and 1 < width <= MOST_COLUMNS
            and not spans
            and not node.find(["img", "table", "a", *_LISTS])
            and len(heads) == width
            and all(heads)
            and all(len(text) <= _LONGEST_CELL for line in texts for text in line)
        )
        if not is_plain:
            self._table_as_text(node, caption)
            return
        rows = [[*line, *[""] * (width - len(line))] for line in texts[1:]]
        self.add(
            "table",
            {
                "table": {
                    "columns": [{"type": "text", "heading": head} for head in heads],
                    "rows": [{"values": line} for line in rows],
                    "caption": caption or _("Table"),
                },
                "rows_are_headed": all(cells[0].name == "th" for cells in lines[1:]),
                "source": "",
            },
        )

    def _table_as_text(self, node: Tag, caption: str) -> None:
        """A table made for layout, or one that cannot be read aloud: its cells one by one."""
        if caption:
            self._paragraph(f"<b>{escape(caption)}</b>")
        for cell in node.find_all(["th", "td"]):
            if cell.find_parent("table") is node:
                self._flow(cell)

    # --- Within a paragraph ---------------------------------------------------------------------
    def _inline_of(self, nodes: Any) -> str:
        return "".join(self._inline(nodes)).strip()

    def _inline(self, nodes: Any) -> Iterator[str]:
        for node in nodes:
            if isinstance(node, Comment) or _is_dropped(node):
                continue
            if isinstance(node, NavigableString):
                yield escape(re.sub(r"\s+", " ", str(node)))
            elif node.name == "br":
                yield "<br/>"
            elif node.name == "img":
                self._after.append(("picture", self._picture(node)))
            elif node.name == "a":
                inner = "".join(self._inline(node.children))
                link = self.link(str(node.get("href") or "")) if inner.strip() else None
                yield f"{link.opening()}{inner}</a>" if link else inner
            elif node.name in _BOLD:
                inner = "".join(self._inline(node.children))
                yield (
                    f"<{_BOLD[node.name]}>{inner}</{_BOLD[node.name]}>" if inner.strip() else inner
                )
            else:
                inner = "".join(self._inline(node.children))
                yield f"{inner} " if node.name in _BLOCKS and inner else inner


def _is_list(node: Any) -> bool:
    return isinstance(node, Tag) and node.name in _LISTS


def _is_dropped(node: Any) -> bool:
    return isinstance(node, Tag) and node.name in _DROPPED


def _words(node: Tag) -> str:
    return " ".join(node.get_text(" ").split())


def _depth(soup: Tag) -> int:
    deepest, level = 0, [soup]
    while level and deepest <= DEEPEST:
        deepest += 1
        level = [child for tag in level for child in tag.children if isinstance(child, Tag)]
    return deepest


def is_web(address: str) -> bool:
    """Whether a link may stand as it is: nothing that runs, and no drive of somebody's machine."""
    return address.lower().startswith(_SCHEMES)
