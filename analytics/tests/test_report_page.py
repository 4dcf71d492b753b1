"""A report on the screen: the component that its page and the cards are shown with."""

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from analytics.reports import receipt
from analytics.reports.document import Grid, Item, Items, Report, Section
from lederweb.devtools.samples_report import UNLIKE, report

pytestmark = pytest.mark.django_db


class Page(HTMLParser):
    """The elements with their attributes, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def shown(made: Report, **more: object) -> str:
    return render_to_string("analytics/report/report.html", {"report": made, **more})


def test_contents_lead_to_every_section_and_the_receipt():
    page = Page(shown(report()))
    targets = [link["href"][1:] for link in page.of("a") if link["href"].startswith("#")]
    assert targets == [*(section.slug for section in report().sections), "kvittering"]
    ids = [attributes["id"] for _tag, attributes in page.elements if "id" in attributes]
    assert set(targets) <= set(ids)
    assert max(Counter(ids).values()) == 1


def test_headings_go_down_in_steps():
    levels = [
        int(tag[1]) for tag, _attrs in Page(shown(report())).elements if tag in ("h1", "h2", "h3")
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_each_chart_is_drawn_in_the_page_with_its_words_and_its_table():
    html = shown(report())
    page = Page(html)
    charts = [one for one in page.of("svg") if one.get("role") == "img"]
    assert len(charts) == 2
    assert "Flest i oktober med 115.477" in re.search(r"<desc[^>]*>(.*?)</desc>", html)[1]
    assert html.count(UNLIKE) == 2  # beside the chart, and in what is said of it
    assert len(page.of("details")) == 2
    assert not re.search(r"\sstyle=|<style|<script|\son[a-z]+=", html)


def test_tables_have_captions_and_scopes_and_set_numbers_to_the_right():
    page = Page(shown(report()))
    assert len(page.of("table")) == len(page.of("caption")) == 4
    assert all(cell.get("scope") in ("col", "row") for cell in page.of("th"))
    assert '<td class="table__number">4.544</td>' in shown(report())


def test_the_receipt_carries_the_checksum_of_the_files():
    html = shown(report())
    assert receipt.checksum(report()) in html
    assert "27.699" in html


def test_covers_cost_two_queries_and_say_what_they_show(world):
    with_cover = report(world.picture.pk)
    shown(with_cover)  # makes the sizes
    item = with_cover.sections[1].blocks[0].items[0]
    many = Section("x", "X", [Items([item] * 12)])
    with CaptureQueriesContext(
        connection,
    ) as queries:
        html = shown(Report("T", "", "", "2017-12-01", "/", "", [many], []))
    assert len(queries) <= 2
    assert Page(html).of("img")[0]["alt"] == "Forsiden af Ledelse af kompetenceudvikling"


def test_cells_and_titles_are_words_and_never_markup():
    blocks = [
        Grid("<b>", ["<i>"], [["<script>alert(1)</script>"]]),
        Items([Item("<u>", "<s>", picture=987_654)]),
    ]
    html = shown(
        Report("<h1>", "", "", "2017-12-01", "/", "<p>", [Section("x", "<X>", blocks)], [])
    )
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert not Page(html).of("u")


def test_files_are_offered_where_there_are_any():
    html = shown(report(), files=[{"label": "Hent som PDF", "url": "/x.pdf"}])
    assert 'href="/x.pdf"' in html
    assert "report__files" not in shown(report())
