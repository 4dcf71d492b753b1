"""What is seen of a PDF's accessibility when it is read."""

from __future__ import annotations

from io import BytesIO

import pypdf
import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from lederweb.core.models import CustomDocument
from lederweb.testing.world import World
from publications.models import PdfReading
from publications.services.read_pdf import read_waiting
from publications.tests.test_read_pdf import pdf_with, uploaded

pytestmark = pytest.mark.django_db


def read(document: CustomDocument) -> CustomDocument:
    read_waiting()
    document.refresh_from_db()
    return document


def without(key: str) -> bytes:
    """Our own tagged PDF, less one thing."""
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf_with("Zebrafinken synger")))
    if key == "title":
        writer.metadata = {}
        writer.root_object.pop("/Metadata", None)
    else:
        writer.root_object.pop({"language": "/Lang", "tags": "/MarkInfo"}[key])
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_a_tagged_pdf_with_text_title_and_language_is_accessible(world: World) -> None:
    document = read(uploaded(pdf_with("Zebrafinken synger")))
    assert document.accessibility == "accessible"
    assert document.accessibility_lacks == []
    assert document.accessibility_checked_on == timezone.localdate()


@pytest.mark.parametrize("key", ["tags", "title", "language"])
def test_what_is_missing_is_named(key: str, world: World) -> None:
    document = read(uploaded(without(key)))
    assert document.accessibility == "not-accessible"
    assert document.accessibility_lacks == [key]


def test_pages_that_are_pictures_lack_everything(world: World) -> None:
    document = read(world.pdf)
    assert "text" in document.accessibility_lacks
    assert "tags" in document.accessibility_lacks


def test_what_a_person_said_is_not_overruled(world: World) -> None:
    document = uploaded(without("tags"))
    CustomDocument.objects.filter(pk=document.pk).update(
        accessibility="accessible", accessibility_checked_on="2026-03-01"
    )
    assert read(document).accessibility == "accessible"


def test_a_file_that_cannot_be_read_is_not_judged(world: World) -> None:
    document = read(uploaded(b"%PDF-1.7\nnonsense"))
    assert document.accessibility == "unchecked"
    assert document.accessibility_checked_on is None


def test_documents_read_before_are_looked_at_once_more(world: World) -> None:
    document = read(uploaded(without("tags")))
    CustomDocument.objects.filter(pk=document.pk).update(
        accessibility="unchecked", accessibility_checked_on=None, accessibility_lacks=[]
    )
    assert read(document).accessibility == "not-accessible"
    assert read_waiting() == 0


def test_a_new_file_under_the_same_document_is_looked_at_anew(world: World) -> None:
    document = read(uploaded(without("tags")))
    document.file = ContentFile(pdf_with("Ny"), "ny.pdf")
    document.accessibility_checked_on = None  # as the form does
    document.save()
    assert read(document).accessibility == "accessible"
    assert PdfReading.objects.get(document=document).source.endswith(".pdf")
