"""Pages of the old site from a file: surveyed as a whole first, then written in batches."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import Error as DatabaseError
from django.utils.translation import gettext as _
from wagtail.models import Page

from lederweb.content.importing import write
from lederweb.content.importing.files import Folder
from lederweb.content.importing.html import Converter, Link
from lederweb.content.importing.known import Links, Projects, Topics
from lederweb.content.importing.lines import Lines
from lederweb.content.importing.places import MODELS, free_slug, parent_of, reserved, slugs_below
from lederweb.content.importing.rows import KINDS, BadRow, FileEntry, Row, parse_line, read_row
from lederweb.content.importing.write import Draft
from lederweb.content.models import ImportedPage
from lederweb.content.services.index_at_once import one_piece
from lederweb.core import page_cache
from lederweb.lib.danish import slugify
from lederweb.lib.old_addresses import folded
from publications.models import ContentPage

BATCH = 100


@dataclass
class Plan:
    """A row that can be imported, and where it stands in the file; its texts are read again."""

    line: int
    offset: int
    key: tuple[str, str]
    digest: str
    project: str = ""
    page_id: int = 0
    is_new: bool = True


@dataclass
class Report:
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0  # an editor has changed the page since
    rejected: int = 0
    reasons: Counter = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        return self.new + self.changed + self.unchanged + self.kept + self.rejected


def import_content(
    *,
    file: Path,
    rejects: Path,
    dry_run: bool = False,
    overwrite: bool = False,
    progress: Callable[[str, int, int], None] = lambda what, done, of: None,
) -> Report:
    """Import the rows of a JSON Lines file; what cannot be goes to `rejects`, with its reasons.

    May be killed and run again: each batch is one transaction, and a row that has not changed
    since it was written is passed by. A page that an editor has changed, unpublished or deleted
    since is left alone and its row set aside, unless `overwrite` is set. Nothing is fetched from
    the network, and no file outside of the folder of `file` is opened.

    `progress` is told what is being done, how much of it is done, and of how much. Raises OSError
    when the file cannot be read or `rejects` cannot be written.
    """
    with (
        file.open("rb") as lines,
        rejects.open("w", encoding="utf-8", errors="backslashreplace") as refused,
    ):
        run = _Run(file, lines, overwrite, progress)
        try:
            run.survey()
            if dry_run:
                run.count()
            else:
                run.reserve()
                run.write()
        finally:
            run.tell(refused)
    return run.report


class _Run:
    def __init__(
        self,
        file: Path,
        lines: BinaryIO,
        overwrite: bool,
        progress: Callable[[str, int, int], None],
    ) -> None:
        self.lines = Lines(lines)
        self.size = file.stat().st_size
        self.overwrite = overwrite
        self.progress = progress
        self.report = Report()
        self.folder = Folder(file.parent)
        self.topics, self.projects, self.links = Topics(), Projects(), Links()
        self.records = {
            (record.kind, record.old_id): record for record in ImportedPage.objects.all()
        }
        self.there = dict(
            ContentPage.objects.exclude(legacy_id=None).values_list("legacy_id", "pk")
        )
        self.parents = {kind: parent_of(kind) for kind in KINDS}
        self.plans: dict[tuple[str, str], Plan] = {}
        self.rejections: list[tuple[int, int, list[str]]] = []

    # --- First pass: what is in the file --------------------------------------------------------
    def survey(self) -> None:
        """Check every row and plan what to do with it."""
        addresses: dict[str, int] = {}
        rows: dict[tuple[str, str], Row] = {}
        projects: set[str] = set()
        for line, offset, content in self.lines:
            self.progress(_("Checking"), offset, self.size)
            try:
                plan, row = self._planned(line, offset, content, addresses)
            except BadRow as bad:
                self._reject(line, offset, bad)
                continue
            self.plans[plan.key] = plan
            rows[plan.key] = Row(
                row.kind, row.old_id, row.title, slug=row.slug, addresses=row.addresses
            )
            if row.kind == "project":
                projects.add(folded(row.title))
        self.progress(_("Checking"), self.size, self.size)
        for plan in list(self.plans.values()):
            try:
                if plan.project and folded(plan.project) not in projects:
                    self.projects.find(plan.project)
            except BadRow as bad:
                self._reject(plan.line, plan.offset, bad)
                del self.plans[plan.key], rows[plan.key]
        self._find_pages(rows)
        self.rows = rows

    def _planned(
        self, line: int, offset: int, content: bytes, addresses: dict[str, int]
    ) -> tuple[Plan, Row]:
        row = read_row(parse_line(content))
        reasons: list[str] = []
        twin = self.plans.get(row.key)
        if twin is not None:
            reasons.append(_("Line %(line)d has the same kind and id.") % {"line": twin.line})
        if self.parents[row.kind] is None:
            reasons.append(
                _("There is no overview page for the kind »%(kind)s« yet.") % {"kind": row.kind}
            )
        for address in row.addresses:
            if address in addresses:
                reasons.append(
                    _("The old address %(address)s belongs to line %(line)d already.")
                    % {"address": address, "line": addresses[address]}
                )
        digest = ""
        try:
            digest = row.digest(self.folder.size_of)
        except BadRow as bad:
            reasons += bad.reasons
        record = self.records.get(row.key)
        if not (record and digest and record.digest == digest):
            reasons += self._wrong_with(row)
        if reasons:
            raise BadRow(*dict.fromkeys(reasons))
        addresses.update(dict.fromkeys(row.addresses, line))
        return Plan(line, offset, row.key, digest, row.project), row

    def _wrong_with(self, row: Row) -> list[str]:
        """What only the site and the folder can tell."""
        reasons: list[str] = []
        checks: list[Callable[[], object]] = [
            *(lambda name=name: self.topics.find(name) for name in row.topics),
            *(lambda entry=entry: self.folder.check_document(entry.path) for entry in row.files),
            *(
                lambda entry=entry: self.folder.check_picture(entry.path)
                for entry in [*([row.picture] if row.picture else []), *row.pictures]
            ),
            lambda: self._convert(row, checking=True),
        ]
        for check in checks:
            try:
                check()
            except BadRow as bad:
                reasons += bad.reasons
        return reasons

    def _find_pages(self, rows: dict[tuple[str, str], Row]) -> None:
        """Which rows have their page already, and which are to be set aside."""
        known = [record.page_id for record in self.records.values() if record.written_at]
        states = {
            number: (is_live, revision)
            for number, is_live, revision in Page.objects.filter(
                pk__in=[*known, *self.there.values()]
            ).values_list("pk", "live", "latest_revision_id")
        }
        for plan in list(self.plans.values()):
            record = self.records.get(plan.key)
            if record is not None:
                plan.page_id = record.page_id
            elif plan.key[0] == "article":
                plan.page_id = self.there.get(rows[plan.key].number or 0, 0)
            plan.is_new = plan.page_id not in states
            reason = _reason_to_keep(record, states.get(plan.page_id))
            says_nothing_new = record is not None and record.digest == plan.digest
            if says_nothing_new and not (reason and self.overwrite):
                self.report.unchanged += 1
            elif reason and not self.overwrite:
                self._reject(plan.line, plan.offset, BadRow(reason), kept=True)
            else:
                continue
            del self.plans[plan.key]
            if plan.is_new:  # nothing is there for others to link to
                del rows[plan.key]

    def count(self) -> None:
        """What `write` would do."""
        for plan in self.plans.values():
            if plan.is_new:
                self.report.new += 1
            else:
                self.report.changed += 1

    # --- Second pass: writing -------------------------------------------------------------------
    def reserve(self) -> None:
        """Give each new page its number, for good, before anything refers to it."""
        fresh = [plan for plan in self.plans.values() if plan.key not in self.records]
        numbers = iter(reserved(sum(not plan.page_id for plan in fresh)))
        for plan in fresh:
            plan.page_id = plan.page_id or next(numbers)
        ImportedPage.objects.bulk_create(
            ImportedPage(kind=plan.key[0], old_id=plan.key[1], page_id=plan.page_id)
            for plan in fresh
        )
        self.projects = Projects()
        page_of = {key: record.page_id for key, record in self.records.items()}
        page_of |= {plan.key: plan.page_id for plan in self.plans.values()}
        for key, row in self.rows.items():
            number = page_of.get(key) or self.there.get(row.number or 0)
            if number:
                self.links.add(row, number)
                if row.kind == "project":
                    self.projects.prefer(row.title, number)

    def write(self) -> None:
        done, total = 0, len(self.plans)
        for kind in KINDS:
            plans = [plan for plan in self.plans.values() if plan.key[0] == kind]
            slugs = slugs_below(self.parents[kind]) if plans else set()
            for start in range(0, len(plans), BATCH):
                self._write_batch(kind, plans[start : start + BATCH], slugs)
                done += len(plans[start : start + BATCH])
                self.progress(_("Writing"), done, total)
        if total:
            page_cache.forget_all()

    def _write_batch(self, kind: str, plans: list[Plan], slugs: set[str]) -> None:
        """New pages together, changed ones one by one; who fails alone is rejected."""
        new = [plan for plan in plans if plan.is_new]
        if new and self._failure_of(kind, new, slugs) is not None:
            for plan in new:
                reason = self._failure_of(kind, [plan], slugs)
                if reason is not None:
                    self._reject(plan.line, plan.offset, reason)
        for plan in plans:
            if not plan.is_new:
                self._rewrite(kind, plan)

    def _failure_of(self, kind: str, plans: list[Plan], slugs: set[str]) -> BadRow | None:
        """Write new pages, all or none; None when they are written, else what was in the way."""
        model: Any = apps.get_model(MODELS[kind][0])
        taken: list[str] = []
        try:
            with one_piece(index=False):
                drafts = [self._draft(plan) for plan in plans]
                for draft in drafts:
                    wanted = draft.row.slug or slugify(draft.row.title) or kind
                    draft.slug = free_slug(wanted, slugs)
                    slugs.add(draft.slug)
                    taken.append(draft.slug)
                parent = self.parents[kind]
                assert parent is not None  # else the rows were rejected
                write.insert(model, parent, drafts)
        except (BadRow, DatabaseError, ValidationError) as error:
            slugs.difference_update(taken)
            self.folder.forget_saved()
            return _as_reason(error)
        self.report.new += len(plans)
        return None

    def _rewrite(self, kind: str, plan: Plan) -> None:
        """A page that is there, the way an editor would change it."""
        model: Any = apps.get_model(MODELS[kind][0])
        try:
            with one_piece():
                page = model.objects.get(pk=plan.page_id)
                draft = self._draft(plan)
                write.fill(page, draft)
                if isinstance(page, ContentPage):
                    page.topics = list(draft.topics)
                    page.tags.set(draft.row.tags)
                page.save_revision(log_action=True).publish()
                page.refresh_from_db()
                write.redirect([(draft, page)])
                write.remember([(draft, page)], page.last_published_at)
        except (BadRow, DatabaseError, ValidationError, model.DoesNotExist) as error:
            self.folder.forget_saved()
            self._reject(plan.line, plan.offset, _as_reason(error))
            return
        self.report.changed += 1

    def _draft(self, plan: Plan) -> Draft:
        row = read_row(parse_line(self.lines.at(plan.offset)))
        draft = Draft(row, plan.page_id, plan.digest, self._convert(row))
        draft.topics = [self.topics.find(name) for name in row.topics]
        draft.project_id = self.projects.find(row.project) if row.project else None
        draft.picture_id = self.folder.picture(row.picture).pk if row.picture else None
        return draft

    def _convert(self, row: Row, *, checking: bool = False) -> list[dict[str, Any]]:
        """The row's blocks. While checking, nothing is put in the library. Raises BadRow."""
        alternatives = {entry.path: entry for entry in row.pictures}
        files = {entry.path: entry for entry in row.files}
        linked: set[str] = set()

        def picture(path: str, words: str) -> int:
            known = alternatives.get(path)
            entry = FileEntry(
                path, words or (known.title if known else ""), known.credit if known else ""
            )
            self.folder.check_picture(path)
            if not entry.title:
                raise BadRow(
                    _("The picture %(path)s has no »alt«: say what it shows.") % {"path": path[:80]}
                )
            return 0 if checking else self.folder.picture(entry).pk

        def link(href: str) -> Link | None:
            if href in files:
                linked.add(href)
                return Link(document=0 if checking else self.folder.document(files[href]).pk)
            return None if checking else self.links.find(href)

        converter = Converter(f"{row.kind}/{row.old_id}", link, picture)
        converter.convert(row.html)
        rest = [entry for path, entry in files.items() if path not in linked]
        if rest and not checking:
            converter.documents([self.folder.document(entry).pk for entry in rest])
        if not converter.blocks and not rest:
            raise BadRow(_("»html« has no words in it."))
        return converter.blocks

    # --- What is set aside ----------------------------------------------------------------------
    def _reject(self, line: int, offset: int, bad: BadRow, *, kept: bool = False) -> None:
        self.rejections.append((line, offset, bad.reasons))
        self.report.reasons.update(bad.reasons)
        if kept:
            self.report.kept += 1
        else:
            self.report.rejected += 1

    def tell(self, refused: TextIO) -> None:
        """Write the rows that were set aside, in the order of the file."""
        for line, offset, reasons in sorted(self.rejections):
            content = self.lines.at(offset)
            try:
                row: Any = parse_line(content)
            except BadRow:
                row = content.decode("utf-8", "replace").strip()
            told = {"line": line, "reasons": reasons, "row": row}
            refused.write(json.dumps(told, ensure_ascii=False) + "\n")


def _as_reason(error: Exception) -> BadRow:
    return error if isinstance(error, BadRow) else BadRow(_("The page could not be saved."))


def _reason_to_keep(record: ImportedPage | None, state: tuple[bool, int | None] | None) -> str:
    """Why the page is an editor's now; empty when it is ours to write."""
    if record is None:
        return "" if state is None else _("The page is here already, and no import wrote it.")
    if record.written_at is None:
        return ""
    if state is None:
        return _("The page was deleted after it was imported.")
    is_live, revision = state
    if revision != record.revision_id or not is_live:
        return _("The page was changed by an editor after it was imported.")
    return ""
