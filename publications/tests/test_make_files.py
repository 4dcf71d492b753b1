"""PDF and EPUB of a web edition, and the catalogue: made once, in the background, and kept."""

import datetime as dt
from io import BytesIO

import pypdfium2
import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from lederweb.core.models import CustomDocument, CustomImage
from lederweb.core.page_cache import forget_all
from publications.models import MadeFile
from publications.press import typeset
from publications.services.make_files import LONGEST_WAIT, make_files
from publications.services.read_pdf import read_waiting
from publications.services.want_files import want_web_edition

HOUR = dt.timedelta(hours=1)


def later() -> dt.datetime:
    return timezone.now() + HOUR


def made(what: str) -> MadeFile | None:
    return MadeFile.objects.filter(what=what).select_related("document").first()


@pytest.fixture
def publication(world):
    return world.web_edition()


def test_publishing_a_chapter_calls_for_its_files_and_they_are_offered(client: Client, publication):
    assert {file.what for file in MadeFile.objects.all()} == {"pdf", "epub", "catalogue"}
    make_files(now=later())
    page = client.get(publication.url).content.decode()
    assert "Hent webudgaven som PDF" in page
    assert "Hent webudgaven som EPUB" in page
    for what in ("pdf", "epub"):
        address = made(what).document.url
        assert address in page
        assert client.get(address).status_code == 200


def test_many_publishings_make_one_file_once_they_have_calmed_down(publication):
    now = timezone.now()
    assert make_files(now=now + dt.timedelta(seconds=5)) == 0
    for _again in range(5):
        want_web_edition(publication_id=publication.pk)
    assert make_files(now=now + dt.timedelta(seconds=60)) == 2  # the catalogue waits longer
    assert make_files(now=later()) == 1
    assert make_files(now=later()) == 0


def test_somebody_who_never_stops_publishing_still_gets_a_file(publication):
    MadeFile.objects.update(wanted_since=timezone.now() - LONGEST_WAIT, wanted_at=timezone.now())
    assert make_files() == 3


def test_the_same_content_is_not_made_twice(publication):
    make_files(now=later())
    before = made("pdf")
    want_web_edition(publication_id=publication.pk)
    make_files(now=later())
    assert made("pdf").document.file.name == before.document.file.name
    assert made("pdf").made_at == before.made_at


def test_new_content_comes_under_the_same_address(publication):
    make_files(now=later())
    before = made("pdf")
    chapter = publication.get_children().last().specific
    chapter.title = "Rør rundt"
    chapter.save_revision().publish()
    make_files(now=later())
    after = made("pdf")
    assert after.document.url == before.document.url
    assert after.content_key != before.content_key
    assert "Rør rundt" in text_of(after)


def text_of(file: MadeFile) -> str:
    with file.document.file.open("rb") as pdf:
        document = pypdfium2.PdfDocument(pdf.read())
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_a_file_made_anew_is_judged_anew(publication):
    make_files(now=later())
    CustomDocument.objects.filter(pk=made("pdf").document_id).update(
        accessibility="not-accessible",
        accessibility_lacks=["tags"],
        accessibility_checked_on="2026-03-01",
    )
    chapter = publication.get_children().last().specific
    chapter.title = "Rør rundt"
    chapter.save_revision().publish()
    make_files(now=later())
    assert made("pdf").document.accessibility == "unchecked"
    read_waiting()
    document = made("pdf").document
    assert (document.accessibility, document.accessibility_lacks) == ("accessible", [])


def test_a_claimed_file_is_left_to_whoever_has_it(publication):
    MadeFile.objects.update(started_at=timezone.now())
    make_files(now=later())
    assert made("pdf").document is None
    MadeFile.objects.update(started_at=timezone.now() - HOUR)  # that worker was killed
    make_files(now=later())
    assert made("pdf").document


def test_a_picture_without_alternative_text_is_named_and_the_old_file_stays(publication, world):
    make_files(now=later())
    before = made("pdf").document.file.name
    CustomImage.objects.filter(pk=world.picture.pk).update(description="")
    want_web_edition(publication_id=publication.pk)
    make_files(now=later())
    file = made("pdf")
    assert "Drivhus" in file.reason
    assert "alternativ tekst" in file.reason
    assert file.document.file.name == before
    assert not file.is_being_made


def test_a_fault_of_ours_is_tried_again_and_then_told(publication, monkeypatch):
    monkeypatch.setattr(typeset, "TEMPLATES", typeset.TEMPLATES / "gone")
    for tries in (1, 2, 3):
        make_files(now=timezone.now() + tries * HOUR)
        assert made("pdf").tries == tries
    assert not made("pdf").is_being_made
    assert made("pdf").reason


def test_without_public_chapters_there_are_no_files(publication):
    make_files(now=later())
    for chapter in publication.get_children().specific():
        chapter.unpublish()
    make_files(now=later())
    assert made("pdf") is None
    assert list(CustomDocument.objects.filter(collection__name="Lavet af Lederweb")) == [
        made("catalogue").document
    ]


def test_a_private_publication_gives_its_files_to_nobody(client: Client, publication):
    make_files(now=later())
    address = made("pdf").document.url
    PageViewRestriction.objects.create(page=publication, restriction_type="login")
    assert client.get(address).status_code == 404


def test_deleting_the_publication_deletes_its_files(publication):
    make_files(now=later())
    number = made("pdf").document_id
    publication.delete()
    assert made("pdf") is None
    assert not CustomDocument.objects.filter(pk=number).exists()


# --- The catalogue ------------------------------------------------------------------------------
def test_the_catalogue_has_one_address_and_what_was_released(client: Client, world, publication):
    world.tool("Ålegræs og æbler")
    catalogue = world.catalogue()
    assert client.get("/katalog/katalog.pdf").status_code == 404
    make_files(now=later())
    response = client.get("/katalog/katalog.pdf")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    pdf = pypdfium2.PdfDocument(BytesIO(b"".join(response.streaming_content)))
    assert pdf.is_tagged()
    text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    for words in ("Ledernetværk i strategisk lys", "Ålegræs og æbler", "Indhold", "Titler"):
        assert words in text
    page = client.get(catalogue.url).content.decode()
    assert "Hent kataloget" in page
    assert "/katalog/katalog.pdf" in page


def test_the_catalogue_leaves_out_what_is_private(world, publication):
    PageViewRestriction.objects.create(page=publication, restriction_type="login")
    world.tool("Et værktøj")
    make_files(now=later())
    assert "Ledernetværk" not in text_of(made("catalogue"))


def test_a_catalogue_that_tells_of_a_private_page_is_handed_out_no_more(
    client: Client, world, publication
):
    world.tool("Et værktøj")
    catalogue = world.catalogue()
    make_files(now=later())
    address = made("catalogue").document.url
    assert client.get("/katalog/katalog.pdf").status_code == 200
    PageViewRestriction.objects.create(page=publication, restriction_type="login")
    forget_all()
    assert client.get("/katalog/katalog.pdf").status_code == 404
    assert client.get(address).status_code == 404
    assert "Hent kataloget" not in client.get(catalogue.url).content.decode()
    make_files()  # without waiting for quiet
    assert client.get(address).status_code == 200
    assert "Ledernetværk" not in text_of(made("catalogue"))


def test_the_files_of_a_web_edition_wait_when_one_chapter_becomes_private(
    client: Client, publication
):
    make_files(now=later())
    chapter = publication.get_children().last()
    assert chapter.title in text_of(made("pdf"))
    address = made("pdf").document.url
    PageViewRestriction.objects.create(page=chapter, restriction_type="login")
    forget_all()
    assert client.get(address).status_code == 404
    assert address not in client.get(publication.url).content.decode()
    make_files()
    assert client.get(address).status_code == 200
    assert chapter.title not in text_of(made("pdf"))


def test_a_page_that_is_in_no_file_withholds_none(client: Client, world, publication):
    make_files(now=later())
    PageViewRestriction.objects.create(page=world.project(), restriction_type="login")
    assert client.get("/katalog/katalog.pdf").status_code == 200
    assert client.get(made("pdf").document.url).status_code == 200
