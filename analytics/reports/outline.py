"""How deep a heading stands in its section: screen readers want no level skipped."""

from __future__ import annotations

import re

from analytics.reports.document import Drawing, Grid, Items, Section, Words
from publications.press.rich_text import Node, nodes_of

# The heading of a part; an empty one is left out of files.
_PART = re.compile(r"<h3\b[^>]*>\s*[^\s<]")


def is_below_part(section: Section, block: Words | Grid | Drawing | Items) -> bool:
    """Whether words before the block have put the heading of a part above it."""
    for earlier in section.blocks:
        if earlier is block:
            return False
        if isinstance(earlier, Words) and _PART.search(earlier.html):
            return True
    return False


def nodes_in(section: Section, words: Words) -> list[Node]:
    """The words as a tree. A heading of the second kind (h4) without one above it becomes h3."""
    has_part = is_below_part(section, words)
    nodes = []
    for node in nodes_of(words.html, headings=True):
        has_part = has_part or node["t"] == "h3"
        nodes.append(node | {"t": "h3"} if node["t"] == "h4" and not has_part else node)
    return nodes
