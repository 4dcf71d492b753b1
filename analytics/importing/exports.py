"""Tables that Matomo and Plausible export: one row a day or a month."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass, field
from typing import IO

from django.utils.translation import gettext as _

from lederweb.lib.periods import MONTH_NAMES, Month
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
_DANISH_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
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
            _line, header = next(rows)
            places = _places(header)
            faults = []
            found: list[tuple[dt.date | Month, dict[str, int]]] = []
            for line, cells in rows:
                try:
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
        if not text.isdecimal():
            raise ValueError(_("“%(text)s” is not a whole number.") % {"text": _cell(cells, place)})
        values[metric] = int(text)
    return period, values


def _cell(cells: list[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def _period(text: str) -> dt.date | Month:
    day = text[:10]
    try:
        return dt.date.fromisoformat(day)
    except ValueError:
        pass
    if match := _DANISH_DAY.fullmatch(text):
        try:
            return dt.date(int(match[3]), int(match[2]), int(match[1]))
        except ValueError:
            pass
    if match := _WORDS.fullmatch(text):
        number = _MONTHS.get(match[1].lower())
        if number:
            return Month(int(match[2]), number)
    try:
        return Month.parse(text)
    except ValueError:
        raise ValueError(
            _("“%(text)s” is no date. Write 2017-10-31 or 2017-10.") % {"text": text}
        ) from None


def _sort_out(found: list[tuple[dt.date | Month, dict[str, int]]], export: Export) -> None:
    """Days and months apart. Where every row is the first of a month, the rows are months."""
    days = [period for period, _values in found if isinstance(period, dt.date)]
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
