"""Uploaded PDFs are read for pages, text and cover; whatever is in them, a sentence comes of it."""

import resource
import zlib
from io import BytesIO

import pypdf
import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image as PillowImage
from wagtail.search.backends import get_search_backend

from lederweb.core.models import CustomDocument
from publications.models import PdfReading, PublicationPage
from publications.press.typeset import typeset
from publications.services.read_pdf import read_document, read_waiting

pytestmark = pytest.mark.django_db


def pdf_with(words: str, pages: int = 1) -> bytes:
    """A small tagged PDF with the words in it."""
    chapters = [
        {"title": f"Kapitel {n}", "lead": words, "slug": "k", "blocks": []} for n in range(pages)
    ]
    book = {
        "title": "Prøve",
        "subtitle": "",
        "authors": [],
        "publisher": "",
        "language": "da",
        "lead": words,
        "colophon": [],
        "literature": [],
        "cover": None,
        "chapters": chapters,
        "wording": {"contents": "Indhold", "literature": "Litteratur"},
    }
    return typeset("book.typ", book, {}, at=timezone.now().replace(microsecond=0)).content


def uploaded(content: bytes, name: str = "rapport.pdf") -> CustomDocument:
    return CustomDocument.objects.create(title="Rapport", file=ContentFile(content, name))


def reading_of(document: CustomDocument) -> PdfReading:
    read_waiting()
    return PdfReading.objects.get(document=document)


def locked_pdf() -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("hemmelig", algorithm="RC4-128")
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def bomb() -> bytes:
    """A PDF of some kilobytes whose one page unpacks to two gigabytes."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(200, 200)
    packer = zlib.compressobj(9)
    zeros = b"\0" * 20_000_000
    packed = b"".join(packer.compress(zeros) for _ in range(100)) + packer.flush()
    stream = pypdf.generic.StreamObject()
    stream._data = packed
    stream[pypdf.generic.NameObject("/Filter")] = pypdf.generic.NameObject("/FlateDecode")
    page[pypdf.generic.NameObject("/Contents")] = writer._add_object(stream)
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_a_pdf_gives_its_pages_its_text_and_its_first_page():
    document = uploaded(pdf_with("Sygefravær begynder med trivsel", pages=3))
    reading = reading_of(document)
    assert reading.fault == ""
    assert reading.pages == 6
    assert reading.is_tagged
    assert "Sygefravær begynder med trivsel" in reading.text
    document.refresh_from_db()
    assert document.page_count == 6
    with reading.first_page.open("rb") as file, PillowImage.open(file) as picture:
        assert picture.width == 1200


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "tom"),
        (b"<html><script>alert(1)</script>", "noget andet"),
        (b"PK\x03\x04" + b"0" * 2000, "noget andet"),
        (b"%PDF-1.7\nhalv", "beskadiget"),
        (pdf_with("halv")[:900], "beskadiget"),
        (locked_pdf(), "adgangskode"),
    ],
    ids=["empty", "html", "zip", "stub", "cut", "locked"],
)
def test_a_file_that_cannot_be_read_gets_a_sentence(content, words):
    reading = reading_of(uploaded(content))
    assert words in reading.get_fault_display()
    assert reading.wanted_at is None
    assert reading.text == ""
    assert not reading.first_page


def test_a_bomb_ends_in_a_sentence_and_takes_no_memory_of_ours():
    document = uploaded(bomb())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reading = reading_of(document)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert reading.fault in ("", "heavy")
    assert reading.text == ""
    assert grown < 50_000  # kilobytes


def test_a_file_that_is_gone_gets_a_sentence():
    document = uploaded(pdf_with("ord"))
    document.file.storage.delete(document.file.name)
    assert "væk" in reading_of(document).get_fault_display()


def test_other_documents_are_left_alone_and_a_new_file_is_read_anew():
    uploaded(b"hej", "hej.txt")
    document = uploaded(pdf_with("første"))
    reading_of(document)
    document.refresh_from_db()
    document.title = "Et andet navn"
    document.save()
    assert read_waiting() == 0
    document.file = ContentFile(pdf_with("anden"), "ny.pdf")
    document.save()
    assert "anden" in reading_of(document).text
    assert PdfReading.objects.count() == 1


def test_reading_twice_is_reading_once():
    reading = reading_of(uploaded(pdf_with("ord")))
    read_document(reading_id=reading.pk)
    read_document(reading_id=reading.pk)
    reading.refresh_from_db()
    assert reading.tries == 1


# --- What a publication gets of it --------------------------------------------------------------
def test_the_first_page_becomes_the_cover_where_none_is_given(world):
    document = uploaded(pdf_with("Forsiden"))
    publication = world.publication("Uden forside", picture=None)
    form = publication.editions.first().formats.first()
    form.document = document
    form.save()
    reading_of(document)
    publication.refresh_from_db()
    assert publication.picture.description == "Forsiden af Uden forside"
    assert publication.get_latest_revision_as_object().picture == publication.picture
    assert publication.revisions.count() == 1


def test_a_cover_of_the_editors_own_stays(world):
    publication = world.publication()
    before = publication.picture
    document = uploaded(pdf_with("Forsiden"))
    form = publication.editions.first().formats.first()
    form.document = document
    form.save()
    reading_of(document)
    publication.refresh_from_db()
    assert publication.picture == before


def test_publishing_gives_the_cover_when_the_file_was_read_before(world):
    document = world.pdf
    read_waiting()
    publication = world.publication("Læst før", picture=None)
    publication.refresh_from_db()
    assert PdfReading.objects.get(document=document).first_page
    assert publication.picture


def test_a_publication_is_found_by_the_words_of_its_pdf(world):
    publication = world.publication()
    document = uploaded(pdf_with("Xylofonstemmer høres kun i denne bog"))
    form = publication.editions.first().formats.first()
    form.document = document
    form.save()
    reading_of(document)
    found = get_search_backend().search("xylofonstemmer", PublicationPage.objects.live())
    assert [page.pk for page in found] == [publication.pk]
