"""Redirects from a table: each line by itself, what cannot be is refused with its reason."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from lederweb.core.models.pages import address_of
from lederweb.lib.old_addresses import LONGEST_PATH, OldAddress, clean_path
from lederweb.pages.old_addresses import is_local, validate_link
from publications.old_addresses import page_at, public_pages

MOST_LINES = 20_000
_FROM = {"fra", "from", "old_path", "gammel adresse", "redirect from"}
_NO = {"nej", "no", "0", "false", "midlertidig", "temporary"}


class NotATable(Exception):
    """The file as a whole cannot be read; the text says why."""


@dataclass(frozen=True)
class Refused:
    line: int
    source: str
    target: str
    reason: str


@dataclass
class Outcome:
    made: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[Refused] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    line: int
    source: str  # as `clean_path` gives it
    link: str
    is_permanent: bool


def read_table(content: bytes) -> list[tuple[int, list[str]]]:
    """The lines with their numbers, without a heading. Raises NotATable."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # what an older Excel writes
    if "\0" in text:
        raise NotATable(_("This is not a CSV file. Save the table as CSV and try again."))
    delimiter = max(";,\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    rows: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((reader.line_num, [_unquoted(cell) for cell in cells]))
    except csv.Error as error:
        raise NotATable(_("Line %(line)s is not CSV.") % {"line": reader.line_num}) from error
    if rows and rows[0][1][0].lower() in _FROM:
        rows = rows[1:]
    if not rows:
        raise NotATable(_("There is no line in the file."))
    if len(rows) > MOST_LINES:
        raise NotATable(_("The file has more than 20,000 lines. Split it."))
    return rows


def _unquoted(cell: str) -> str:
    """Without the quote that our export puts before a formula."""
    cell = cell.strip()
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@" else cell


@transaction.atomic
def import_redirects(*, content: bytes) -> Outcome:
    """Make or change a redirect for each good line; they work at once. Raises NotATable.

    A redirect from the same path is changed, so the same file may be imported again. A local
    path at which a page stands becomes a redirect to that page, wherever it moves.
    """
    outcome = Outcome()
    good: dict[str, Row] = {}
    for line, cells in read_table(content):
        try:
            row = _checked(line, cells)
            if row.source in good:
                first = good[row.source].line
                raise ValidationError(
                    _("Line %(line)s has the same address already.") % {"line": first}
                )
            good[row.source] = row
        except ValidationError as error:
            outcome.refused.append(_refused(line, cells, error.messages[0]))
    for row in _loops(good):
        reason = _("It leads back to itself, by way of other redirects.")
        outcome.refused.append(Refused(row.line, row.source, row.link, reason))
        del good[row.source]
    there = {clean_path(row.old_path): row for row in Redirect.objects.filter(site=None)}
    for row in good.values():
        _save(row, there.get(row.source), outcome)
    outcome.refused.sort(key=lambda refused: refused.line)
    return outcome


def _checked(line: int, cells: list[str]) -> Row:
    if len(cells) < 2 or not cells[0] or not cells[1]:
        raise ValidationError(_("Both columns, from and to, must be filled in."))
    source, link = cells[0], cells[1]
    if urlsplit(source).scheme in ("http", "https"):
        source = urlsplit(source).path
    if not source.startswith("/"):
        raise ValidationError(_("The old address must begin with /."))
    path, _mark, query = source.partition("?")
    path = clean_path(path)
    if path == "/":
        raise ValidationError(_("The front page cannot be redirected."))
    source = f"{path}?{query}" if query else path
    if len(source) > LONGEST_PATH or len(link) > LONGEST_PATH:
        raise ValidationError(_("An address may have 255 characters at most."))
    validate_link(link)
    if is_local(link) and clean_path(urlsplit(link).path) == path:
        raise ValidationError(_("It leads to itself."))
    at_source = page_at(OldAddress.of(path))
    if at_source is not None and address_of(at_source).rstrip("/").lower() == path:
        raise ValidationError(
            _("A page stands at the old address: “%(title)s”.") % {"title": at_source.title}
        )
    is_permanent = len(cells) < 3 or cells[2].strip().lower() not in _NO
    return Row(line, source, link, is_permanent)


def _refused(line: int, cells: list[str], reason: str) -> Refused:
    source, target = ([*cells, "", ""])[:2]
    return Refused(line, source[:100], target[:100], reason)


def _loops(rows: dict[str, Row]) -> list[Row]:
    """The rows from which one comes back to where one was, existing redirects included."""
    leads: dict[str, str] = {
        clean_path(source): clean_path(urlsplit(link).path)
        for source, link in Redirect.objects.filter(
            site=None, redirect_page=None, redirect_link__startswith="/"
        ).values_list("old_path", "redirect_link")
    }
    for row in rows.values():
        leads.pop(row.source, None)
        if is_local(row.link):
            leads[row.source] = clean_path(urlsplit(row.link).path)
    looping = []
    for row in rows.values():
        seen, step = set(), row.source
        while step in leads and step not in seen:
            seen.add(step)
            step = leads[step]
        if step in seen:
            looping.append(row)
    return looping


def _save(row: Row, redirect: Redirect | None, outcome: Outcome) -> None:
    page = _page_at(row.link)
    wanted = {
        "redirect_page": page,
        "redirect_link": "" if page else row.link,
        "is_permanent": row.is_permanent,
        "redirect_page_route_path": "",
    }
    if redirect is None:
        Redirect.objects.create(old_path=row.source, **wanted)
        outcome.made += 1
    elif any(getattr(redirect, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(redirect, name, value)
        redirect.automatically_created = False
        redirect.save()
        outcome.changed += 1
    else:
        outcome.unchanged += 1


def _page_at(link: str) -> Page | None:
    parts = urlsplit(link)
    if not is_local(link) or parts.query or parts.fragment:
        return None
    if clean_path(parts.path) == "/":
        return public_pages().filter(depth=2).first()
    return page_at(OldAddress.of(parts.path))
