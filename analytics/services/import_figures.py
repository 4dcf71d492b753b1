"""A table of published figures, all of it or nothing."""

from __future__ import annotations

from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from analytics.importing.figures import BadFigures, read_figures, shortened
from analytics.models import PublishedFigure
from analytics.services.record_figure import BadFigure, free_key, record_figure


def import_figures(*, file: IO[bytes], size: int) -> int:
    """Enter or correct the figures of a file; how many there were. Raises BadFigures.

    A row with a key corrects that figure. One without is the figure of the same name and source
    if there is one, so that the same file twice enters nothing twice.
    """
    rows = read_figures(file, size=size)
    faults = []
    with transaction.atomic():
        for line, values in rows:
            values["key"] = values["key"] or _key_of(values["label"], values["source"])
            try:
                record_figure(**values)
            except BadFigure as error:
                why = str(error).partition(": ")[2]
                faults.append(_("Line %(line)d: %(why)s") % {"line": line, "why": why})
        if faults:
            raise BadFigures(shortened(faults))
    return len(rows)


def _key_of(label: str, source: str) -> str:
    same = PublishedFigure.objects.filter(label=label, source=source).first()
    return same.key if same else free_key(label)
