"""What the monthly mail says, from the same sections as the dashboard."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics import drawings
from analytics.dashboard import breakdowns, reach
from analytics.dashboard.numbers import METRICS, Numbers
from analytics.dashboard.period import Period
from analytics.dashboard.reach import change
from analytics.dashboard.section import Section, about
from analytics.definitions import DEFINITIONS
from analytics.querysets import Figure
from lederweb.lib import danish
from lederweb.lib.periods import Month

# Every number of the lines with what it means (promise V4).
_DEFINED = (*METRICS, "enrolments", "subscribers", "searches")
_TEMPLATE = Path(__file__).resolve().parent / "report.typ"


@dataclass(frozen=True)
class MonthlyReport:
    """A month that is over, beside the same month of the year before."""

    month: Month

    @cached_property
    def numbers(self) -> Numbers:
        """As they stand right after the month, with the twelve months that end with it."""
        period = Period.of_months(self.month.shifted(-11), self.month)
        return Numbers(self.month.shifted(1).first_day, period=period)

    @cached_property
    def lines(self) -> list[str]:
        """Ten at most: seven numbers, and what was most read, came from and searched for."""
        then = self.month.shifted(-12)
        alike = (
            self.numbers.is_whole(self.month)
            and self.numbers.is_whole(then)
            and self.numbers.counted_by([self.month]) == self.numbers.counted_by([then])
        )
        figures = [
            self._line(
                str(DEFINITIONS[metric].name),
                self.numbers.of_months[metric].get(self.month.first_day),
                self.numbers.of_months[metric].get(then.first_day) if alike else None,
            )
            for metric in METRICS
        ]
        enrolments, subscribers = self.numbers.enrolments, self.numbers.subscribers
        figures.append(
            self._line(
                _("Enrolments in e-courses"),
                _figure(enrolments.get(self.month)),
                _figure(enrolments.get(self.month.shifted(-12))),
            )
        )
        if any(subscribers.values()):
            figures.append(
                self._line(
                    _("Subscribers at the end of the month"),
                    _figure(subscribers.get(self.month)),
                    _figure(subscribers.get(self.month.shifted(-12)) or None),
                )
            )
        return [*figures, *self._most]

    @cached_property
    def _most(self) -> list[str]:
        alone = Period.of_months(self.month, self.month)
        numbers = Numbers(self.month.shifted(1).first_day, period=alone)
        lists = (
            (_("Most read"), breakdowns.MOST_READ),
            (_("Most visits came from"), breakdowns.CAME_FROM),
            (_("Searched for most"), breakdowns.WORDS),
        )
        found = []
        for name, breakdown in lists:
            rows = breakdown(numbers).table.rows
            if rows:
                count = rows[0][1]
                assert isinstance(count, int)
                found.append(f"{name}: {rows[0][0]} ({_with_unit(breakdown.metric, count)})")
        return found

    def _line(self, name: str, now: Figure | None, before: Figure | None) -> str:
        if now is None:
            return _("%(name)s: nothing counted") % {"name": name}
        line = f"{name}: {about(now)}"
        compared = change(now, before)
        if compared is None:
            return line
        return _("%(line)s (%(change)s against %(month)s)") % {
            "line": line,
            "change": compared,
            "month": self.month.shifted(-12).name,
        }

    @cached_property
    def sections(self) -> list[Section]:
        """Those whose charts the mail shows; the ones that have anything to show."""
        both = [reach.visitors(self.numbers), reach.visits(self.numbers)]
        return [section for section in both if section.drawing]

    @cached_property
    def warnings(self) -> list[str]:
        found = [warning for section in self.sections for warning in section.warnings]
        return list(dict.fromkeys(found))

    @property
    def title(self) -> str:
        return _("Figures of %(month)s") % {"month": self.month.name}

    def pictures(self) -> list[tuple[Section, bytes]]:
        """The charts as PNG with heading, warnings and source in them."""
        drawn = ((section, section.picture("png")) for section in self.sections)
        return [(section, picture) for section, picture in drawn if picture]

    def pdf(self) -> bytes:
        """The same on paper, with the tables and definitions (PDF/UA-1)."""
        data = {
            "title": capfirst(self.title),
            "lines": self.lines,
            "warnings": self.warnings,
            "definitions": [
                [str(definition.name), str(definition.text)]
                for definition in (DEFINITIONS[metric] for metric in _DEFINED)
            ],
            "words": {"definitions": _("What the numbers mean")},
            "sections": [
                {
                    "heading": str(section.heading),
                    "sentence": section.sentence,
                    "description": section.description,
                    "columns": section.table.columns,
                    "rows": section.table.shown(),
                    "source": section.source,
                    "chart": drawings.bare(section.drawing) if section.drawing else "",
                }
                for section in self.sections
            ],
        }
        import typst  # loaded when used: most processes never need its 7 MB

        return typst.compile(
            _TEMPLATE,
            format="pdf",
            pdf_standards="ua-1",
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data)},
            timestamp=self.month.ends_at.astimezone(dt.UTC),
        )


def _figure(value: int | None) -> Figure | None:
    return None if value is None else Figure(value)


def _with_unit(metric: str, count: int) -> str:
    """4.321 sidevisninger"""
    said = {
        "page_views": ngettext("%(count)s page view", "%(count)s page views", count),
        "visits": ngettext("%(count)s visit", "%(count)s visits", count),
        "searches": ngettext("%(count)s search", "%(count)s searches", count),
    }[metric]
    return said % {"count": danish.number(count)}
