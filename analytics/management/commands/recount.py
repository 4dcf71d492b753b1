"""./dev manage recount 2026-10 [--repair]"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from analytics.services.recount import (
    Difference,
    OtherDefinitions,
    RawRowsDeleted,
    has_totals,
    recount,
)
from lederweb.lib.periods import Month

_SHOWN = 40


class Command(BaseCommand):
    help = (
        "Counts a month again from its raw rows, in another way than the roll-up, and says what "
        "differs (exit code 1). With --repair the totals are replaced."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("month", help="such as 2026-10")
        parser.add_argument("--repair", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            month = Month.parse(options["month"])
        except ValueError as error:
            raise CommandError(f"{options['month']!r} is no month. Write it as 2026-10.") from error
        try:
            differences = recount(month, repair=options["repair"], progress=self._progress)
        except RawRowsDeleted as error:
            raise CommandError(
                f"The raw rows of {month} have been deleted; its totals stand as they are."
            ) from error
        except OtherDefinitions as error:
            raise CommandError(
                f"{month} was closed under other definitions; its totals stand as they are."
            ) from error
        if self._has_progressed:
            self.stderr.write("")  # the count of rows has a line to itself
        self._tell(month, differences, options["repair"])
        if differences and not options["repair"]:
            sys.exit(1)

    _has_progressed = False

    def _progress(self, rows: int) -> None:
        self._has_progressed = True
        self.stderr.write(f"\r{rows} rows", ending="")

    def _tell(self, month: Month, differences: list[Difference], repaired: bool) -> None:
        if not differences and not has_totals(month):
            self.stdout.write(f"{month}: nothing was counted in it.")
            return
        if not differences:
            self.stdout.write(f"{month}: every total equals its raw rows.")
            return
        for difference in differences[:_SHOWN]:
            day, metric, dimension, key, series = difference.place
            self.stdout.write(
                f"{day or month} {metric} {dimension} {key} ({series}): "
                f"stands {difference.stands}, counted {difference.counted}"
            )
        if len(differences) > _SHOWN:
            self.stdout.write(f"and {len(differences) - _SHOWN} more")
        what = "have been replaced" if repaired else "differ; --repair replaces them"
        self.stdout.write(f"{month}: {len(differences)} totals {what}.")
