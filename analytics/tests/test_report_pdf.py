"""A report as a PDF: tagged, in order, with every chart described and every figure on its receipt."""

from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pypdf
import pytest

from analytics.reports import pdf, receipt
from analytics.reports.document import Grid, Report, Section, Words
from lederweb.devtools.samples_report import UNLIKE, report

pytestmark = pytest.mark.django_db


def structure(content: bytes) -> list[tuple[str, dict]]:
    """Every element of the structure tree in reading order, with its attributes."""
    found = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append((node["/S"].removeprefix("/"), node))
            if "/K" in node:
                walk(node["/K"])

    walk(pypdf.PdfReader(BytesIO(content)).trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def words(content: bytes) -> str:
    pages = pypdf.PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return pdf.write(report())


def test_it_is_tagged_and_says_its_language_title_and_day(made):
    reader = pypdf.PdfReader(BytesIO(made))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "da"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Status december 2017"
    assert reader.metadata.creation_date.date().isoformat() == "2017-12-01"
    assert "pdfuaid" in reader.xmp_metadata.stream.get_data().decode()


def test_the_bookmarks_are_the_sections_and_the_receipt(made):
    outline = pypdf.PdfReader(BytesIO(made)).outline
    names = [entry["/Title"] for entry in outline if isinstance(entry, dict)]
    assert names == [
        "Hovedresultater",
        "Årets udgivelser",
        "Lederweb.dk",
        "E-kurser",
        "Kvittering",
    ]


def test_the_tree_has_headings_in_steps_lists_tables_with_headers_and_links(made):
    kinds = [kind for kind, _node in structure(made)]
    for kind in ("H1", "H2", "L", "LI", "Table", "TH", "TD", "Caption", "Link", "TOC"):
        assert kind in kinds, kind
    levels = [int(kind[1]) for kind in kinds if kind in ("H1", "H2", "H3")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert kinds.count("TH") == 2 + 3 + 2 + 7  # two charts, one table, the receipt


def test_every_chart_and_cover_has_an_alternative_text(world):
    content = pdf.write(report(world.picture.pk))
    alternatives = [str(node["/Alt"]) for kind, node in structure(content) if kind == "Figure"]
    assert alternatives == [
        "Forsiden af Ledelse af kompetenceudvikling",
        "Besøgende om måneden. Søjler for hver måned fra januar til oktober 2017. Flest i oktober "
        f"med 115.477, færrest i juli med 71.022. {UNLIKE}",
        "Tilmeldte til e-kurserne. En liggende søjle for hvert af de tre kurser. Den effektive "
        "leder har flest.",
    ]


def test_it_is_read_in_the_order_of_the_report(made):
    text = words(made)
    places = [
        text.rindex(passage)
        for passage in (
            "Her er, hvad der kom ud af 2017.",
            "Kort fortalt:",
            "Ledelse af kompetenceudvikling",
            "Året er gjort op til og med oktober.",
            UNLIKE,
            "Følgere på de sociale medier",
            "Tag en lektion.",
            "27.699",
            receipt.checksum(report()),
        )
    ]
    assert places == sorted(places)


def test_a_picture_that_is_gone_leaves_its_words():
    assert "Ledelse af kompetenceudvikling" in words(pdf.write(report(picture=987_654)))


def test_words_are_data_and_never_markup():
    html = '<p>#import "x" *a* &lt;b&gt; $x$</p><p><a href="javascript:alert(1)">et ord</a></p>'
    grid = Grid("#panic()", ["#a", "@b"], [["*c*", "_d_"]])
    hostile = Report(
        "#panic() $x$", "@nobody", "2017", "2017-12-01", "/x/", "// x",
        [Section("x", "= /* ", [Words(html), grid])], [],
    )  # fmt: skip
    content = pdf.write(hostile)
    assert '#import "x" *a* <b> $x$' in words(content)
    assert "javascript" not in content.decode("latin-1")


def test_a_card_stands_on_one_page_with_its_receipt():
    whole = report()
    content = pdf.write_card(replace(whole, sections=whole.sections[:3]))
    assert len(pypdf.PdfReader(BytesIO(content)).pages) == 1
    assert receipt.checksum(report()) in words(content)
    assert pypdf.PdfReader(BytesIO(content)).trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_same_report_gives_the_same_bytes(made):
    assert pdf.write(report()) == made
