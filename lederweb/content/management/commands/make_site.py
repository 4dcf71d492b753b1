"""Makes what a production install begins with."""

import logging
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lederweb.content.reading.source import TextError
from lederweb.content.services.make_site import make_site


class Command(BaseCommand):
    help = (
        "Make the front page, overviews, Væksthus pages, standard pages, menus and the site's "
        "record, at the address BASE_URL. May be run again: what editors have changed stays."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        # Wagtail logs every page it makes; the steps say it shorter.
        logging.getLogger("wagtail").setLevel(logging.WARNING)
        try:
            make_site(say=self.stdout.write)
        except TextError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The site is at {settings.BASE_URL}/ and its editors at /admin/.")
