"""Addresses that readers asked for in vain, for the report of pages not found."""

from __future__ import annotations

import datetime as dt

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from lederweb.content.services.demonstration import Demonstration
from lederweb.lib.old_addresses import OldAddress

# Address as it was written, and how often on each of the last days, yesterday first.
ASKED_FOR = {
    "/dokumentarkiv/e-pjecer/ledelse-af-frivilige": (7, 4, 9, 6, 5, 8, 3),
    "/personale/artikel/148201/hold-talenterne-varm": (3, 0, 5, 2, 4),
    "/arkiv/2013/sadan-leder-du-pa-afstand": (2, 2, 1, 3),
    "/om-vaksthuset/hvem-er-vi": (1, 0, 2),
    "/jobopslag": (1,),
}


@transaction.atomic
def add_not_found(*, demonstration: Demonstration) -> None:
    """Count some addresses; those that are known already stay as they are."""
    paths = apps.get_model("pages.NotFoundPath").objects  # of the floor above: by name only
    days = apps.get_model("pages.NotFoundDay").objects
    today = timezone.localdate()
    made = 0
    for written, counts in ASKED_FOR.items():
        row, is_new = paths.get_or_create(
            path=OldAddress.of(written).key,
            defaults={
                "example": written,
                "first_seen": today - dt.timedelta(days=len(counts)),
                "last_seen": today - dt.timedelta(days=1),
            },
        )
        if not is_new:
            continue
        made += 1
        days.bulk_create(
            days.model(path=row, day=today - dt.timedelta(days=ago), count=count)
            for ago, count in enumerate(counts, 1)
            if count
        )
    demonstration.report("Pages not found", made, len(ASKED_FOR) - made)
