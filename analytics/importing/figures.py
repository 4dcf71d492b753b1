"""A table of published figures, one row each, with Danish or English names."""

from __future__ import annotations

import datetime as dt
import re
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.models import PublishedFigure
from newsletter.importing.reading import NotAList, check_size, rows_of

_MOST_TOLD = 10

# What stands in each column, its names in the first row, and what it is good for.
COLUMNS = (
    ("label", ("navn", "label", "name"), gettext_lazy("what the figure is called")),
    ("value", ("tal", "value", "number"), gettext_lazy("a whole number")),
    ("unit", ("slags", "unit", "kind"), gettext_lazy("besøg, besøgende, abonnenter …")),
    ("year", ("år", "year"), gettext_lazy("the year it was published under")),
    ("source", ("kilde", "source"), gettext_lazy("the document it stands in")),
    (
        "kind",
        ("angivet som", "angivet", "statement", "stated as"),
        gettext_lazy("præcist, ca. or mindst; empty is præcist"),
    ),
    (
        "monthly_average",
        ("gennemsnit pr. måned", "gennemsnit", "is_monthly_average", "average of a month"),
        gettext_lazy("ja where it is the average of a month"),
    ),
    ("period_from", ("fra", "period_from", "from the day"), gettext_lazy("2017-01-01")),
    ("period_to", ("til", "period_to", "to the day"), gettext_lazy("2017-10-31")),
    ("on_date", ("dato", "on_date", "on the day"), gettext_lazy("2017-10-26, 2017-10 or 2017")),
    ("note", ("note", "bemærkning"), gettext_lazy("anything else the source says")),
    (
        "key",
        ("nøgle", "key"),
        gettext_lazy("from an export, to correct a figure; empty makes a new one"),
    ),
)
# Where the model calls it otherwise; its own names stand in an export.
_FIELDS = {"kind": "statement", "monthly_average": "is_monthly_average"}
_MOST_DIGITS = 12
_NEEDED = ("label", "value", "unit", "year", "source")
_YES = {"ja", "yes", "true", "sand", "1", "x"}
_NO = {"", "nej", "no", "false", "falsk", "0"}


class BadFigures(Exception):
    """The file cannot be taken in; `faults` are sentences that say where and why."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


def read_figures(file: IO[bytes], *, size: int) -> list[tuple[int, dict[str, Any]]]:
    """Each row's line and its values as `record_figure` takes them. Raises BadFigures."""
    found, faults = [], []
    try:
        check_size(size)
        with rows_of(file) as rows:
            header = next(rows).cells
            places = _places(header)
            for line, cells, problem in rows:
                try:
                    if problem:
                        raise ValueError(problem)
                    found.append((line, _figure(cells, places)))
                except ValueError as error:
                    faults.append(_("Line %(line)d: %(why)s") % {"line": line, "why": error})
    except NotAList as error:
        raise BadFigures([str(error)]) from error
    if not faults and not found:
        faults.append(_("There are no figures below the first row."))
    if faults:
        raise BadFigures(shortened(faults))
    return found


def shortened(faults: list[str]) -> list[str]:
    more = len(faults) - _MOST_TOLD
    if more <= 0:
        return faults
    return [*faults[:_MOST_TOLD], _("%(number)d more lines.") % {"number": more}]


def _places(header: list[str]) -> dict[str, int]:
    names = [re.sub(r"\s+", " ", cell).strip().lower() for cell in header]
    places = {}
    for what, known, _help in COLUMNS:
        field: Any = PublishedFigure._meta.get_field(_FIELDS.get(what, what))
        called = (*known, str(field.verbose_name).lower())
        place = next((names.index(name) for name in called if name in names), None)
        if place is not None:
            places[what] = place
    missing = [known[0] for what, known, _help in COLUMNS if what in _NEEDED and what not in places]
    if missing:
        raise BadFigures(
            [_("The first row lacks these columns: %(names)s.") % {"names": ", ".join(missing)}]
        )
    return places


def _figure(cells: list[str], places: dict[str, int]) -> dict[str, Any]:
    """Raises ValueError with a sentence."""
    row = {
        what: cells[place].strip() if place < len(cells) else "" for what, place in places.items()
    }
    for what in _NEEDED:
        if not row[what]:
            name = next(known[0] for one, known, _help in COLUMNS if one == what)
            raise ValueError(_("“%(name)s” is empty.") % {"name": name})
    return {
        "key": row.get("key", ""),
        "label": row["label"],
        "value": _whole(row["value"]),
        "unit": _choice(row["unit"], PublishedFigure.Unit),
        "year": _whole(row["year"]),
        "source": row["source"],
        "kind": _choice(row.get("kind", "") or "exact", PublishedFigure.Statement),
        "monthly_average": _yes(row.get("monthly_average", "")),
        "period_from": _day(row.get("period_from", "")),
        "period_to": _day(row.get("period_to", "")),
        "on_date": row.get("on_date", "")[:10],
        "note": row.get("note", ""),
    }


def _whole(text: str) -> int:
    plain = re.sub(r"[.,\s\u00a0](?=\d{3}\b)", "", text)
    if not plain.isdecimal() or len(plain) > _MOST_DIGITS:
        raise ValueError(_("“%(text)s” is not a whole number.") % {"text": text[:40]})
    return int(plain)


def _choice(text: str, choices: Any) -> str:
    """By its code or by the word people see."""
    wanted = text.lower().rstrip(".")
    for value, label in choices.choices:
        if wanted in (value, str(label).lower().rstrip(".")):
            return str(value)
    known = ", ".join(str(label) for label in choices.labels)
    raise ValueError(_("“%(text)s” is none of: %(known)s.") % {"text": text, "known": known})


def _yes(text: str) -> bool:
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise ValueError(_("“%(text)s” is neither ja nor nej.") % {"text": text})


def _day(text: str) -> dt.date | None:
    if not text:
        return None
    if match := re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", text):
        text = f"{match[3]}-{int(match[2]):02d}-{int(match[1]):02d}"
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        raise ValueError(_("“%(text)s” is no day. Write 2017-10-31.") % {"text": text}) from None
