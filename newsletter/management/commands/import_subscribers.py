"""Takes subscribers in from a list."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from lederweb.lib.danish import number
from newsletter.importing.reading import NotAList
from newsletter.importing.rejects import reject_lines
from newsletter.models import ImportRow, SubscriberImport
from newsletter.services import import_subscribers as importing

_MOST_REASONS = 10


class Command(BaseCommand):
    help = (
        "Take in subscribers from a CSV or XLSX file with a row of headings: e-mail, væksthus, "
        "emner, hyppighed, samtykke (date), ordlyd, kilde. Who lacks a date, the wording or the "
        "source of the consent is set aside; who left or is suppressed stays so."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen and take in nobody"
        )
        parser.add_argument("--wording", default="", help="for rows that have none of their own")
        parser.add_argument("--source", default="", help="for rows that have none of their own")
        parser.add_argument(
            "--rejects", type=Path, help="where unreadable rows go; otherwise FILE.rejected.csv"
        )

    def handle(
        self,
        *args: Any,
        file: Path,
        dry_run: bool,
        wording: str,
        source: str,
        rejects: Path | None,
        **options: Any,
    ) -> None:
        rejects = rejects or file.with_name(f"{file.name}.rejected.csv")
        with translation.override(settings.LANGUAGE_CODE):
            try:
                with file.open("rb") as opened:
                    batch = importing.read_file(
                        file=opened,
                        name=file.name,
                        size=file.stat().st_size,
                        wording=wording,
                        source=source,
                    )
            except (OSError, NotAList) as error:
                raise CommandError(str(error)) from error
            if not dry_run:
                self._take_in(batch)
            self._tell(batch, dry_run=dry_run, rejects=rejects)
            if dry_run:
                importing.cancel(import_id=batch.pk)

    def _take_in(self, batch: SubscriberImport) -> None:
        SubscriberImport.objects.filter(pk=batch.pk).update(state=SubscriberImport.State.RUNNING)
        importing.run(import_id=batch.pk)
        batch.refresh_from_db()

    def _tell(self, batch: SubscriberImport, *, dry_run: bool, rejects: Path) -> None:
        for verdict in ImportRow.Verdict:
            count = batch.counts[verdict.value]
            if count:
                self.stdout.write(f"{number(count):>9}  {verdict.label}")
        invalid = batch.rows.filter(verdict=ImportRow.Verdict.INVALID)
        for row in invalid[:_MOST_REASONS]:
            self.stdout.write(
                _("Line %(line)d: %(reason)s") % {"line": row.line, "reason": row.reason}
            )
        if batch.counts[ImportRow.Verdict.INVALID]:
            rejects.write_text("".join(reject_lines(batch)), encoding="utf-8", newline="")
            self.stdout.write(_("The unreadable rows are in %(file)s.") % {"file": rejects})
        self.stdout.write(_("Nobody was taken in: a dry run.") if dry_run else _("Done."))
