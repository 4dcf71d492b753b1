"""Writes a backup."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lederweb.core.services.backup import FilesMissing, write_backup
from lederweb.core.services.postgres_programs import ProgramFailed, ProgramsMissing


class Command(BaseCommand):
    help = "Write the database and the uploaded files to one file."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file to write, such as lederweb.tar")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            report = write_backup(path=file)
        except (FilesMissing, ProgramFailed, ProgramsMissing, OSError) as error:
            raise CommandError(f"No backup was written. {error}") from error
        self.stdout.write(
            f"{report.path} holds the database and {report.files} files "
            f"({report.size / 1e6:.1f} MB). It contains personal data: keep it as such."
        )
