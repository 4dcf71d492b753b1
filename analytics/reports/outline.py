"""How deep a heading stands in its section."""

from __future__ import annotations

from analytics.reports.document import Drawing, Grid, Items, Section, Words


def is_below_part(section: Section, block: Words | Grid | Drawing | Items) -> bool:
    """Whether words before the block have put a heading of a part above it."""
    for earlier in section.blocks:
        if earlier is block:
            return False
        if isinstance(earlier, Words) and "<h3" in earlier.html:
            return True
    return False
