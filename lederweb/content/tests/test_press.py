"""A publication's download is a real booklet."""

import re
import zlib

import pytest

from lederweb.content.reading.library import Library
from lederweb.content.typesetting import press
from lederweb.testing.tagged_pdf import faults_against_ua


@pytest.fixture(scope="module")
def text():
    library = Library()
    return next(t for t in library["publications"] if t.slug == "ledernetvaerk-i-strategisk-lys")


@pytest.fixture(scope="module")
def booklet(text):
    return press.booklet(text)


def objects_of(pdf: bytes) -> bytes:
    """The PDF with its compressed streams unpacked."""
    parts = [pdf]
    for match in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompress(match.group(1)))
        except zlib.error:
            continue
    return b"\n".join(parts)


def test_it_is_tagged_titled_and_danish(booklet, text):
    content = objects_of(booklet.pdf)
    assert booklet.pdf.startswith(b"%PDF-")
    assert b"/MarkInfo" in content
    assert re.search(rb"/Lang ?\(da", content)
    assert faults_against_ua(booklet.pdf) == []
    assert text.title.encode() in content  # in the metadata


def test_it_has_front_colophon_contents_and_a_page_for_each_chapter(booklet, text):
    assert booklet.pages >= 3 + len(text.data["chapters"])
    assert len(re.findall(rb"/Type ?/Page\b(?!s)", objects_of(booklet.pdf))) == booklet.pages


def test_it_is_the_same_file_every_time(booklet, text):
    assert press.booklet(text).pdf == booklet.pdf
