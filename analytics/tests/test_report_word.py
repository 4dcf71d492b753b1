"""A report as a Word file: Word's own styles, tables and properties, and what LibreOffice keeps."""

import shutil
import subprocess
import zipfile
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from openxml_audit import FileFormat, OpenXmlValidator

from analytics.reports import receipt, word
from analytics.reports.document import Grid, Report, Section, Words
from analytics.reports.word import column_widths
from lederweb.devtools.samples_report import UNLIKE, report

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return word.write(report())


@pytest.fixture(scope="module")
def document(made):
    return docx.Document(BytesIO(made))


def headings(document) -> list[tuple[str, str]]:
    return [
        (paragraph.style.name, paragraph.text)
        for paragraph in document.paragraphs
        if paragraph.style.name.startswith("Heading")
    ]


HEADINGS = [
    ("Heading 1", "Hovedresultater"),
    ("Heading 1", "Årets udgivelser"),
    ("Heading 2", "Ledelse af kompetenceudvikling"),
    ("Heading 2", "Fyringer og dårlig ledelse"),
    ("Heading 2", "Kataloget"),
    ("Heading 1", "Lederweb.dk"),
    ("Heading 2", "Besøgende om måneden"),
    ("Heading 2", "Sociale medier"),
    ("Heading 1", "E-kurser"),
    ("Heading 2", "Tilmeldte til e-kurserne"),
    ("Heading 1", "Kvittering"),
]


def test_headings_are_words_own_so_that_its_contents_and_navigation_find_them(document):
    assert headings(document) == HEADINGS
    assert document.paragraphs[0].style.name == "Title"


def test_it_is_danish_and_says_what_it_is(document):
    defaults = document.styles.element.find(qn("w:docDefaults"))
    assert [lang.get(qn("w:val")) for lang in defaults.iter(qn("w:lang"))] == ["da-DK"]
    core = document.core_properties
    assert (core.title, core.language) == ("Status december 2017", "da-DK")
    assert (core.author, f"{core.created:%Y-%m-%d}") == ("Væksthus for Ledelse", "2017-12-01")
    assert receipt.checksum(report()) in core.comments


def test_every_table_has_a_row_of_headings_and_says_what_it_shows(document):
    assert len(document.tables) == 4
    for table in document.tables:
        first = table.rows[0]._tr.trPr
        assert first.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
    followers = document.tables[1]
    assert [cell.text for cell in followers.rows[1].cells] == ["Facebook", "4.117", "4.544"]


def test_charts_and_covers_are_pictures_with_alternative_texts(world):
    document = docx.Document(BytesIO(word.write(report(world.picture.pk))))
    texts = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(texts) == 3
    assert texts[0] == "Forsiden af Ledelse af kompetenceudvikling"
    assert texts[1].startswith("Søjler for hver måned")
    assert UNLIKE in texts[1]


def test_lists_links_and_page_numbers(made, document):
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles.count("List Bullet") == 3
    assert styles.count("List Number") == 2
    targets = {relation.target_ref for relation in document.part.rels.values()}
    assert any(target.endswith("/katalog/") for target in targets)
    footer = document.sections[0].footer._element.xml
    assert "PAGE" in footer
    assert "NUMPAGES" in footer


def test_the_contents_lead_to_headings_that_are_there(document):
    links = [
        link.get(qn("w:anchor"))
        for link in document.element.body.iter(qn("w:hyperlink"))
        if link.get(qn("w:anchor"))
    ]
    names = [mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))]
    assert len(links) == 5
    assert links == names


def test_two_numbered_lists_each_count_from_one():
    twice = Words("<ol><li>a</li><li>b</li></ol><p>og</p><ol><li>c<ul><li>d</li></ul></li></ol>")
    one = Report("R", "", "", "2017-12-01", "/x/", "", [Section("s", "S", [twice])], [])
    document = docx.Document(BytesIO(word.write(one)))
    numbers = {
        paragraph.text: paragraph._p.pPr.numPr.numId.val
        for paragraph in document.paragraphs
        if paragraph.style.name == "List Number"
    }
    assert numbers["a"] == numbers["b"] != numbers["c"]
    assert "List Bullet 2" in [paragraph.style.name for paragraph in document.paragraphs]


def test_what_xml_cannot_hold_is_left_out():
    odd = Report(
        "Lodret\x0btabulator", "", "", "2017-12-01", "/x/", "",
        [Section("s", "S", [Words("<p>a\x00b &lt;w:p&gt;</p>"), Grid("G\x01", ["\x02"], [["\x1f"]])])], [],
    )  # fmt: skip
    document = docx.Document(BytesIO(word.write(odd)))
    assert document.paragraphs[0].text == "Lodrettabulator"
    assert "<w:p>" in next(p.text for p in document.paragraphs if "w:p" in p.text)


def test_columns_share_the_page_and_break_no_word():
    narrow = Grid("n", ["Måned", "Besøgende"], [["jan", "99.310"]], [1])
    assert sum(column_widths(narrow, room=16)) < 16
    wide = Grid("w", ["Tal", "Værdi", "Definition"], [["x " * 40, "27.699", "y " * 90]], [1])
    widths = column_widths(wide, room=16)
    assert sum(widths) == pytest.approx(16)
    assert widths[1] == min(widths)


def test_libreoffice_keeps_headings_tables_and_charts(made, tmp_path):
    """Where LibreOffice is installed, it opens and saves the file before we look into it."""
    opened = tmp_path / "status.docx"
    opened.write_bytes(made)
    if office := shutil.which("soffice"):
        command = [office, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
        saved = tmp_path / "saved"
        subprocess.run(
            [*command, "--convert-to", "docx", "--outdir", str(saved), str(opened)],
            check=True,
            capture_output=True,
            timeout=60,
        )
        opened = saved / "status.docx"
    document = docx.Document(str(opened))
    assert headings(document) == HEADINGS
    assert len(document.tables) == 4
    pictures = [name for name in zipfile.ZipFile(opened).namelist() if name.endswith(".png")]
    assert len(pictures) == 2
    assert len(document.inline_shapes) == 2


@pytest.mark.parametrize("write", [word.write, word.write_card], ids=["report", "card"])
def test_the_standards_schema_and_word_have_nothing_to_repair(write, world, tmp_path):
    path = tmp_path / "status.docx"
    path.write_bytes(write(report(world.picture.pk)))
    result = OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(path)
    assert [str(error) for error in result.errors] == []
