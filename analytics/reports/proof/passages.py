"""A report as the checks read it: who wrote what, and every number with its unit."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.html import strip_tags

from analytics.figures.freezing import FIGURE
from analytics.figures.registry import Value
from analytics.figures.wording import ESTIMATE
from analytics.reports.document import Grid, Items, Line, Words
from analytics.reports.draft import RESULTS, Built, as_words, build, figures_in, value_in
from analytics.reports.sections.part import unit_name
from analytics.reports.sections.stated import average_of_total, reach
from lederweb.lib import danish

_BLOCK_ENDS = re.compile(r"</(?:p|li|h\d)>|<br\s*/?>", re.IGNORECASE)


@dataclass(frozen=True)
class Told:
    """A problem: which kind, what to say, and where in the editor it is mended."""

    code: str
    sentence: str
    place: str = ""


@dataclass(frozen=True)
class Passage:
    """Words of the editor. `place` is the address of the block within the editor."""

    source: str
    place: str
    is_headline: bool

    @cached_property
    def html(self) -> str:
        return as_words(self.source)

    @cached_property
    def words(self) -> str:
        """As a reader reads it, a line for each paragraph or point."""
        return plain(self.html)

    @cached_property
    def typed(self) -> str:
        """The same with a mark in the place of each figure."""
        return plain(FIGURE.sub(" … ", self.source))

    @cached_property
    def figures(self) -> list[Value]:
        found = (value_in(attributes) for attributes in figures_in(self.source))
        return [value for value in found if value]

    def lines(self) -> Iterator[Passage]:
        """Each paragraph and point by itself."""
        for part in _BLOCK_ENDS.split(self.source):
            if part.strip():
                yield Passage(part, self.place, self.is_headline)


@dataclass(frozen=True)
class Known:
    """A number that is counted or stated. `is_rounded`: already so at its source."""

    name: str
    value: int
    unit: str
    is_rounded: bool


class Proof:
    """Everything that a check may ask of a draft, each read once."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.scope = page.scope

    @cached_property
    def built(self) -> Built:
        return build(self.page)

    @cached_property
    def passages(self) -> list[Passage]:
        found = [Passage(html.escape(self.page.lead), "#id_lead", True)]
        for block in self.page.body:
            place = f"#block-{block.id}-section"
            for source in _sources(block):
                found.append(Passage(source, place, block.block_type == "results"))
        return [passage for passage in found if passage.source.strip()]

    @property
    def headline(self) -> list[Passage]:
        return [passage for passage in self.passages if passage.is_headline]

    @cached_property
    def known(self) -> list[Known]:
        """The numbers of the body: counted sections, and figures outside the headline."""
        found = [
            Known(line.name, line.value, line.unit, _is_rounded(line))
            for part in self.built.parts.values()
            for line in part.lines
        ]
        found += [
            Known(
                value.name,
                value.value,
                unit_name(value.unit),
                value.stated_as not in ("", ESTIMATE),
            )
            for passage in self.passages
            if not passage.is_headline
            for value in passage.figures
        ]
        if "besoeg" in self.built.parts:
            for value in reach(self.scope.site):
                average = average_of_total(value)
                if average:
                    name = f"{value.name} / {round(value.value / average)}"
                    found.append(Known(name, average, unit_name(value.unit), False))
        return list(dict.fromkeys(found))

    @cached_property
    def body_words(self) -> str:
        """All that stands outside the headline, in small letters."""
        found = []
        for section in self.built.report.sections:
            if section.slug != RESULTS:
                found.append(section.heading)
                found += [text for block in section.blocks for text in _texts(block)]
        return "\n".join(found).lower()


def plain(source: str) -> str:
    return html.unescape(strip_tags(_BLOCK_ENDS.sub("\n", source))).strip()


def _is_rounded(line: Line) -> bool:
    """Whether the source rounded it; of an estimate of ours the number is known."""
    return not line.text[:1].isdigit() and danish.number(line.value) in line.text


def _sources(block: Any) -> list[str]:
    if block.block_type == "results":
        return [block.value.source]
    if block.block_type == "words":
        return [block.value["text"].source]
    if block.block_type == "counted":
        rich = [block.value["before"], block.value["after"]]
        return [text.source for text in rich if text]
    points = block.value["points"]
    return [html.escape(f"{point['title']}. {point['text']}") for point in points]


def _texts(block: Any) -> Iterator[str]:
    if isinstance(block, Words):
        yield plain(block.html)
    elif isinstance(block, Items):
        for item in block.items:
            yield from (item.title, item.text, item.details)
    elif isinstance(block, Grid):
        for row in block.rows:
            yield from row
    else:
        yield block.description
        yield from _texts(block.table)


def shown(number: int) -> str:
    return danish.number(number)


Check = Callable[[Proof], Iterator[Told]]
