"""On paper: nothing is cut at the edges of the sheet, and all of it can be read."""

import pytest

from lederweb.pages.tests.test_accessibility import SIDEWAYS
from lederweb.testing.axe import violations
from lederweb.testing.browser import WIDE, visit
from lederweb.testing.pages import PUBLIC_PAGES

pytestmark = pytest.mark.browser

LISTS = (
    "the front page",
    "the overview of projects",
    "the overview of the Væksthuse",
    "the catalogue",
    "a search",
)
# What our margins leave of A4, and a browser's own; in CSS pixels.
SHEETS = (673, 718)
# Browsers leave out backgrounds unless a style or the reader asks for them.
WITHOUT_BACKGROUNDS = """() => {
  for (const element of document.querySelectorAll("*")) {
    if (getComputedStyle(element).printColorAdjust !== "exact") {
      element.style.setProperty("background", "none", "important");
    }
  }
}"""


@pytest.fixture
def paper(window):
    window.emulate_media(media="print", color_scheme="light")
    yield window
    window.emulate_media(media="screen")
    window.set_viewport_size(WIDE)


@pytest.mark.parametrize("name", LISTS)
def test_lists_stay_on_the_sheet_and_are_read_without_backgrounds(paper, name):
    visit(paper, PUBLIC_PAGES[name])
    for width in SHEETS:
        paper.set_viewport_size({"width": width, "height": 1000})
        assert paper.evaluate(SIDEWAYS) == []
    paper.evaluate(WITHOUT_BACKGROUNDS)
    assert violations(paper, rules=["color-contrast"]) == []
