"""Brings the development database up to date; `./dev up` runs it and shows its steps."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

STEP_SIGN = "== "


class Command(BaseCommand):
    """One process for everything, because starting Django takes longer than most of it."""

    help = "Migrate the database and, with --demo, load the demonstration."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="load the demonstration too")

    def handle(self, *args: Any, demo: bool, **options: Any) -> None:
        self.stdout.write(f"{STEP_SIGN}Migrations")
        call_command("migrate", interactive=False, skip_checks=True)
        if demo:
            self.stdout.write(f"{STEP_SIGN}Demonstration")
            call_command("load_demo")
