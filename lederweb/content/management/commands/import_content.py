"""Imports pages of the old site."""

import logging
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from lederweb.content.services.import_content import Report, import_content
from lederweb.lib.danish import number

WIDTH = 30
_MOST_REASONS = 10


class Command(BaseCommand):
    help = "Import pages from a JSON Lines file; the format is docs/import.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file; pictures lie in its folder")
        parser.add_argument(
            "--dry-run", action="store_true", help="check everything and write no page"
        )
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="also write over pages that an editor has changed since",
        )
        parser.add_argument(
            "--rejects",
            type=Path,
            help="where rejected rows go; otherwise FILE.rejected.jsonl",
        )

    def handle(
        self,
        *args: Any,
        file: Path,
        dry_run: bool,
        overwrite: bool,
        rejects: Path | None,
        **options: Any,
    ) -> None:
        # Wagtail logs every page it writes; the bar says it shorter.
        logging.getLogger("wagtail").setLevel(logging.WARNING)
        rejects = rejects or file.with_name(f"{file.name}.rejected.jsonl")
        self._last = ("", -1)
        began = time.monotonic()
        with translation.override(settings.LANGUAGE_CODE):
            if rejects.absolute() == file.absolute():
                raise CommandError(_("Rejected rows cannot go to the file that is read."))
            try:
                report = import_content(
                    file=file,
                    rejects=rejects,
                    dry_run=dry_run,
                    overwrite=overwrite,
                    progress=self._progress,
                )
            except OSError as error:
                raise CommandError(
                    _("%(file)s cannot be read or written: %(reason)s")
                    % {"file": error.filename or file, "reason": error.strerror}
                ) from error
            self._tell(report, rejects, dry_run=dry_run, seconds=time.monotonic() - began)

    def _progress(self, what: str, done: int, of: int) -> None:
        percent = 100 * done // of if of else 100
        if sys.stdout.isatty():
            if self._last != (what, percent):
                bar = "█" * (WIDTH * percent // 100)
                ending = "\n" if percent == 100 else ""
                self.stdout.write(f"\r{what:<12} {bar:<{WIDTH}} {percent:3} %", ending=ending)
                self.stdout.flush()
        elif self._last != (what, percent) and percent % 10 == 0:
            self.stdout.write(f"{what} {percent} %")
            self.stdout.flush()
        self._last = (what, percent)

    def _tell(self, report: Report, rejects: Path, *, dry_run: bool, seconds: float) -> None:
        head = _("Nothing was written. It would be:") if dry_run else _("Done:")
        parts = [
            _("%(count)s new") % {"count": number(report.new)},
            _("%(count)s changed") % {"count": number(report.changed)},
            _("%(count)s unchanged") % {"count": number(report.unchanged)},
            _("%(count)s left to editors") % {"count": number(report.kept)},
            _("%(count)s rejected") % {"count": number(report.rejected)},
        ]
        self.stdout.write(f"{head} {', '.join(parts)} ({number(seconds, 1)} s).")
        for reason, count in report.reasons.most_common(_MOST_REASONS):
            self.stdout.write(f"  {number(count)} × {reason}")
        if report.rejected or report.kept:
            self.stdout.write(_("Rows with line number and reasons: %(file)s") % {"file": rejects})
