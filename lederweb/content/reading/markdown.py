"""From Markdown to the blocks of `lederweb.core.blocks.BodyBlock`.

Beside running text there are headings of level 2 and 3 and seven directives, each closed by a
line of three colons:

    :::quote Role          :::fact Title | Source
    :::questions Title     :::picture What the picture shows
    :::number 95.958 | Source
    :::embed Address of a video or of sound | Title
    :::table Caption | Source

A table has a line for each row with bars between the cells; the first line is the headings, and
a heading that ends in # stands above numbers.

Links within the site are written as addresses (/artikler/…/) and become links to the page itself
in `with_pages`, when all pages exist.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .source import TextError

Block = tuple[str, Any]
_OPEN = re.compile(r":::\s*(\w+)\s*(.*)")
_CLOSE = re.compile(r":::\s*$")
_INTERNAL = re.compile(r'<a href="(/[^"]*)">')
_SCHEMES = ("https://", "http://", "mailto:", "tel:", "/")
DIRECTIVES = ("quote", "fact", "questions", "picture", "number", "embed", "table")


@dataclass(frozen=True)
class Link:
    """An address within the site, and the line it stands on."""

    address: str
    line: int


@dataclass(frozen=True)
class Body:
    blocks: list[Block]
    links: list[Link]


class _Reader:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.links: list[Link] = []
        self._markdown = MarkdownIt("commonmark")

    def error(self, line: int, sentence: str) -> TextError:
        return TextError(self.path, line, sentence)

    def blocks(self, lines: list[str], first: int) -> Iterator[Block]:
        """The blocks of lines of running text; `first` is the line they begin on."""
        tokens = self._markdown.parse("\n".join(lines))
        index, html = 0, ""
        while index < len(tokens):
            token = tokens[index]
            line = first + (token.map[0] if token.map else 0)
            if token.type == "heading_open":
                if html:
                    yield "text", html
                    html = ""
                if token.tag not in ("h2", "h3"):
                    raise self.error(line, "a heading is written with ## or ###.")
                text = self._plain(tokens[index + 1], line)
                yield "heading", {"text": text, "level": token.tag[1]}
                index += 3
                continue
            html += self._html(token, line)
            index += 1
        if html:
            yield "text", html

    def rich(self, lines: list[str], first: int) -> str:
        """Running text within a directive, where no heading may stand."""
        found = list(self.blocks(lines, first))
        if any(kind != "text" for kind, _ in found):
            raise self.error(first, "a heading cannot stand within a box.")
        return "".join(value for _, value in found)

    def _html(self, token: Token, line: int) -> str:
        simple = {
            "paragraph_open": "<p>",
            "paragraph_close": "</p>",
            "bullet_list_open": "<ul>",
            "bullet_list_close": "</ul>",
            "ordered_list_open": "<ol>",
            "ordered_list_close": "</ol>",
            "list_item_open": "<li>",
            "list_item_close": "</li>",
        }
        if token.type == "inline":
            return "".join(self._inline(token, line))
        if token.type not in simple:
            raise self.error(line, f"{token.type.replace('_', ' ')} has no block on the site.")
        # Within a list item the text stands without a paragraph of its own.
        return "" if token.hidden else simple[token.type]

    def _inline(self, token: Token, line: int) -> Iterator[str]:
        simple = {
            "strong_open": "<b>",
            "strong_close": "</b>",
            "em_open": "<i>",
            "em_close": "</i>",
            "link_close": "</a>",
            "softbreak": "<br/>",
            "hardbreak": "<br/>",
        }
        for child in token.children or []:
            if child.type == "text":
                yield escape(child.content, quote=False)
            elif child.type == "link_open":
                address = str(child.attrGet("href"))
                if not address.startswith(_SCHEMES):
                    raise self.error(
                        line, f"the link to {address} must begin with / or with https://."
                    )
                if address.startswith("/"):
                    self.links.append(Link(address, line))
                yield f'<a href="{escape(address)}">'
            elif child.type in simple:
                yield simple[child.type]
            else:
                raise self.error(line, f"{child.type.replace('_', ' ')} is not for texts here.")

    def _plain(self, token: Token, line: int) -> str:
        for child in token.children or []:
            if child.type != "text":
                raise self.error(line, "here stands plain text only, without emphasis and links.")
        return token.content.strip()


def _directive(reader: _Reader, name: str, rest: str, lines: list[str], line: int) -> Block:
    text = "\n".join(lines).strip()
    if name not in DIRECTIVES:
        known = ", ".join(DIRECTIVES)
        raise reader.error(line, f":::{name} is not known; there is {known}.")
    if not rest:
        wants = {"quote": "the role", "picture": "what it shows"}.get(name, "the title")
        raise reader.error(line, f":::{name} must be followed by {wants}.")
    if name != "picture" and not text:
        raise reader.error(line, f":::{name} is empty.")
    if name == "quote":
        return "quote", {"text": " ".join(text.split()), "role": rest}
    if name == "fact":
        title, _, source = (part.strip() for part in rest.partition("|"))
        return "fact_box", {
            "title": title,
            "text": reader.rich(lines, line + 1),
            "source": source,
        }
    first, _, second = (part.strip() for part in rest.partition("|"))
    if name == "number":
        return "key_figure", {"number": first, "text": " ".join(text.split()), "source": second}
    if name == "embed":
        return "embed", {"address": first, "title": second, "text": " ".join(text.split())}
    if name == "table":
        return "table", _table(reader, first, second, lines, line)
    if name == "questions":
        questions = []
        for number, entry in enumerate(lines, line + 1):
            if entry.startswith("- "):
                questions.append(entry[2:].strip())
            elif entry.strip():
                raise reader.error(number, "every question begins with a dash and a space.")
        return "questions", {"title": rest, "questions": questions}
    return "picture", {"image": None, "alternative": rest, "caption": " ".join(text.split())}


def _table(
    reader: _Reader, caption: str, source: str, lines: list[str], line: int
) -> dict[str, Any]:
    rows = [[cell.strip() for cell in row.split("|")] for row in lines if row.strip()]
    headings, *rest = rows
    if not rest or any(len(row) != len(headings) for row in rest):
        raise reader.error(line, "every row of a table needs as many cells as the first.")
    return {
        "table": {
            "caption": caption,
            "columns": [
                {
                    "type": "number" if heading.endswith("#") else "text",
                    "heading": heading.removesuffix("#").strip(),
                }
                for heading in headings
            ],
            "rows": [{"values": row} for row in rest],
        },
        "rows_are_headed": True,
        "source": source,
    }


def read_body(text: str, *, path: Path, first_line: int = 1) -> Body:
    """The blocks of a Markdown text and its links within the site.

    `first_line` is the file's line on which the text begins. Raises TextError.
    """
    reader = _Reader(path)
    blocks: list[Block] = []
    waiting: list[str] = []
    begins = first_line
    directive: tuple[str, str, int] | None = None
    lines = text.split("\n")
    for number, line in enumerate(lines, first_line):
        opening, closing = _OPEN.match(line), _CLOSE.match(line)
        if directive is None and opening:
            blocks.extend(reader.blocks(waiting, begins))
            directive, waiting = (opening.group(1), opening.group(2).strip(), number), []
        elif directive is not None and closing:
            blocks.append(_directive(reader, *directive[:2], waiting, directive[2]))
            directive, waiting, begins = None, [], number + 1
        elif opening or closing:
            raise reader.error(
                number,
                "a box within a box is not possible; close the first with a line :::."
                if opening
                else "this ::: closes nothing.",
            )
        else:
            waiting.append(line)
    if directive is not None:
        raise reader.error(directive[2], f":::{directive[0]} is not closed with a line :::.")
    blocks.extend(reader.blocks(waiting, begins))
    return Body(blocks, reader.links)


def with_pages(
    blocks: list[Block], pages: Mapping[str, int], picture: Callable[[str], Any]
) -> list[Block]:
    """The second pass: addresses become links to pages, and pictures are put in.

    `pages` has the number of the page at each address; an address without one stays as it is.
    `picture` gives the image that shows what is described.
    """

    def linked(html: str) -> str:
        def replace(match: re.Match[str]) -> str:
            page = pages.get(match.group(1))
            return match.group(0) if page is None else f'<a linktype="page" id="{page}">'

        return _INTERNAL.sub(replace, html)

    done: list[Block] = []
    for kind, value in blocks:
        if kind == "text":
            value = linked(value)
        elif kind == "fact_box":
            value = value | {"text": linked(value["text"])}
        elif kind == "picture":
            image = picture(value["alternative"])
            value = {"image": image, "caption": value["caption"], "credit": ""}
        done.append((kind, value))
    return done
