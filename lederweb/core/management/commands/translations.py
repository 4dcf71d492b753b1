"""Keeps the Danish catalogue: `manage.py translations update|check|compile`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lederweb.lib import catalogue
from lederweb.lib.extraction import Key, Message, extract

# Everything of ours that people read.
FOLDERS = ("lederweb", "projects", "publications", "newsletter", "analytics", "templates")


class Command(BaseCommand):
    """The source is English, the site Danish; this keeps the two in step.

    `update` writes lederweb/locale/da/LC_MESSAGES/django.po anew from the source and keeps the
    translations; `check` fails where one is missing, in doubt or wrong; `compile` writes the
    .mo that Django reads, if it is older. None of them needs the gettext programs.
    """

    help = "Update, check or compile the Danish catalogue."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        update = verbs.add_parser("update", help="take up new strings and drop those gone")
        update.add_argument(
            "--from",
            dest="others",
            nargs="+",
            type=Path,
            default=[],
            metavar="FILE",
            help="fill in translations that are missing from these catalogues",
        )
        verbs.add_parser("check", help="fail when anything is missing or wrong")
        verbs.add_parser("compile", help="write the compiled catalogue if it is out of date")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        if verb == "update":
            self._update(options["others"])
        elif verb == "check":
            self._check()
        else:
            self._compile()

    def _update(self, others: list[Path]) -> None:
        for path in others:
            if not path.exists():
                raise CommandError(f"{path} does not exist.")
        messages = self._messages()
        updated = catalogue.merged(self._read(_source()), messages)
        for conflict in catalogue.fill(updated, [self._read(path) for path in others]):
            self.stderr.write(conflict)
        _source().parent.mkdir(parents=True, exist_ok=True)
        updated.save(str(_source()))
        missing = len(updated.untranslated_entries()) + len(updated.fuzzy_entries())
        self.stdout.write(f"{len(updated)} strings, {missing} of them without Danish.")

    def _check(self) -> None:
        messages = self._messages()
        problems = catalogue.problems(self._read(_source()), messages)
        for problem in problems:
            self.stdout.write(problem)
        if problems:
            raise CommandError(
                f"{len(problems)} strings need Danish or correction in {_source().name}; "
                "`manage.py translations update` takes up new ones."
            )
        self.stdout.write(f"All {len(messages)} strings are in Danish.")

    def _compile(self) -> None:
        for folder in settings.LOCALE_PATHS:
            for path in catalogue.compile_stale(Path(folder)):
                self.stdout.write(f"Wrote {path.relative_to(folder)}.")

    def _messages(self) -> dict[Key, Message]:
        try:
            return extract(settings.BASE_DIR, FOLDERS)
        except ModuleNotFoundError as error:
            raise CommandError(
                f"{error.name} is missing: pip install -r requirements-dev.txt"
            ) from error
        except SyntaxError as error:
            raise CommandError(str(error)) from error

    def _read(self, path: Path) -> Any:
        try:
            return catalogue.read(path)
        except ValueError as error:
            raise CommandError(str(error)) from error


def _source() -> Path:
    return Path(settings.LOCALE_PATHS[0]) / "da" / "LC_MESSAGES" / "django.po"
