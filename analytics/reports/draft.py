"""From the page's body and the floors below to the report as plain data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html
from wagtail.rich_text.rewriters import extract_attrs

from analytics.comparison import span_in_words
from analytics.figures.freezing import FIGURE
from analytics.figures.mention import Mention
from analytics.figures.registry import NoValue, UnknownFigure, Value
from analytics.models import FrozenFigure
from analytics.reports.document import Line, Report, Section, Words
from analytics.reports.kinds import FOCUS, SECTIONS
from analytics.reports.scope import so_far
from analytics.reports.sections import COUNT
from analytics.reports.sections.part import Part, line_of, unit_name
from lederweb.core.models.pages import address_of
from lederweb.lib.danish import slugify

RESULTS = "hovedresultater"
Tell = Callable[[str], None]


@dataclass
class Built:
    """The report, and the counted sections by name as they went into it."""

    report: Report
    parts: dict[str, Part]


@dataclass
class _Section:
    slug: str
    heading: str
    blocks: list[Any] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def build(page: Any, *, kept: dict[str, Part] | None = None, tell: Tell | None = None) -> Built:
    """The page as a report. Sections in `kept` are taken from there, all others are counted.

    `tell` hears the name of each section before it is counted. Figures in the text are as they
    stand in it: frozen ones as they were frozen.
    """
    return _Builder(page, kept or {}, tell or (lambda _name: None)).build()


class _Builder:
    def __init__(self, page: Any, kept: dict[str, Part], tell: Tell) -> None:
        self.page, self.kept, self.tell = page, kept, tell
        self.scope = page.scope
        self.parts: dict[str, Part] = {}
        self.sections: list[_Section] = []
        self.lines: list[Line] = []
        self.slugs: Counter[str] = Counter()
        rows = FrozenFigure.objects.filter(page=page.pk) if page.pk and page.live else ()
        self.frozen = {tuple(sorted(row.wanted.items())): row for row in rows}

    def build(self) -> Built:
        for block in self.page.body:
            getattr(self, f"_{block.block_type}")(block.value)
        page = self.page
        span = so_far(self.scope.span)
        report = Report(
            title=page.title,
            subtitle=_("Væksthus for Ledelse"),
            period=span_in_words(span.first, span.last),
            day=timezone.localdate().isoformat(),
            address=address_of(page) if page.url_path else "",
            lead=page.lead,
            sections=[
                Section(one.slug, one.heading, one.blocks, list(dict.fromkeys(one.warnings)))
                for one in self.sections
                if one.blocks
            ],
            receipt=list(dict.fromkeys(self.lines)),
        )
        return Built(report, self.parts)

    # --- The blocks of the body -------------------------------------------------------------------
    def _results(self, value: Any) -> None:
        section = self._begin(_("Main results"), RESULTS)
        self._say(section, value.source)

    def _words(self, value: Any) -> None:
        if value["heading"] or not self.sections:
            self._begin(value["heading"] or self.page.title)
        self._say(self.sections[-1], value["text"].source)

    def _counted(self, value: Any) -> None:
        what = value["what"]
        name = str(SECTIONS[what])
        section = self._begin(value["heading"] or name, what)
        self._say(section, value["before"].source if value["before"] else "")
        part = self.kept.get(what)
        if part is None:
            part = self.parts.get(what)
        if part is None:
            self.tell(name)
            part = COUNT[what](self.scope)
        self.parts[what] = part
        section.blocks += part.blocks
        section.warnings += part.warnings
        self.lines += [replace(line, place=section.heading) for line in part.lines]
        self._say(section, value["after"].source if value["after"] else "")

    def _focus(self, value: Any) -> None:
        section = self._begin(value["heading"] or str(FOCUS[value["what"]]))
        points = "".join(
            f"<li><strong>{escape(point['title'])}</strong>"
            + (f". {escape(point['text'])}" if point["text"] else "")
            + "</li>"
            for point in value["points"]
        )
        if points:
            section.blocks.append(Words(f"<ul>{points}</ul>"))

    # --- Their parts ------------------------------------------------------------------------------
    def _begin(self, heading: str, slug: str = "") -> _Section:
        wished = slug or slugify(heading) or "afsnit"
        self.slugs[wished] += 1
        number = self.slugs[wished]
        self.sections.append(_Section(f"{wished}-{number}" if number > 1 else wished, heading))
        return self.sections[-1]

    def _say(self, section: _Section, source: str) -> None:
        if not source.strip():
            return
        section.blocks.append(Words(as_words(source)))
        self.lines += [
            replace(line, place=section.heading) for line in self._lines_of(source) if line.name
        ]

    def _lines_of(self, source: str) -> Iterator[Line]:
        for attributes in figures_in(source):
            row = self.frozen.get(tuple(sorted(Mention.of(attributes).attributes().items())))
            if row is not None and "text" in attributes:
                yield Line(
                    name=row.name,
                    value=row.value,
                    text=row.text,
                    unit=unit_name(row.unit),
                    period=row.period,
                    definition=row.definition,
                    source=row.source,
                )
                continue
            found = value_in(attributes)
            if found is not None:
                yield line_of(found, shown_text(attributes))


def figures_in(source: str) -> list[dict[str, str]]:
    """The attributes of the figures in a rich text as the database has it."""
    return [extract_attrs(match[1]) for match in FIGURE.finditer(source)]


def value_in(attributes: dict[str, str]) -> Value | None:
    """The figure as it stands now; None where it has no value."""
    try:
        return Mention.of(attributes).value()
    except (NoValue, UnknownFigure):
        return None


def shown_text(attributes: dict[str, str]) -> str:
    """What a reader gets for it: the frozen words, else the present ones."""
    if "text" in attributes:
        return attributes["text"]
    try:
        return Mention.of(attributes).shown().text
    except (NoValue, UnknownFigure):
        return _("[figure missing]")


_EMPTY = re.compile(r"<p>\s*(?:<br/?>)?\s*</p>")


def as_words(source: str) -> str:
    """Rich text of the database as HTML in which figures are words and links have addresses."""
    told = FIGURE.sub(lambda match: str(escape(shown_text(extract_attrs(match[1])))), source)
    return _EMPTY.sub("", expand_db_html(re.sub(r' data-block-key="[^"]*"', "", told)))
