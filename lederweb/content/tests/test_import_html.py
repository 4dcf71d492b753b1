"""From an old page's HTML to blocks."""

from __future__ import annotations

from typing import Any

import pytest

from lederweb.content.importing.html import Converter, Link, is_web
from lederweb.content.importing.rows import BadRow
from lederweb.core.blocks import BodyBlock


def blocks(html: str) -> list[tuple[str, Any]]:
    def link(href: str) -> Link | None:
        if href == "/side/":
            return Link(page=7)
        return Link(address=href) if is_web(href) else None

    converter = Converter("article/1", link, lambda path, words: 5)
    made = converter.convert(html)
    # Every block can be read by the editor, and each has an id of its own.
    BodyBlock().to_python(made)
    assert len({block["id"] for block in made}) == len(made)
    return [(block["type"], block["value"]) for block in made]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Et <strong>stort</strong> og <em>lille</em></p>", "<p>Et <b>stort</b> og <i>lille</i></p>"),
        ("løse ord", "<p>løse ord</p>"),
        ("<div><div>inde</div>ude</div>", "<p>inde</p><p>ude</p>"),
        ("<p>a<br>b<br></p>", "<p>a<br/>b</p>"),
        ("<ul><li>a<ol><li>b</li></ol></li></ul>", "<ul><li>a<ol><li>b</li></ol></li></ul>"),
        ("<ul><li><p>a</p></li><li></li></ul>", "<ul><li>a</li></ul>"),
        ('<p><a href="/side/">x</a></p>', '<p><a linktype="page" id="7">x</a></p>'),
        ('<p><a href="https://kl.dk/?a=1&amp;b=2">x</a></p>',
         '<p><a href="https://kl.dk/?a=1&amp;b=2">x</a></p>'),
        ('<p><a href="javascript:alert(1)">x</a></p>', "<p>x</p>"),
        ('<p><a href="file:///F:/drev/a.doc">x</a></p>', "<p>x</p>"),
        ('<p><a href="#top">x</a></p>', "<p>x</p>"),
        ('<p onclick="x" style="color:red">a<font size=7>b</font></p>', "<p>ab</p>"),
        ("<p>1 &lt; 2 &amp; &quot;3&quot;</p>", "<p>1 &lt; 2 &amp; &quot;3&quot;</p>"),
        ("<p>a</p><script>alert(1)</script><style>p{}</style><!-- b --><p>c</p>",
         "<p>a</p><p>c</p>"),
        ("<p>aldrig lukket <b>fed", "<p>aldrig lukket <b>fed</b></p>"),
        ('<iframe src="//www.youtube.com/embed/x"></iframe>',
         '<p><a href="https://www.youtube.com/embed/x">https://www.youtube.com/embed/x</a></p>'),
        ("<blockquote>Uden rolle</blockquote>", "<p>»Uden rolle«</p>"),
        ("<h2>" + "x" * 121 + "</h2>", "<p><b>" + "x" * 121 + "</b></p>"),
    ],
)  # fmt: skip
def test_running_text_keeps_its_words_and_only_the_markup_that_is_ours(
    html: str, expected: str
) -> None:
    assert blocks(html) == [("text", expected)]


def test_headings_pictures_and_text_become_blocks_in_their_order() -> None:
    found = blocks(
        '<h1>Et</h1><p>før <img src="a.jpg" alt="x"> efter</p><h5>To</h5>'
        '<figure><img src="a.jpg"><figcaption>Under</figcaption></figure>'
    )
    assert found == [
        ("heading", {"text": "Et", "level": "2"}),
        ("text", "<p>før  efter</p>"),
        ("picture", {"image": 5, "caption": "", "credit": ""}),
        ("heading", {"text": "To", "level": "3"}),
        ("picture", {"image": 5, "caption": "Under", "credit": ""}),
    ]


def test_a_quote_has_its_role() -> None:
    expected = ("quote", {"text": "Vi lærte det.", "role": "HR-chef"})
    assert blocks("<blockquote><p>»Vi lærte det.«</p><cite>– HR-chef</cite></blockquote>") == [
        expected
    ]


@pytest.mark.parametrize("title", ["<h3>Spørgsmål til ledelsen</h3>", "<p><b>Spørgsmål til ledergruppen:</b></p>"])  # fmt: skip
def test_questions_to_the_leaders_are_a_box_of_their_own(title: str) -> None:
    [(kind, value)] = blocks(f"{title}\n<ul><li>Hvem?</li><li>Hvornår?</li></ul>")
    assert kind == "questions"
    assert value["title"].startswith("Spørgsmål til led")
    assert [entry["value"] for entry in value["questions"]] == ["Hvem?", "Hvornår?"]


def test_a_plain_table_stays_a_table() -> None:
    [(kind, value)] = blocks(
        "<table><caption>Besøg</caption><tr><th>År</th><th>Antal</th></tr>"
        "<tr><th>2016</th><td>80.952</td></tr><tr><th>2017</th></tr></table>"
    )
    assert kind == "table"
    assert value["table"]["caption"] == "Besøg"
    assert [row["values"] for row in value["table"]["rows"]] == [["2016", "80.952"], ["2017", ""]]
    assert value["rows_are_headed"]


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td>kun én</td></tr></table>",
        "<table><tr><td colspan=2>bred</td></tr><tr><td>a</td><td>b</td></tr></table>",
        "<table><tr><th></th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table>",
        "<table><tr>" + "<td>x</td>" * 9 + "</tr><tr>" + "<td>y</td>" * 9 + "</tr></table>",
    ],
)
def test_a_table_made_for_layout_keeps_its_words(table: str) -> None:
    found = blocks(table)
    assert [kind for kind, _ in found] == ["text"]


def test_elements_too_deep_are_refused_and_much_of_them_is_quick() -> None:
    with pytest.raises(BadRow):
        blocks("<div>" * 5000 + "x")
    assert len(blocks("<p>x</p><hr>" * 5000)) == 1
