"""Tables that Matomo and Plausible export: one row a day or a month."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass, field
from typing import IO

from django.utils import timezone
from django.utils.translation import gettext as _

from lederweb.lib.periods import MONTH_NAMES, Month, day_of
from newsletter.importing.reading import NotAList, check_size, rows_of

# The columns' names in English and Danish, in lower case, by what we call it.
_NAMES = {
    "date": ("date", "dato", "label", "day", "month", "måned", "dag"),
    "visitors": (
        "visitors",
        "unique visitors",
        "unikke besøgende",
        "besøgende",
        "nb_uniq_visitors",
    ),
    "visits": ("visits", "total visits", "besøg", "nb_visits"),
    "page_views": (
        "pageviews",
        "page views",
        "total pageviews",
        "sidevisninger",
        "nb_pageviews",
    ),
}
_MONTHS = {name: number for number, name in enumerate(MONTH_NAMES, start=1)} | {
    name: number
    for number, name in enumerate(
        "january february march april may june july august september october november "
        "december".split(),
        start=1,
    )
}
_WORDS = re.compile(r"([a-zæøå]+)\.? (\d{4})", re.IGNORECASE)
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}.*)?")
_MORE_DAYS = re.compile(r"\d{4}-\d{2}-\d{2}\s*(?:,|/|-|–|to|til)\s*\d{4}-\d{2}-\d{2}")
_DANISH_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_FIRST_YEAR = 2000
_MOST_DIGITS = 12
_MOST_TOLD = 5


class BadExport(Exception):
    """The file cannot be taken in; `faults` are sentences that say where and why."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


@dataclass
class Export:
    """What an export holds, by day or by month: {period: {metric: value}}."""

    fingerprint: str
    days: dict[dt.date, dict[str, int]] = field(default_factory=dict)
    months: dict[Month, dict[str, int]] = field(default_factory=dict)


def read_export(file: IO[bytes], *, size: int) -> Export:
    """The numbers in a CSV or XLSX file. Raises BadExport."""
    try:
        check_size(size)
        file.seek(0)
        export = Export(hashlib.sha256(file.read()).hexdigest())
        with rows_of(file) as rows:
            header = next(rows).cells
            places = _places(header)
            faults = []
            found: list[tuple[dt.date | Month, dict[str, int]]] = []
            for line, cells, problem in rows:
                try:
                    if problem:
                        raise ValueError(problem)
                    found.append(_numbers(cells, places))
                except ValueError as error:
                    faults.append(_("Line %(line)d: %(why)s") % {"line": line, "why": error})
    except NotAList as error:
        raise BadExport([str(error)]) from error
    except StopIteration as error:
        raise BadExport([_("The file is empty.")]) from error
    if faults:
        more = len(faults) - _MOST_TOLD
        told = faults[:_MOST_TOLD]
        raise BadExport(
            [*told, _("%(number)d more lines.") % {"number": more}] if more > 0 else told
        )
    if not found:
        raise BadExport([_("There are no numbers below the header.")])
    _sort_out(found, export)
    return export


def _places(header: list[str]) -> dict[str, int]:
    names = [cell.strip().lower() for cell in header]
    places = {
        what: names.index(name)
        for what, known in _NAMES.items()
        for name in reversed(known)
        if name in names
    }
    if "date" not in places or len(places) < 2:
        raise BadExport(
            [
                _(
                    "The first row must name a column with the date and at least one with "
                    "visitors, visits or page views. It names: %(names)s."
                )
                % {"names": ", ".join(filter(None, header)) or "–"}
            ]
        )
    return places


def _numbers(cells: list[str], places: dict[str, int]) -> tuple[dt.date | Month, dict[str, int]]:
    """Raises ValueError with a sentence."""
    period = _period(_cell(cells, places["date"]))
    values = {}
    for metric, place in places.items():
        if metric == "date":
            continue
        text = re.sub(r"[.,\s\u00a0](?=\d{3}\b)", "", _cell(cells, place))
        if not text:
            continue
        if not text.isdecimal() or len(text) > _MOST_DIGITS:
            raise ValueError(
                _("“%(text)s” is not a whole number.") % {"text": _cell(cells, place)[:40]}
            )
        values[metric] = int(text)
    return period, values


def _cell(cells: list[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def _period(text: str) -> dt.date | Month:
    """Raises ValueError with a sentence."""
    if _MORE_DAYS.match(text):
        raise ValueError(
            _("“%(text)s” is more than one day. Export by day or by month.") % {"text": text[:40]}
        )
    try:
        period = _read_period(text)
    except ValueError:
        raise ValueError(
            _("“%(text)s” is no date. Write 2017-10-31 or 2017-10.") % {"text": text[:40]}
        ) from None
    begins = period.first_day if isinstance(period, Month) else period
    if period.year < _FIRST_YEAR or begins > day_of(timezone.now()):
        raise ValueError(
            _("“%(text)s” is before %(first)d or still to come.")
            % {"text": text[:40], "first": _FIRST_YEAR}
        )
    return period


def _read_period(text: str) -> dt.date | Month:
    """Raises ValueError."""
    if match := _DAY.fullmatch(text):
        return dt.date.fromisoformat(match[1])
    if match := _DANISH_DAY.fullmatch(text):
        return dt.date(int(match[3]), int(match[2]), int(match[1]))
    if (match := _WORDS.fullmatch(text)) and (number := _MONTHS.get(match[1].lower())):
        return Month(int(match[2]), number)
    return Month.parse(text)


def _sort_out(found: list[tuple[dt.date | Month, dict[str, int]]], export: Export) -> None:
    """Days and months apart. Where every row is the first of a month, the rows are months."""
    days = [period for period, _values in found if isinstance(period, dt.date)]
    if len(found) == 1 and days and days[0].day == 1:
        raise BadExport(
            [
                _(
                    "The only row is of %(day)s: that may be the day or the whole month. Write "
                    "%(month)s for the month, or export more days."
                )
                % {"day": days[0], "month": Month.of(days[0])}
            ]
        )
    are_months = len(days) > 1 and all(day.day == 1 for day in days)
    for period, values in found:
        if isinstance(period, dt.date) and are_months:
            period = Month.of(period)
        place = export.months if isinstance(period, Month) else export.days
        if period in place:
            raise BadExport([_("%(period)s stands in the file twice.") % {"period": period}])
        place[period] = values  # type: ignore[index]
    if export.days and export.months:
        raise BadExport([_("The file has both days and months. Export one of them.")])
