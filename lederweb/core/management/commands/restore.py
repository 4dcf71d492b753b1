"""Puts a backup back."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from lederweb.core.services.postgres_programs import ProgramFailed, ProgramsMissing
from lederweb.core.services.restore import (
    DatabaseInUse,
    FilesAtRisk,
    NotABackup,
    NotFinished,
    restore_backup,
)
from lederweb.core.services.swap_files import FilesAstray


class Command(BaseCommand):
    help = "Replace the database and the uploaded files by those of a backup, after asking."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a file that `backup` wrote")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, file: Path, yes: bool, **options: Any) -> None:
        if not yes:
            self._ask()
        try:
            report = restore_backup(path=file)
        except FilesAstray as error:
            raise CommandError(f"The database is as it was. {error}") from error
        except NotFinished as error:
            raise CommandError(
                "The database and the uploaded files are restored, and mail is held back, but "
                f"the database could not be made fit for this version: {error} Mend that, then "
                "run `manage.py migrate`."
            ) from error
        except (
            DatabaseInUse,
            FilesAtRisk,
            NotABackup,
            ProgramFailed,
            ProgramsMissing,
            OSError,
        ) as error:
            raise CommandError(f"Nothing was restored. {error}") from error
        self.stdout.write(
            f"Restored the backup of {report.made} with {report.files} files. No mail is sent "
            "from this copy until `manage.py release_mail` says so."
        )

    def _ask(self) -> None:
        name = connection.settings_dict["NAME"]
        if not sys.stdin.isatty():
            raise CommandError("There is nobody to ask: say --yes.")
        question = f"This replaces everything in the database {name} and all uploaded files.\n"
        if input(f"{question}Type yes to go on: ").strip().lower() != "yes":
            raise CommandError("Nothing was changed.")
