"""Deletes the demonstration's accounts; what they wrote stays."""

from typing import Any

from django.core.management import BaseCommand

from lederweb.users.demonstration import ACCOUNTS
from lederweb.users.models import User


class Command(BaseCommand):
    help = "Delete the accounts of the demonstration, so that production can start."
    # The check that refuses these accounts must not stop the command that removes them.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        found = User.objects.filter(email__in=ACCOUNTS)
        count = found.count()
        found.delete()
        self.stdout.write(f"Accounts deleted: {count}.")
