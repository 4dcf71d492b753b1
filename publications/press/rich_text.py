"""Running text as a tree that both Typst and EPUB are written from."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from wagtail.rich_text import expand_db_html

Node = dict[str, Any]

# Element → kind of node. What is not here gives its words only.
_KINDS = {
    "p": "p",
    "ul": "ul",
    "ol": "ol",
    "li": "li",
    "b": "b",
    "strong": "b",
    "i": "i",
    "em": "i",
    "a": "a",
    "blockquote": "p",
    "h2": "p",
    "h3": "h3",
    "h4": "h4",
}
_HEADINGS = frozenset({"h3", "h4"})
_BLOCKS = frozenset({"p", "ul", "ol", "li"}) | _HEADINGS
_SCHEMES = ("https", "http", "mailto", "tel")


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root: Node = {"t": "root", "c": []}
        self._open: list[Node] = [self.root]
        self._in_note = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # The note of a figure opens on a page only; it is one span with words in it.
        self._in_note = self._in_note or "popover" in dict(attrs)
        if tag == "br":
            self._add({"t": "br"})
        kind = _KINDS.get(tag)
        if kind is None:
            return
        node: Node = {"t": kind, "c": []}
        if kind == "a":
            node["href"] = absolute(dict(attrs).get("href") or "")
            if not node["href"]:
                node["t"] = "span"
        self._add(node)
        self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        self._in_note = self._in_note and tag != "span"
        kind = _KINDS.get(tag)
        for depth in range(len(self._open) - 1, 0, -1):
            node = self._open[depth]["t"]
            if node == kind or (kind == "a" and node == "span"):
                del self._open[depth:]
                return

    def handle_data(self, data: str) -> None:
        if data and not self._in_note:
            self._add({"t": "text", "s": data})

    def _add(self, node: Node) -> None:
        self._open[-1]["c"].append(node)


def absolute(address: str) -> str:
    """A link as it must stand outside the site; empty where it leads nowhere."""
    whole = urljoin(f"{settings.BASE_URL}/", address) if address else ""
    return whole if urlsplit(whole).scheme in _SCHEMES else ""


def nodes_of(html: str, *, headings: bool = False) -> list[Node]:
    """Blocks (p, ul, ol) of the rich text, links to pages and documents resolved.

    With `headings` those of the text stay (h3, h4); else they are paragraphs, because the tree
    stands within something that has a heading of its own.
    """
    tree = _Tree()
    tree.feed(expand_db_html(str(html)))
    tree.close()
    return _blocks(tree.root["c"], headings)


def _blocks(nodes: list[Node], headings: bool = False) -> list[Node]:
    """Loose words become paragraphs; empty blocks go."""
    blocks: list[Node] = []
    loose: list[Node] = []
    for node in [*nodes, None]:
        if node is not None and node["t"] not in _BLOCKS:
            loose.append(node)
            continue
        if words(loose).strip():
            blocks.append({"t": "p", "c": loose})
        loose = []
        if node is None:
            continue
        if node["t"] in ("ul", "ol"):
            items = [_item(child) for child in node["c"] if child["t"] == "li"]
            items = [item for item in items if words(item["c"]).strip()]
            if items:
                blocks.append({"t": node["t"], "c": items})
        elif words(node["c"]).strip():
            is_heading = headings and node["t"] in _HEADINGS
            blocks.append(node if is_heading else node | {"t": "p"})
    return blocks


def _item(node: Node) -> Node:
    """A list item: words first, then lists within it."""
    return {"t": "li", "c": _blocks(node["c"])}


def words(nodes: list[Node]) -> str:
    """The plain words of the nodes."""
    return "".join(
        node.get("s", "") if node["t"] == "text" else " " if node["t"] == "br" else words(node["c"])
        for node in nodes
    )
