"""What stands in uploaded PDFs: pages, text for search, and the first page for covers."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.search import index

from lederweb.core.models import CustomDocument
from publications import press
from publications.models import Format, PdfReading, PublicationPage
from publications.services.give_cover import give_cover

_PROGRAM = Path(press.__file__).with_name("read_pdf.py")
_SECONDS = 60  # by the clock, on a busy machine; the program itself may use 30 of the processor
TRIES = 3
TRY_AGAIN_AFTER = dt.timedelta(minutes=2)


@dataclass(frozen=True)
class Reading:
    fault: str = ""
    pages: int | None = None
    is_tagged: bool | None = None
    title: str = ""
    language: str = ""
    text: str = ""
    first_page: bytes = b""


def want_reading(*, document: CustomDocument) -> PdfReading | None:
    """Note that the document's file is to be read; None when it is no PDF, or was read."""
    source = str(document.file.name or "")
    if not source.lower().endswith(".pdf"):
        return None
    reading = PdfReading.objects.filter(document=document).first()
    if reading is not None and reading.source == source:
        return None
    fields: dict[str, Any] = {"source": source, "wanted_at": timezone.now(), "tries": 0}
    return PdfReading.objects.update_or_create(document=document, defaults=fields)[0]


def read_waiting() -> int:
    """Read what waits and was not announced, or is older than this; returns how many."""
    for document in CustomDocument.objects.filter(reading=None, file__iendswith=".pdf"):
        want_reading(document=document)
    # What was read before accessibility was looked at.
    PdfReading.objects.filter(
        document__accessibility_checked_on=None, wanted_at=None, read_at__isnull=False, fault=""
    ).update(wanted_at=timezone.now(), tries=0)
    waiting = PdfReading.objects.filter(wanted_at__lte=timezone.now()).order_by("wanted_at")
    numbers = list(waiting.values_list("pk", flat=True))
    for number in numbers:
        read_document(reading_id=number)
    return len(numbers)


def read_document(*, reading_id: int) -> None:
    """Read one file and tell its publications. Whatever is in the file, this ends with a row."""
    now = timezone.now()
    # Claimed by moving its time: a worker that is killed leaves it to the next sweep.
    claimed = PdfReading.objects.filter(pk=reading_id, wanted_at__lte=now).update(
        wanted_at=now + TRY_AGAIN_AFTER
    )
    if not claimed:
        return
    reading = PdfReading.objects.select_related("document").get(pk=reading_id)
    found = _read(reading)
    rows = PdfReading.objects.filter(pk=reading_id, source=reading.source)
    reading.tries += 1
    # A machine short of memory says "heavy", too; so that is asked again.
    if found.fault == PdfReading.Fault.HEAVY and reading.tries < TRIES:
        rows.update(tries=reading.tries, fault=found.fault)
        return
    if reading.first_page:
        reading.first_page.delete(save=False)
    if found.first_page:
        reading.first_page.save("forside.jpg", ContentFile(found.first_page), save=False)
    rows.update(
        wanted_at=None,
        read_at=timezone.now(),
        tries=reading.tries,
        fault=found.fault,
        pages=found.pages,
        is_tagged=found.is_tagged,
        text=found.text,
        first_page=reading.first_page.name or "",
        cover=None,
    )
    _tell(reading.document, found)


def lacks_of(found: Reading) -> list[str]:
    """What keeps a PDF from being accessible, as far as a machine can tell."""
    lack = CustomDocument.Lack
    has = {
        lack.TAGS: found.is_tagged,
        lack.TEXT: found.text.strip(),
        lack.TITLE: found.title,
        lack.LANGUAGE: found.language,
    }
    return [str(name) for name, there in has.items() if not there]


def _read(reading: PdfReading) -> Reading:
    with tempfile.TemporaryDirectory() as name:
        source, picture = Path(name) / "source.pdf", Path(name) / "first-page.jpg"
        try:
            with reading.document.file.open("rb") as stored, source.open("wb") as copy:
                shutil.copyfileobj(stored, copy)
        except OSError:
            return Reading(fault=PdfReading.Fault.AWAY)
        try:
            result = subprocess.run(
                [sys.executable, "-I", str(_PROGRAM), str(source), str(picture)],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SECONDS,
                check=True,
            )
            facts = json.loads(result.stdout)
        except (subprocess.SubprocessError, ValueError):
            return Reading(fault=PdfReading.Fault.HEAVY)
        if "fault" in facts:
            return Reading(fault=facts["fault"])
        return Reading(first_page=picture.read_bytes(), **facts)


def _may_judge(document: CustomDocument) -> bool:
    """Not where somebody has said how it is; what a person says holds until the file is another."""
    return document.accessibility_checked_on is None


def _tell(document: CustomDocument, found: Reading) -> None:
    """The document knows its pages; its publications are found by its words and get a cover."""
    document.page_count = found.pages
    fields = ["page_count"]
    if not found.fault and _may_judge(document):
        status = CustomDocument.Accessibility
        document.accessibility_lacks = lacks_of(found)
        document.accessibility = (
            status.NOT_ACCESSIBLE if document.accessibility_lacks else status.ACCESSIBLE
        )
        document.accessibility_checked_on = timezone.localdate()
        fields += ["accessibility", "accessibility_lacks", "accessibility_checked_on"]
    document.save(update_fields=fields)
    editions = Format.objects.filter(document=document).values("edition__publication")
    for publication in PublicationPage.objects.filter(pk__in=editions):
        give_cover(publication=publication)
        if publication.live:
            index.insert_or_update_object(publication)


def find_anew(documents: QuerySet) -> None:
    """After commit: publications are found by what the public may read of their documents now."""
    editions = Format.objects.filter(document__in=documents).values("edition__publication")
    numbers = list(
        PublicationPage.objects.live().filter(pk__in=editions).values_list("pk", flat=True)
    )
    if numbers:
        transaction.on_commit(lambda: _index(numbers))


def _index(numbers: list[int]) -> None:
    for publication in PublicationPage.objects.filter(pk__in=numbers):
        index.insert_or_update_object(publication)
