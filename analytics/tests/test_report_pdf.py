"""A report as a PDF: tagged, in order, with every chart described and every figure on its receipt."""

from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pypdf
import pytest

from analytics import charts, drawings
from analytics.reports import pdf, receipt
from analytics.reports.document import Drawing, Grid, Item, Items, Report, Section, Words
from lederweb.devtools.samples_report import UNLIKE, report
from lederweb.testing.tagged_pdf import faults_against_ua, structure

pytestmark = pytest.mark.django_db


def words(content: bytes) -> str:
    pages = pypdf.PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return pdf.write(report())


@pytest.mark.parametrize("write", [pdf.write, pdf.write_card], ids=["report", "card"])
def test_a_validator_of_pdf_ua_has_nothing_to_say(write, world):
    assert faults_against_ua(write(report(world.picture.pk))) == []


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


@pytest.mark.parametrize(
    "blocks",
    [
        [Words("<h4>Uden noget over</h4><p>ord</p><h4>og én til</h4>")],
        [Words("<h3> </h3>"), Items([Item("Noget")])],
        [Items([Item("")])],
        [Grid("Tom", ["a", "b"], [])],
        [Items([])],
        [],
    ],
    ids=["h4 first", "empty h3", "no title", "no rows", "no items", "nothing"],
)
def test_whatever_an_editor_leaves_behind_can_be_set(blocks):
    odd = Report("R", "", "", "2017-12-01", "/", "", [Section("s", "S", blocks)], [])
    for write in (pdf.write, pdf.write_card):
        assert faults_against_ua(write(odd)) == []


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


def test_a_chart_of_a_few_columns_takes_no_more_of_the_page_than_it_needs():
    two = charts.columns([charts.Bar("2016", 80_952), charts.Bar("2017", 95_958)])
    many = charts.columns([charts.Bar(str(year), 1) for year in range(2010, 2020)])
    lying = charts.rows([charts.Bar("Den effektive leder", 5_829, "5.829")])
    assert drawings.share_of_page(two) < 0.6
    assert drawings.share_of_page(many) == drawings.share_of_page(lying) == 1


def test_titles_below_the_heading_of_a_part_stand_a_step_deeper():
    part, items = Words("<h3>Væksthus 3</h3>"), Items([Item("Faglig ledelse")])
    one = Report("R", "", "", "2017-12-01", "/", "", [Section("s", "S", [part, items])], [])
    kinds = [kind for kind, _node in structure(pdf.write(one)) if kind in ("H1", "H2", "H3")]
    assert kinds[-3:] == ["H2", "H3", "H1"]  # the last is the receipt


def test_no_chart_or_receipt_leaves_half_a_page_empty_for_its_table():
    chart = next(block for block in report().sections[2].blocks if isinstance(block, Drawing))
    text = Words("<p>" + "Ledelse gør en forskel. " * 75 + "</p>")
    line = replace(report().receipt[0], definition="Talt af Lederweb. " * 14)
    long = Report(
        "R", "", "", "2017-12-01", "/", "", [Section("s", "S", [text, chart])],
        [replace(line, name=f"Tal {number}") for number in range(13)],
    )  # fmt: skip
    _front, first, *_more, receipt_begins, _rest = pypdf.PdfReader(BytesIO(pdf.write(long))).pages
    # The chart stands below the text, and its table comes on the next page.
    assert chart.heading in first.extract_text()
    assert "januar" not in first.extract_text()
    assert "Tal 0" in receipt_begins.extract_text()
