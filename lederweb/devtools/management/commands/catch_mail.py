"""Catches all mail in development; `./dev up` runs it."""

import asyncio
import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lederweb.devtools.catcher import LOOPBACK, serve
from lederweb.devtools.mailstore import MailStore


class Command(BaseCommand):
    help = "Take all mail over SMTP on loopback and keep it for the page /dev/post/."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        default = int(os.environ.get("SMTP_PORT", "1025"))
        parser.add_argument("--port", type=int, default=default)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        store = MailStore(settings.DEV_MAIL_DIR)
        self.stdout.write(f"Catching mail on {LOOPBACK}:{port}")
        try:
            asyncio.run(serve(store, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used for mail ({error.strerror}). Run ./dev up again: it "
                "takes a port that is free."
            ) from error
