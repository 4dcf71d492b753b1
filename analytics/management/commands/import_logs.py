"""./dev manage import_logs access.log access.log.1.gz --source "Old server" """

from __future__ import annotations

import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from analytics.importing.log_lines import LeftOut
from analytics.services.import_logs import CannotImport, Outcome, import_logs


class Command(BaseCommand):
    help = (
        "Counts web servers' logs (common or combined format, also packed with gzip) as a source "
        "of its own. Give all files of a month at once: a month that the source has already is "
        "refused, unless --replace counts it anew. The same file again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--source", required=True, help="what to call it on the dashboard")
        parser.add_argument("--host", default="", help="the site's own name, such as lederweb.dk")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="count the months in these files anew, from these files alone",
        )
        parser.add_argument(
            "--unreadable",
            type=Path,
            default=Path("unreadable-lines.log"),
            help="where lines that cannot be read are kept (they may hold addresses: delete it)",
        )

    @no_translations  # all of what it says in one language
    def handle(self, *args: Any, **options: Any) -> None:
        begun = time.monotonic()
        aside: Path = options["unreadable"]
        if aside.resolve() in {path.resolve() for path in options["files"]}:
            raise CommandError(
                f"{aside} is to be read, so what cannot be read needs another name: --unreadable."
            )
        try:
            with _replacing(aside) as unreadable_to:
                outcome = import_logs(
                    source_name=options["source"],
                    paths=options["files"],
                    host=options["host"],
                    replace=options["replace"],
                    unreadable_to=unreadable_to,
                    progress=lambda lines, share: self.stderr.write(
                        f"\r{lines:,} lines, {share:.0%}", ending=""
                    ),
                )
        except CannotImport as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(
                f"{aside} cannot be written ({error.strerror}); nothing was imported. Name another, "
                "--unreadable."
            ) from error
        self.stderr.write("")
        self._tell(outcome, time.monotonic() - begun, aside)

    def _tell(self, outcome: Outcome, seconds: float, aside: Path) -> None:
        for path in outcome.known:
            self.stdout.write(f"{path.name}: imported before, passed over.")
        for file in outcome.read:
            self.stdout.write(f"{file.path.name}: {file.lines:,} lines, {file.counted:,} counted.")
            for reason, count in file.left_out.most_common():
                self.stdout.write(f"  left out: {count:,}: {LeftOut(reason).label}")
            if file.unreadable:
                self.stdout.write(f"  could not be read: {file.unreadable:,}, kept in {aside}")
        if outcome.twice:
            self.stdout.write(f"{outcome.twice:,} lines stood in more than one file.")
        if outcome.read:
            lines = sum(file.lines for file in outcome.read)
            months = ", ".join(month.name for month in outcome.months)
            self.stdout.write(
                f"{outcome.source}: {months}. {lines / max(seconds, 0.001):,.0f} lines a second."
            )


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes the path's place if all goes well and anything was written to it."""
    if path.exists() and not path.is_file():  # a terminal or another device is written to
        with path.open("wb") as device:
            yield device
        return
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".unreadable-", delete=False) as fresh:
        try:
            yield fresh.file
            if fresh.tell():
                Path(fresh.name).replace(path)
        finally:
            Path(fresh.name).unlink(missing_ok=True)
