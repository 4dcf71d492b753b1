"""What Gmail, Outlook and Apple Mail cannot do, held over the whole mail with every kind of block.

Gmail drops a style sheet of more than 8,192 characters and clips at 102 KB; Outlook on Windows
knows tables and the width attribute, neither flexbox, grid nor positioned elements; Apple Mail
makes dark what does not say that it has a dark scheme of its own.
"""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import override_settings
from wagtail.rich_text import RichText

from newsletter.emails import LEAVE_LINK, PREFERENCES_LINK
from newsletter.issue_mail import TIER_MODES, issue_mail, preview_response
from newsletter.models import IssuePage

pytestmark = pytest.mark.django_db

BASE = "https://lederweb.example"


@pytest.fixture(scope="module")
def issue_made_once(made_once) -> int:
    with made_once() as world, override_settings(BASE_URL=BASE):
        picture = world.picture
        text = "<p>Tre <b>steder</b>: <a href='/om/'>se</a></p><ul><li>Odense</li></ul>"
        figure = {"number": "4 ud af 10", "text": "har et netværk.", "source": "Undersøgelse"}
        blocks = [
            ("heading", "Mød os"),
            ("text", RichText(text)),
            ("picture", {"image": picture, "description": "Et drivhus", "caption": "Ved daggry"}),
            ("button", {"text": "Tilmeld dig", "page": None, "link": "https://example.org/x"}),
            ("quote", {"text": "Vi ringer, før vi mailer.", "role": "Leder af et plejehjem"}),
            ("figure", figure),
        ]
        pages = [
            world.article(f"Artikel {n}", picture=picture, owners=[str(n % 3 + 1)])
            for n in range(8)
        ]
        introduction = "<p>Kære leder</p>" * 3
        issue = world.issue(pages=pages, before=blocks, after=blocks, introduction=introduction)
        return issue.pk


@pytest.fixture
def issue(issue_made_once: int, world, settings) -> IssuePage:
    settings.BASE_URL = BASE
    return IssuePage.objects.get(pk=issue_made_once)


@pytest.fixture
def html(issue):
    return issue_mail(issue).html


@pytest.fixture
def soup(html):
    return BeautifulSoup(html, "html.parser")


def test_it_is_small_enough_for_gmail(html, soup):
    assert len(html.encode()) < 100_000
    assert sum(len(sheet.get_text()) for sheet in soup.find_all("style")) < 8_192


def test_it_says_language_title_and_both_schemes(soup):
    assert soup.html["lang"] == "da"
    assert soup.title.get_text(strip=True) == "Frivillige skal også ledes"
    for name in ("color-scheme", "supported-color-schemes"):
        assert soup.find("meta", {"name": name})["content"] == "light dark"
    assert "Tre greb til i morgen." in soup.get_text()


def test_it_lays_out_by_tables_that_say_so(html, soup):
    tables = soup.find_all("table")
    assert tables
    assert all(table.get("role") == "presentation" for table in tables)
    assert not re.search(r"display:\s*(flex|grid)|position:\s*(absolute|fixed)|float:", html)
    # Outlook gets its widths as attributes, in the comments that only it reads.
    assert html.count("<!--[if") == html.count("<![endif]-->")
    assert 'width="616"' in html
    for outlook in re.findall(r"<!--\[if mso \| IE\]>(.*?)<!\[endif\]-->", html, re.DOTALL):
        for table in re.findall(r"<table[^>]*>", outlook):
            # Those inside a pane have cells of a width; the panes have their own.
            assert 'width="616' in table or 'align="center"' not in table or 'width="568' in table
        # What lies inside a pane is as wide as the pane less its padding, dividers included.
        for width in re.findall(
            r'vertical-align:top;width:(\d+)px|border-top[^"]*width:(\d+)px', outlook
        ):
            assert "".join(width) == "568"


def test_it_has_nothing_that_runs_or_is_filled_in_or_fetched_but_pictures(html, soup):
    for name in ("script", "form", "input", "iframe", "object", "video", "audio", "link", "svg"):
        assert soup.find(name) is None
    assert not re.search(r"@import|@font-face|url\(|\bon\w+=|background=\"", html)
    addresses = {image["src"] for image in soup.find_all("img")}
    assert addresses
    assert all(address.startswith(f"{BASE}/media/images/") for address in addresses)


def test_every_picture_has_words_and_a_width(soup):
    for image in soup.find_all("img"):
        assert image["alt"].strip()
        assert 0 < int(image["width"]) <= 568


def test_every_link_is_whole_and_safe(soup):
    for anchor in soup.find_all("a"):
        address = anchor["href"]
        assert address.startswith(("https://", "mailto:")), address
        assert anchor.get_text(strip=True) or anchor.find("img")["alt"]
    found = {anchor["href"] for anchor in soup.find_all("a")}
    assert {LEAVE_LINK, PREFERENCES_LINK, f"{BASE}/om/", "https://example.org/x"} <= found


def test_the_headings_have_an_order(soup):
    levels = [int(heading.name[1]) for heading in soup.find_all(["h1", "h2", "h3"])]
    assert levels[0] == 1
    assert set(levels[1:]) == {2}


def test_the_text_part_has_every_block_and_numbers_its_links(issue):
    text = issue_mail(issue).text
    for words in (
        "MØD OS",
        "Tre steder: se [1]",
        f"[1] {BASE}/om/",
        "– Odense",
        "[Billede: Ved daggry]",
        "Tilmeld dig:\nhttps://example.org/x",
        "»Vi ringer, før vi mailer.«\nLeder af et plejehjem",
        "4 ud af 10 har et netværk.\nKilde: Undersøgelse",
    ):
        assert words in text
    assert all(len(line) <= 72 or " " not in line.strip() for line in text.splitlines())


def test_the_previews_show_dark_without_pictures_and_what_each_tier_gets(issue):
    assert "prefers-color-scheme" not in preview_response(issue, "dark").content.decode()
    bare = BeautifulSoup(preview_response(issue, "no-pictures").content, "html.parser")
    assert bare.find_all("img")
    assert not any(image.get("src") for image in bare.find_all("img"))
    assert all(image["alt"] for image in bare.find_all("img"))
    first = {
        mode: BeautifulSoup(preview_response(issue, mode).content, "html.parser")
        .find_all("h2")[1]
        .get_text()
        for mode in TIER_MODES
    }
    assert len(set(first.values())) == 3
    assert set(TIER_MODES) <= {name for name, _label in issue.preview_modes}
