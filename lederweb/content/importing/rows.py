"""One line of the file: read, checked field by field, and kept in few words.

The format is docs/import.md. What is wrong with a row is said in sentences, all of them at once.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from lederweb.core.fields import parse_partial_date
from lederweb.lib.old_addresses import LONGEST_PATH, clean_path

LONGEST_LINE = 4 * 1024 * 1024  # bytes
LONGEST_HTML = 1_000_000  # characters
MOST_ENTRIES = 100  # in any of a row's lists
KINDS = ("project", "page", "publication", "tool", "article")  # in the order they are written
BY_HAND = ("course", "episode")  # an episode needs its sound and transcript, a course its lessons
OWNERS = {"1": "1", "2": "2", "3": "3", "b": "b", "bestyrelse": "b"}
# What pages of a kind have no place for.
NOT_FOR = {
    "page": ("picture", "topics", "tags", "tiers", "project"),
    "project": ("topics", "tags", "project"),
}
FORMAT = "1"  # part of each digest: another way of making pages makes all rows new

# Cannot be kept in PostgreSQL or shown by a browser.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_OLD_ID = re.compile(r"[\w.-]{1,40}")


class BadRow(Exception):
    """What is wrong with a row: one sentence for each fault."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)


@dataclass(frozen=True)
class FileEntry:
    path: str
    title: str = ""  # of a picture: its alternative text
    credit: str = ""


@dataclass
class Row:
    kind: str
    old_id: str
    title: str
    lead: str = ""
    html: str = ""
    slug: str = ""
    description: str = ""
    published: str = ""
    updated: str = ""
    project: str = ""
    addresses: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    tiers: list[str] = field(default_factory=list)
    picture: FileEntry | None = None
    pictures: list[FileEntry] = field(default_factory=list)
    files: list[FileEntry] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, self.old_id

    @property
    def number(self) -> int | None:
        """The number by which the old site's addresses of articles know it."""
        is_number = self.kind == "article" and self.old_id.isascii() and self.old_id.isdigit()
        return int(self.old_id) if is_number and int(self.old_id) < 2**31 else None

    def all_files(self) -> list[FileEntry]:
        return [*([self.picture] if self.picture else []), *self.pictures, *self.files]

    def digest(self, size_of: Callable[[str], int]) -> str:
        """Changes whenever anything in the row or the size of one of its files does."""
        sizes = [(entry.path, size_of(entry.path)) for entry in self.all_files()]
        told = json.dumps([FORMAT, self.__dict__, sizes], default=vars, sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


def parse_line(line: bytes) -> dict[str, Any]:
    """The object on a line; a line of the file of rejected rows is unpacked. Raises BadRow."""
    if len(line) > LONGEST_LINE:
        raise BadRow(_("The line is longer than 4 MB."))
    try:
        data = json.loads(line.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise BadRow(_("The line is not UTF-8.")) from error
    except RecursionError as error:
        raise BadRow(_("The line is nested too deeply.")) from error
    except ValueError as error:
        raise BadRow(_("The line is not JSON.")) from error
    if isinstance(data, dict) and set(data) == {"line", "reasons", "row"}:
        data = data["row"]
    if not isinstance(data, dict):
        raise BadRow(_("The line is not a JSON object with the fields of a page."))
    return data


def _no_number(name: str) -> None:
    raise ValueError(name)


def read_row(data: dict[str, Any]) -> Row:
    """Raises BadRow with everything that is wrong."""
    reader = _Fields(data)
    values: dict[str, Any] = {
        "kind": reader.kind(),
        "old_id": reader.old_id(),
        "title": reader.text("title", 255, required=True),
        "lead": reader.text("lead", 400, required=data.get("kind") != "page"),
        "html": reader.text("html", LONGEST_HTML, lines=True, required=True),
        "slug": reader.slug(),
        "description": reader.text("description", 400),
        "published": reader.date("published"),
        "updated": reader.date("updated"),
        "project": reader.text("project", 255),
        "addresses": reader.addresses(),
        "topics": reader.texts("topics", 255),
        "tags": reader.texts("tags", 100),
        "tiers": reader.tiers(),
        "picture": reader.file("picture", data.get("picture"), name="alt"),
        "pictures": reader.files("pictures", name="alt"),
        "files": reader.files("files", name="title"),
    }
    for name in NOT_FOR.get(values["kind"], ()):
        if values[name]:
            reader.wrong(
                _("»%(field)s« is not for pages of the kind »%(kind)s«.")
                % {"field": name, "kind": values["kind"]}
            )
    for name in sorted(set(data) - set(FIELDS)):
        reader.wrong(_("The field »%(field)s« is not known.") % {"field": name[:40]})
    if reader.reasons:
        raise BadRow(*reader.reasons)
    return Row(**values)


FIELDS = (
    "kind",
    "id",
    "addresses",
    "title",
    "slug",
    "lead",
    "html",
    "description",
    "published",
    "updated",
    "topics",
    "tags",
    "tiers",
    "project",
    "picture",
    "pictures",
    "files",
)


class _Fields:
    """The fields of one object; each method takes one and notes what is wrong with it."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self.reasons: list[str] = []

    def wrong(self, reason: str) -> None:
        self.reasons.append(reason)

    def kind(self) -> str:
        kind = self.data.get("kind")
        if kind in BY_HAND:
            self.wrong(
                _("»%(kind)s« is not imported: make the page in the admin, with all that it needs.")
                % {"kind": kind}
            )
            return ""
        if not isinstance(kind, str) or kind not in KINDS:
            self.wrong(_("»kind« must be one of %(kinds)s.") % {"kinds": ", ".join(sorted(KINDS))})
            return ""
        return kind

    def old_id(self) -> str:
        value = self.data.get("id")
        text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
        if not _OLD_ID.fullmatch(text):
            self.wrong(_("»id« must be the page's number on the old site."))
            return ""
        return text

    def text(self, name: str, longest: int, *, required: bool = False, lines: bool = False) -> str:
        value = self.data.get(name)
        if value is None:
            value = ""
        if not isinstance(value, str):
            self.wrong(_("»%(field)s« must be a text.") % {"field": name})
            return ""
        return self._checked(name, value, longest, required=required, lines=lines)

    def _checked(
        self, name: str, value: str, longest: int, *, required: bool = False, lines: bool = False
    ) -> str:
        value = _UNPRINTABLE.sub("", value)
        value = value.strip() if lines else " ".join(value.split())
        if required and not value:
            self.wrong(_("»%(field)s« must be filled in.") % {"field": name})
        if len(value) > longest:
            self.wrong(
                _("»%(field)s« has %(length)d characters and may have %(longest)d.")
                % {"field": name, "length": len(value), "longest": longest}
            )
            return ""
        return value

    def slug(self) -> str:
        slug = self.text("slug", 200)
        if slug and not _SLUG.fullmatch(slug):
            self.wrong(_("»slug« may have small letters, digits and hyphens only."))
        return slug

    def date(self, name: str) -> str:
        value = self.data.get(name)
        if value in (None, ""):
            return ""
        try:
            if not isinstance(value, str):
                raise TypeError
            parse_partial_date(value)
        except (TypeError, ValueError):
            self.wrong(
                _("»%(field)s« must be a year, a month or a day: 2017, 2017-08, 2017-08-25.")
                % {"field": name}
            )
            return ""
        return str(value)

    def _list(self, name: str) -> list[Any]:
        value = self.data.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.wrong(_("»%(field)s« must be a list.") % {"field": name})
            return []
        if len(value) > MOST_ENTRIES:
            self.wrong(_("»%(field)s« has more than 100 entries.") % {"field": name})
            return []
        return value

    def texts(self, name: str, longest: int) -> list[str]:
        found = []
        for value in self._list(name):
            if not isinstance(value, str) or not value.strip():
                self.wrong(_("»%(field)s« must be a list of texts.") % {"field": name})
                return []
            found.append(self._checked(name, value, longest))
        return list(dict.fromkeys(filter(None, found)))

    def tiers(self) -> list[str]:
        found = []
        for value in self._list("tiers"):
            known = OWNERS.get(str(value).strip().lower()) if type(value) in (int, str) else None
            if known is None:
                self.wrong(_("»tiers« may have 1, 2, 3 and b (the board) only."))
                return []
            found.append(known)
        return sorted(set(found))

    def addresses(self) -> list[str]:
        found = []
        for value in self.texts("addresses", 2000):
            try:
                path = clean_path(urlsplit(value).path)
            except ValueError:
                path = "/"
            if path == "/" or "/" not in value or len(path) > LONGEST_PATH:
                self.wrong(
                    _("»%(address)s« is not an old address such as /emne/artikel/153777/ord.")
                    % {"address": value[:60]}
                )
            else:
                found.append(path)
        return list(dict.fromkeys(found))

    def files(self, field_name: str, *, name: str) -> list[FileEntry]:
        found = [self.file(field_name, value, name=name) for value in self._list(field_name)]
        return [entry for entry in found if entry is not None]

    def file(self, field_name: str, value: Any, *, name: str) -> FileEntry | None:
        """`name` is the key of the words that stand for the file: alt of a picture, else title."""
        if value is None:
            return None
        if isinstance(value, str):
            value = {"path": value}
        allowed = {"path", name, "credit"}
        is_known = isinstance(value, dict) and set(value) <= allowed
        if not is_known or not all(isinstance(part, str) for part in value.values()):
            self.wrong(
                _("»%(field)s« must have »path« and »%(name)s« for each file.")
                % {"field": field_name, "name": name}
            )
            return None
        path = self._checked(field_name, value.get("path", ""), 255, required=True)
        words = self._checked(name, value.get(name, ""), 255)
        credit = self._checked("credit", value.get("credit", ""), 120)
        if name == "alt" and path and not words:
            self.wrong(_("The picture %(path)s has no »alt«: say what it shows.") % {"path": path})
        return FileEntry(path, words, credit) if path else None
