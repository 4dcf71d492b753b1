"""Gives pictures of private pages addresses that nobody knows."""

from typing import Any

from django.core.management.base import BaseCommand
from wagtail.models import Page

from lederweb.core.querysets import restricted
from lederweb.core.services.hide_pictures import hide_pictures


class Command(BaseCommand):
    help = "Give every picture that only private pages show a new address; the old ones end."

    def handle(self, *args: Any, **options: Any) -> None:
        private = Page.objects.filter(restricted())
        hidden = hide_pictures(pages=private.values_list("pk", flat=True))
        self.stdout.write(f"{hidden} pictures of private pages have new addresses.")
