"""Blocks of a body as nodes: what they say, without how a page shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue

from lederweb.core.templatetags.lederweb import file_size
from lederweb.core.visibility import is_public, is_public_document
from publications.press.rich_text import Node, absolute, nodes_of


class Pictures(Protocol):
    """Keeps the pictures of a book."""

    def figure(self, image: Any, *, caption: str, credit: str) -> Node: ...


def nodes_of_body(body: StreamValue, pictures: Pictures) -> list[Node]:
    """Every block in its order. A kind that is not known here gives its words."""
    nodes: list[Node] = []
    for block in body:
        if block.block_type == "picture":
            nodes += _picture(block.value, pictures)
        elif block.block_type in _READERS:
            nodes += _READERS[block.block_type](block.value)
        else:
            for text in block.block.get_searchable_content(block.value):
                nodes.append({"t": "p", "c": [{"t": "text", "s": text}]})
    return _levelled(nodes)


def _levelled(nodes: list[Node]) -> list[Node]:
    """No heading stands two levels below the one before it (PDF/UA-1, 7.4.2)."""
    above = 1
    for node in nodes:
        if node["t"] == "h":
            node["level"] = min(node["level"], above + 1)
            above = node["level"]
    return nodes


def _picture(value: Any, pictures: Pictures) -> list[Node]:
    image = value["image"]
    if image is None:
        return []
    credit = value.get("credit") or image.credit
    return [pictures.figure(image, caption=value["caption"], credit=credit)]


def _text(value: Any) -> list[Node]:
    return nodes_of(value.source)


def _heading(value: Any) -> list[Node]:
    return [{"t": "h", "level": int(value["level"]), "s": value["text"]}]


def _quote(value: Any) -> list[Node]:
    return [{"t": "quote", "s": value["text"], "role": value["role"]}]


def _fact_box(value: Any) -> list[Node]:
    box = {"title": value["title"], "c": nodes_of(value["text"].source), "source": value["source"]}
    return [{"t": "box"} | box]


def _questions(value: Any) -> list[Node]:
    return [{"t": "questions", "title": value["title"], "items": list(value["questions"])}]


def _table(value: Any) -> list[Node]:
    table = value["table"]
    if not table.columns:
        return []
    return [
        {
            "t": "table",
            "caption": table.caption or "",
            "head": [column["heading"] or "" for column in table.columns],
            "numbers": [column["block"].name == "number" for column in table.columns],
            "rows": [[str(cell.value or "") for cell in row] for row in table.rows],
            "headed": bool(value["rows_are_headed"]),
            "source": value["source"],
        }
    ]


def _key_figure(value: Any) -> list[Node]:
    return [{"t": "number", "s": value["number"], "text": value["text"], "source": value["source"]}]


def _embed(value: Any) -> list[Node]:
    """A film cannot stand in a book; its address can."""
    item = {"s": value["address"], "href": absolute(value["address"])}
    return _links(value["title"], [item] if item["href"] else [])


def _documents(value: Any) -> list[Node]:
    items = [
        {
            "s": f"{document.title} ({document.file_extension.upper()}, "
            f"{file_size(document.file_size)})",
            "href": absolute(document.url),
        }
        for document in value["documents"]
        if document and is_public_document(document)
    ]
    return _links(value["title"] or _("Files to download"), items)


def _page_link(value: Any) -> list[Node]:
    page = value["page"]
    if page is None or not is_public(page):
        return []
    item = {"s": page.title, "href": absolute(page.specific.url or "")}
    return _links(value["text"] or _("Read on"), [item])


def _links(title: str, items: list[dict[str, str]]) -> list[Node]:
    return [{"t": "links", "title": title, "items": items}] if items else []


_READERS: dict[str, Callable[[Any], list[Node]]] = {
    "text": _text,
    "heading": _heading,
    "quote": _quote,
    "fact_box": _fact_box,
    "questions": _questions,
    "table": _table,
    "key_figure": _key_figure,
    "embed": _embed,
    "documents": _documents,
    "page_link": _page_link,
}
