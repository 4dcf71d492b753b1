"""Loads the demonstration."""

import logging
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Load the demonstration: texts, pictures, accounts, subscribers, figures and visits."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--refresh",
            action="store_true",
            help="write the texts again, also where editors have changed them",
        )

    def handle(self, *args: Any, refresh: bool, **options: Any) -> None:
        if settings.REFUSE_DEMONSTRATION_ACCOUNTS:
            raise CommandError(
                "The demonstration is not loaded in production, because everybody knows the "
                "password of its accounts."
            )
        # Not before: what reads the texts is installed for development and tests only.
        from analytics.services.record_figure import BadFigure
        from lederweb.content.reading.source import TextError
        from lederweb.content.services.load_demonstration import load_demonstration

        # Wagtail logs every page it makes; the steps say it shorter.
        logging.getLogger("wagtail").setLevel(logging.WARNING)
        try:
            load_demonstration(say=self._say, refresh=refresh)
        except (BadFigure, TextError) as error:
            raise CommandError(str(error)) from error

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
