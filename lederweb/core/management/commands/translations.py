"""Keeps the Danish catalogues: `manage.py translations update|check|compile`."""

from __future__ import annotations

import importlib
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lederweb.lib import catalogue
from lederweb.lib.extraction import Key, Message, extract
from lederweb.lib.package_strings import DOMAINS, Package, danish_of, strings_of, wanted

# Everything of ours that people read.
FOLDERS = ("lederweb", "projects", "publications", "newsletter", "analytics", "templates")
# Wagtail's admin shows strings of these, but they are no apps, so Django reads no catalogue of
# theirs.
BESIDE_THE_APPS = ("django_filters",)


class Command(BaseCommand):
    """The source is English, the site Danish; this keeps the two in step.

    There are two catalogues. lederweb/locale/da has our own strings, found in the source;
    lederweb/locale/packages/da has those of Django, Wagtail and the other packages, found in the
    .po files that they ship: what they leave in English, and what we say otherwise.

    `update` writes both anew and keeps the translations; `check` fails where one is missing, in
    doubt or wrong, so also when a package was upgraded and has new strings; `compile` writes the
    .mo that Django reads, if it is older. None of them needs the gettext programs.
    """

    help = "Update, check or compile the Danish catalogues."
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
            help="fill in translations that are missing, and what packages should say otherwise, "
            "from these catalogues",
        )
        verbs.add_parser("check", help="fail when anything is missing or wrong")
        verbs.add_parser("compile", help="write the compiled catalogues if they are out of date")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        if verb == "update":
            self._update(options["others"])
        elif verb == "check":
            self._check()
        else:
            self._compile()

    def _update(self, paths: list[Path]) -> None:
        for path in paths:
            if not path.exists():
                raise CommandError(f"{path} does not exist.")
        others = [self._read(path) for path in paths]
        own = self._own_messages()
        self._write(_source(0, "django"), own, others)
        # What is a string of ours, too, stays in our catalogue, which Django reads first.
        others = [catalogue.without(other, own) for other in others]
        for path, messages in self._package_catalogues(others):
            self._write(path, messages, others)

    def _write(self, path: Path, messages: dict[Key, Message], others: list[Any]) -> None:
        updated = catalogue.merged(self._read(path), messages)
        for conflict in catalogue.fill(updated, others):
            self.stderr.write(conflict)
        catalogue.fill(updated, [self._read(_source(0, "django"))])
        path.parent.mkdir(parents=True, exist_ok=True)
        updated.save(str(path))
        missing = len(updated.untranslated_entries()) + len(updated.fuzzy_entries())
        self.stdout.write(
            f"{_name(path)}: {len(updated)} strings, {missing} of them without Danish."
        )

    def _check(self) -> None:
        problems, count = [], 0
        own = (_source(0, "django"), self._own_messages())
        for path, messages in (own, *self._package_catalogues([])):
            count += len(messages)
            problems += catalogue.problems(self._read(path), messages)
        for problem in problems:
            self.stdout.write(problem)
        if problems:
            raise CommandError(
                f"{len(problems)} strings need Danish or correction below lederweb/locale; "
                "`manage.py translations update` takes up new ones."
            )
        self.stdout.write(f"All {count} strings are in Danish.")

    def _compile(self) -> None:
        for folder in settings.LOCALE_PATHS:
            for path in catalogue.compile_stale(Path(folder)):
                self.stdout.write(f"Wrote {path.relative_to(folder)}.")

    def _package_catalogues(self, given: list[Any]) -> Iterator[tuple[Path, dict[Key, Message]]]:
        """The place of each of our catalogues for packages and the strings that it has to hold."""
        if len(settings.LOCALE_PATHS) < 2:
            return
        found = list(packages())
        for domain in DOMAINS:
            path = _source(1, domain)
            yield (
                path,
                wanted(
                    strings_of(found, domain),
                    shipped=danish_of(found, domain),
                    ours=self._read(path),
                    given=given,
                ),
            )

    def _own_messages(self) -> dict[Key, Message]:
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


def packages() -> Iterator[Package]:
    """Where Django looks for Danish, in its order: the apps, then Django itself; then the rest."""
    for app in apps.get_app_configs():
        folder = Path(app.path)
        if app.name.partition(".")[0] not in FOLDERS and (folder / "locale").is_dir():
            yield Package(app.name, folder)
    yield Package("django.conf", Path(django.__file__).parent / "conf")
    for name in BESIDE_THE_APPS:
        file = importlib.import_module(name).__file__
        if file is not None:
            yield Package(name, Path(file).parent, is_read=False)


def _source(number: int, domain: str) -> Path:
    return Path(settings.LOCALE_PATHS[number]) / "da" / "LC_MESSAGES" / f"{domain}.po"


def _name(path: Path) -> str:
    folder = path.parents[2].name
    return path.name if folder == "locale" else f"{folder}/{path.name}"
