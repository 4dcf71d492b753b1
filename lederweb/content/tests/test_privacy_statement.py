"""What the page Privatliv tells readers is what the software does (GDPR Article 13)."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings

from analytics.definitions import CLOSES_AFTER
from lederweb.content.reading.library import TEXTS
from lederweb.lib import players
from lederweb.mail.services import forget
from lederweb.pages.models import NotFoundDay
from lederweb.search import asked
from newsletter import emails as newsletter_emails
from newsletter.services import erase, goodbye
from publications.courses import links as course_links
from publications.courses import querysets as courses
from publications.services import take_answer

PAGES = TEXTS / "standard" / "om"
HEADERS = ("| what |", "| table |")
IN_THE_NIGHT_AFTER = dt.timedelta(days=1)

# Heading on the page, and how long something told there is kept.
PERIODS = [
    ("Nyhedsbrevet", erase.LEFT_KEPT),
    ("Nyhedsbrevet", erase.SET_ASIDE_KEPT),
    ("Nyhedsbrevet", goodbye.REMARKS_KEPT),
    ("Nyhedsbrevet", newsletter_emails.CONFIRM_WITHIN + IN_THE_NIGHT_AFTER),
    ("E-kurser", courses.KEPT),
    ("E-kurser", course_links.CONFIRM_WITHIN + IN_THE_NIGHT_AFTER),
    ("Trykte publikationer", dt.timedelta(days=settings.ORDERS_KEPT_DAYS)),
    ("Mails til dig alene", forget.BODIES),
    ("Mails til dig alene", forget.ROWS),
    ("Når du besøger siden", dt.timedelta(days=settings.VISITS_KEPT_DAYS)),
    ("Når du søger", dt.timedelta(days=asked.KEPT_DAYS)),
    ("Når en side ikke findes", dt.timedelta(days=NotFoundDay.KEPT_DAYS)),
    ("Når du svarer på »Kunne du bruge det?«", take_answer.REMARKS_KEPT),
]
# As docs/data-protection.md writes a period, and the page.
IN_DANISH = {
    "730 days": "to år",
    "two years": "to år",
    "365 days": "et år",
    "a year": "et år",
    "180 days": "180 dage",
    "90 days": "90 dage",
    "60 days": "60 dage",
    "30 days": "30 dage",
    "three days": "tre døgn",
    "six days": "7 dage",  # "at the latest seven"
}
# Of the secretariat's files, and what is over before the reader could ask.
OF_NO_READER = {"two days", "four days", "ten seconds", "48 hours"}
ABOUT_READERS = (
    "Readers",
    "Subscribers",
    "Learners in e-courses",
    "People who order printed publications",
)


def sections(path: Path, mark: str = "## ") -> dict[str, str]:
    """The text below each heading of the second level."""
    _above, *parts = re.split(f"^{mark}", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {heading: text for heading, _line, text in (part.partition("\n") for part in parts)}


def in_danish(period: dt.timedelta) -> str:
    return {365: "et år", 730: "to år"}.get(period.days, f"{period.days} dage")


@pytest.mark.parametrize(
    ("heading", "period"), PERIODS, ids=[f"{name}-{each.days}" for name, each in PERIODS]
)
def test_each_period_is_named_where_the_page_tells_of_it(heading, period):
    assert in_danish(period) in sections(PAGES / "privatliv.md")[heading]


def test_every_period_of_the_record_about_readers_is_on_the_page():
    record = sections(Path(settings.BASE_DIR) / "docs" / "data-protection.md")
    rows = [
        line
        for heading in ABOUT_READERS
        for line in record[heading].splitlines()
        if line.startswith("| ")
    ]
    found = {
        period
        for row in rows
        for period in re.findall(
            r"\b(?:\d+|a|two|three|four|six|ten) (?:days|hours|years?|seconds)", row
        )
    }
    assert {"two years", "730 days", "365 days", "a year"} <= found
    unsaid = found - OF_NO_READER - IN_DANISH.keys()
    assert not unsaid, "say these on the page Privatliv, and here how"
    page = (PAGES / "privatliv.md").read_text(encoding="utf-8")
    assert not [period for period in found - OF_NO_READER if IN_DANISH[period] not in page]


@pytest.mark.parametrize("name", ["privatliv.md", "cookiepolitik.md"])
def test_both_pages_say_when_the_key_of_a_month_is_gone(name):
    """The job of the night after the month has closed destroys it."""
    assert dt.timedelta(days=3) == CLOSES_AFTER + IN_THE_NIGHT_AFTER
    text = (PAGES / name).read_text(encoding="utf-8")
    assert "senest tre døgn efter månedens udgang" in text


def test_every_row_of_the_record_stands_in_a_table():
    lines = (Path(settings.BASE_DIR) / "docs" / "data-protection.md").read_text().splitlines()
    assert not [
        line
        for before, line in pairwise(lines)
        if line.startswith("|") and not before.startswith("|") and not line.startswith(HEADERS)
    ]


@pytest.mark.parametrize("name", ["privatliv.md", "cookiepolitik.md"])
def test_both_pages_say_who_learns_of_a_reader_that_plays_a_film(name):
    text = (PAGES / name).read_text(encoding="utf-8")
    assert "Afspil her" in text
    assert not [each for each in players.NAMES.split(", ") if each not in text]


def test_what_a_reader_chooses_and_what_a_learner_writes_is_told():
    page = sections(PAGES / "privatliv.md")
    for heading, words in {
        "Nyhedsbrevet": ("emner", "særnumre", "pause"),
        "E-kurser": ("lektioner", "det, du skriver", "påmindelser"),
        "Trykte publikationer": ("navn", "postadresse", "besked"),
        "Når du er nævnt på Lederweb": ("navn", "titel", "billede"),
    }.items():
        assert not [word for word in words if word not in page[heading]]
