"""Background work of the press. Each may run twice."""

from __future__ import annotations

from celery import shared_task

from publications.services.make_files import make_files
from publications.services.read_pdf import read_document, read_waiting


@shared_task(name="publications.make_files")
def make_wanted_files() -> None:
    """Make the PDFs, EPUBs and the catalogue that publishing called for. Runs every 20 s."""
    make_files()


@shared_task(name="publications.read_document")
def read_uploaded_document(reading_id: int) -> None:
    """Read a PDF that was just uploaded."""
    read_document(reading_id=reading_id)


@shared_task(name="publications.read_waiting")
def read_waiting_documents() -> None:
    """Read the PDFs whose task was never announced or whose worker was killed. Every minute."""
    read_waiting()
