"""Subscribers from a file: read, looked at, and taken in once a person has said yes."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from newsletter.importing import columns, staging
from newsletter.importing.reading import NotAList, Rows, check_size, rows_of
from newsletter.models import ImportRow, SubscriberImport
from newsletter.topics import topics_on_offer

logger = logging.getLogger(__name__)

# In one transaction; after each, the page shows how far it is.
STEP = 2000
# A file that was looked at and never taken in holds addresses that nobody needs.
CHECKED_KEPT = dt.timedelta(days=2)
# So long the rows that could not be read can be fetched.
INVALID_KEPT = dt.timedelta(days=30)


def read_file(
    *,
    file: IO[bytes],
    name: str,
    size: int,
    wording: str = "",
    source: str = "",
    user: Any = None,
) -> SubscriberImport:
    """Read a list and work out what would happen; nobody is taken in.

    wording, source: of the consent, for rows that have none of their own. Raises NotAList.
    """
    check_size(size)
    topics = columns.plain_titles(topics_on_offer())
    with transaction.atomic():
        batch = SubscriberImport.objects.create(
            file_name=name[-200:], wording=wording, source=source[:250], created_by=user
        )
        with rows_of(file) as rows:
            found = next(rows, None)
            header = found.cells if found else []
            places = columns.columns_of(header)
            if "email" not in places:
                raise NotAList(_no_address(header, name))
            batch.header = header
            batch.total = staging.write(batch, _entries(rows, places, topics))
        if not batch.total:
            raise NotAList(_("There is no row below the headings."))
        staging.judge(batch)
        batch.counts = staging.counts(batch)
        batch.save()
    return batch


def _no_address(header: list[str], name: str) -> str:
    told = ", ".join(cell for cell in header if cell)[:200] or "–"
    reason = _(
        "No column is headed “e-mail”. The first row must say what stands in each column; it says: "
        "%(told)s."
    ) % {"told": told}
    if not name.lower().endswith(".xlsx"):
        return reason
    return reason + " " + _("Of an Excel file only the first sheet is read: put the list there.")


def _entries(
    rows: Rows, places: dict[str, int], topics: dict[str, int]
) -> Iterator[tuple[int, list[str], columns.Entry]]:
    now = timezone.now()
    for line, cells, problem in rows:
        entry = columns.entry_of(cells, places, topics, now)
        if problem:
            # Read all the same, for the address: an erasure finds it then.
            entry.refuse(problem)
        yield line, cells, entry


def cancel(*, import_id: int) -> bool:
    """Forget a file that was only looked at; False when it is being taken in or gone."""
    deleted, _per_model = SubscriberImport.objects.filter(
        pk=import_id, state=SubscriberImport.State.CHECKED
    ).delete()
    return bool(deleted)


def run(*, import_id: int) -> None:
    """Take in what is left of an import. May run any number of times, also at once."""
    while _step(import_id):
        pass


def _step(import_id: int) -> bool:
    """The next rows, in one transaction; whether there may be more."""
    with transaction.atomic():
        batch = SubscriberImport.objects.select_for_update().filter(pk=import_id).first()
        if batch is None or batch.state != SubscriberImport.State.RUNNING:
            return False
        waiting = batch.rows.filter(is_taken=False).order_by("line").values_list("line", flat=True)
        lines = list(waiting[:STEP])
        if lines:
            staging.take_in(batch, lines[-1])
            batch.taken += len(lines)
        else:
            batch.counts = staging.counts(batch)
            batch.state, batch.finished_at = SubscriberImport.State.DONE, timezone.now()
            # What was taken in stands with the subscribers now.
            batch.rows.exclude(verdict=ImportRow.Verdict.INVALID).delete()
            logger.info("Import %d: %d rows.", batch.pk, batch.total)
        batch.save()
    return bool(lines)


def unfinished() -> list[int]:
    """Imports that somebody began and nobody ended: a worker died, or the broker was away."""
    running = SubscriberImport.objects.filter(state=SubscriberImport.State.RUNNING)
    return list(running.values_list("pk", flat=True))


def forget_files() -> None:
    """Delete files that were only looked at after two days, and unreadable rows after thirty."""
    now = timezone.now()
    SubscriberImport.objects.filter(
        state=SubscriberImport.State.CHECKED, created_at__lt=now - CHECKED_KEPT
    ).delete()
    ImportRow.objects.filter(
        batch__state=SubscriberImport.State.DONE, batch__finished_at__lt=now - INVALID_KEPT
    ).delete()
