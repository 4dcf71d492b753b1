"""A report as plain data: what its page, its PDF and its Word file are all made of.

Nothing here asks a database, so a published report is this tree, kept as JSON.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Words:
    """Running text as HTML: p, ul, ol, li, h3, h4, a, b, strong, i, em, br. Figures are words in it."""

    html: str


@dataclass(frozen=True)
class Grid:
    """A table. Cells are shown as they are; columns named in `numeric` are set to the right."""

    caption: str
    columns: list[str]
    rows: list[list[str]]
    numeric: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Drawing:
    """A chart (a Vega-Lite specification), what it shows in words, and the same as a table."""

    chart: dict[str, Any]
    heading: str
    description: str
    table: Grid
    source: str = ""
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Item:
    """Something that came out or took place. `picture` is the key of an image, with its words."""

    title: str
    text: str = ""
    address: str = ""
    details: str = ""
    picture: int | None = None
    alternative: str = ""


@dataclass(frozen=True)
class Items:
    items: list[Item]


@dataclass(frozen=True)
class Section:
    slug: str
    heading: str
    blocks: list[Words | Grid | Drawing | Items]
    # What a reader must know to read the numbers right, such as a comparison of unlike periods.
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Line:
    """One figure of the receipt."""

    name: str
    value: int
    text: str
    unit: str
    period: str
    definition: str
    source: str
    place: str = ""


@dataclass(frozen=True)
class Report:
    """`day` is an ISO date: when the report was put together; the files carry it as their time."""

    title: str
    subtitle: str
    period: str
    day: str
    address: str
    lead: str
    sections: list[Section]
    receipt: list[Line]

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"sections": [_section_as_json(section) for section in self.sections]}

    @classmethod
    def of_json(cls, data: dict[str, Any]) -> Report:
        """Raises TypeError or KeyError for what `as_json` did not write."""
        return cls(
            **data
            | {
                "sections": [_section_of(section) for section in data["sections"]],
                "receipt": [Line(**line) for line in data["receipt"]],
            }
        )

    def drawings(self) -> Iterator[Drawing]:
        for section in self.sections:
            yield from (block for block in section.blocks if isinstance(block, Drawing))


_KINDS = {"words": Words, "grid": Grid, "drawing": Drawing, "items": Items}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def _section_as_json(section: Section) -> dict[str, Any]:
    blocks = [{"kind": _NAMES[type(block)]} | asdict(block) for block in section.blocks]
    return asdict(section) | {"blocks": blocks}


def _section_of(data: dict[str, Any]) -> Section:
    return Section(**data | {"blocks": [_block_of(block) for block in data["blocks"]]})


def _block_of(data: dict[str, Any]) -> Words | Grid | Drawing | Items:
    values = {name: value for name, value in data.items() if name != "kind"}
    if data["kind"] == "drawing":
        return Drawing(**values | {"table": Grid(**values["table"])})
    if data["kind"] == "items":
        return Items([Item(**item) for item in values["items"]])
    return Words(**values) if data["kind"] == "words" else Grid(**values)
