"""./dev manage make_demo_visits"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from analytics.services.make_demo_visits import make_demo_visits


class Command(BaseCommand):
    help = "Makes three months of visits, marked as a demonstration. May be run again."

    def handle(self, *args: Any, **options: Any) -> None:
        days = make_demo_visits()
        self.stdout.write(f"Made visits for {days} days.")
