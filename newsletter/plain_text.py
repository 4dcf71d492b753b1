"""Rich text as plain text that is written to be read, for the mail's second part."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup, NavigableString, Tag

# RFC 3676 §4.2 asks for 78 at most and suggests 66 to 72, so that a quoted answer still fits.
WIDTH = 72


def wrapped(text: str, indent: str = "") -> str:
    """Every line broken at spaces; addresses stay whole. `indent` begins all but the first."""
    return "\n".join(
        textwrap.fill(
            line,
            WIDTH,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in text.split("\n")
    )


class PlainText:
    """Turns one rich text after another into lines, and numbers their links through.

    A link stands as [1] in the sentence, and its address below the text that it is in.
    """

    def __init__(self) -> None:
        self._addresses: list[str] = []

    def of(self, html: str) -> str:
        """Paragraphs, dashes and numbers for lists, then the addresses that are new here."""
        before = len(self._addresses)
        parts = list(self._blocks(BeautifulSoup(html, "html.parser").children))
        new = self._addresses[before:]
        if new:
            parts.append(
                "\n".join(f"[{number}] {url}" for number, url in enumerate(new, before + 1))
            )
        return "\n\n".join(part for part in parts if part.strip())

    def _blocks(self, nodes: Iterable[object]) -> Iterator[str]:
        for node in nodes:
            if isinstance(node, Tag) and node.name in ("ul", "ol"):
                yield self._list(node)
            elif isinstance(node, Tag | NavigableString):
                yield wrapped(self._inline(node).strip())

    def _list(self, node: Tag) -> str:
        lines = []
        for number, item in enumerate(node.find_all("li", recursive=False), 1):
            sign = f"{number}." if node.name == "ol" else "–"
            nested = [self._list(inner) for inner in item.find_all(["ul", "ol"], recursive=False)]
            words = "".join(
                self._inline(child)
                for child in item.children
                if not (isinstance(child, Tag) and child.name in ("ul", "ol"))
            )
            indent = " " * (len(sign) + 1)
            lines.append(wrapped(f"{sign} {words.strip()}", indent))
            lines.extend(textwrap.indent(inner, indent) for inner in nested)
        return "\n".join(lines)

    def _inline(self, node: object) -> str:
        if isinstance(node, NavigableString):
            return str(node)
        if not isinstance(node, Tag):
            return ""
        if node.name == "br":
            return "\n"
        words = "".join(self._inline(child) for child in node.children)
        address = str(node.get("href") or "") if node.name == "a" else ""
        if not address or words.strip() == address:
            return words
        if address not in self._addresses:
            self._addresses.append(address)
        return f"{words} [{self._addresses.index(address) + 1}]"
