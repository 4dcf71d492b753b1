"""Markdown becomes the blocks an editor would have chosen."""

from pathlib import Path

import pytest

from lederweb.content.reading.markdown import read_body, with_pages
from lederweb.content.reading.source import TextError

PATH = Path("articles/proeve.md")


def blocks(text: str):
    return read_body(text, path=PATH).blocks


def test_running_text_is_one_block_until_a_heading():
    assert blocks("Første.\n\nAndet **fed** og *skrå*.\n\n## Næste\n\nTredje.") == [
        ("text", "<p>Første.</p><p>Andet <b>fed</b> og <i>skrå</i>.</p>"),
        ("heading", {"text": "Næste", "level": "2"}),
        ("text", "<p>Tredje.</p>"),
    ]


def test_lists_have_no_paragraphs_within():
    assert blocks("1. Én\n2. To\n\n- a\n- b") == [
        ("text", "<ol><li>Én</li><li>To</li></ol><ul><li>a</li><li>b</li></ul>")
    ]


def test_signs_with_a_meaning_in_html_are_words():
    assert blocks("Mål < 3 & to") == [("text", "<p>Mål &lt; 3 &amp; to</p>")]


def test_the_four_boxes():
    text = (
        ":::quote Leder af et plejehjem\nVi ringer\nførst.\n:::\n"
        ":::fact Tal | KL\nNi ud af *ti*.\n\n- en\n:::\n"
        ":::questions Til ledergruppen\n- Hvem?\n- Hvornår?\n:::\n"
        ":::picture En spire\nSådan.\n:::\n"
    )
    assert blocks(text) == [
        ("quote", {"text": "Vi ringer først.", "role": "Leder af et plejehjem"}),
        (
            "fact_box",
            {
                "title": "Tal",
                "text": "<p>Ni ud af <i>ti</i>.</p><ul><li>en</li></ul>",
                "source": "KL",
            },
        ),
        ("questions", {"title": "Til ledergruppen", "questions": ["Hvem?", "Hvornår?"]}),
        ("picture", {"image": None, "alternative": "En spire", "caption": "Sådan."}),
    ]


def test_numbers_videos_and_tables():
    text = (
        ":::number 4 ud af 10 | KL 2017\nsiger\nja.\n:::\n"
        ":::embed https://youtu.be/lederweb-11 | Filmen\nFem minutter.\n:::\n"
        ":::table Bunker | Os\nBunke | Kort#\nSlip | 12\n:::\n"
    )
    columns = [{"type": "text", "heading": "Bunke"}, {"type": "number", "heading": "Kort"}]
    rows = [{"values": ["Slip", "12"]}]
    assert blocks(text) == [
        ("key_figure", {"number": "4 ud af 10", "text": "siger ja.", "source": "KL 2017"}),
        (
            "embed",
            {
                "address": "https://youtu.be/lederweb-11",
                "title": "Filmen",
                "text": "Fem minutter.",
            },
        ),
        (
            "table",
            {
                "table": {"caption": "Bunker", "columns": columns, "rows": rows},
                "rows_are_headed": True,
                "source": "Os",
            },
        ),
    ]


def test_a_row_of_a_table_that_lacks_a_cell_is_named():
    with pytest.raises(TextError, match="as many cells"):
        blocks(":::table Bunker | Os\nBunke | Kort#\nSlip\n:::\n")


def test_links_within_the_site_become_links_to_pages():
    body = read_body("Se [den](/artikler/a/) og [KL](https://www.kl.dk/).", path=PATH)
    assert [(link.address, link.line) for link in body.links] == [("/artikler/a/", 1)]
    [(_, html)] = with_pages(body.blocks, {"/artikler/a/": 7}, lambda described: None)
    assert html == (
        '<p>Se <a linktype="page" id="7">den</a> og <a href="https://www.kl.dk/">KL</a>.</p>'
    )


def test_links_in_a_fact_box_become_links_to_pages_too():
    body = read_body(":::fact Tal\n[her](/katalog/)\n:::", path=PATH)
    [(_, box)] = with_pages(body.blocks, {"/katalog/": 3}, lambda described: None)
    assert box["text"] == '<p><a linktype="page" id="3">her</a></p>'


def test_a_picture_is_found_by_what_it_shows():
    body = read_body(":::picture En spire\n:::", path=PATH)
    [(_, picture)] = with_pages(body.blocks, {}, lambda described: f"billede af {described}")
    assert picture == {"image": "billede af En spire", "caption": "", "credit": ""}


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("Ét\n\n:::quote\nTo\n:::", 12, ":::quote must be followed by the role."),
        (":::quote Leder\nTo", 10, ":::quote is not closed with a line :::."),
        ("Ét\n:::", 11, "this ::: closes nothing."),
        (":::fact A\n:::quote B\n:::", 11, "a box within a box is not possible"),
        (":::video A\nb\n:::", 10, ":::video is not known; there is quote, fact"),
        (":::questions A\n- Ét?\nTo?\n:::", 12, "every question begins with a dash"),
        (":::fact A\n\n:::", 10, ":::fact is empty."),
        (":::fact A\n## Nej\n:::", 11, "a heading cannot stand within a box."),
        ("Ét\n\n# Titel", 12, "a heading is written with ## or ###."),
        ("## Se *her*", 10, "here stands plain text only"),
        ("Ét\n\n> citat", 12, "blockquote open has no block on the site."),
        ("Se [den](artikler/a/)", 10, "the link to artikler/a/ must begin with /"),
        ("![alt](/a.png)", 10, "image is not for texts here."),
        ("Ét <b>to</b>", 10, "html inline is not for texts here."),
        ("`kode`", 10, "code inline is not for texts here."),
    ],
)
def test_what_the_site_has_no_block_for_is_named_with_its_line(text, line, sentence):
    with pytest.raises(TextError) as raised:
        read_body(text, path=PATH, first_line=10)
    assert str(raised.value).startswith(f"articles/proeve.md, line {line}: {sentence}")
