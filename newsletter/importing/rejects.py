"""The rows of an import that could not be read, as a table to mend and read again."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from django.utils.translation import gettext as _

from lederweb.lib.spreadsheets import safe_cell
from newsletter.models import ImportRow, SubscriberImport


class _Echo:
    """Gives back what the csv module writes, line by line."""

    def write(self, line: str) -> str:
        return line


def reject_lines(batch: SubscriberImport) -> Iterator[str]:
    """Line, reason and the row as it stood. Opens in a Danish Excel; formulas are quoted."""
    writer = csv.writer(_Echo(), delimiter=";")
    header = [_("Line"), _("Reason"), *batch.header]
    yield "\ufeff" + writer.writerow([safe_cell(cell) for cell in header])
    rows = batch.rows.filter(verdict=ImportRow.Verdict.INVALID).order_by("line")
    for row in rows.only("line", "reason", "cells").iterator(chunk_size=500):
        texts = [safe_cell(cell) for cell in (row.reason, *row.cells)]
        yield writer.writerow([row.line, *texts])
