"""No table of ours in the admin is cut off on a phone."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
WITH_TABLES = sorted(
    str(path.relative_to(TEMPLATES))
    for path in TEMPLATES.rglob("*.html")
    if '<table class="listing' in path.read_text()
)
FRAMED = re.compile(r'<div class="(?:house|figure)-table" tabindex="0"[^>]*>\s*$')


@pytest.mark.parametrize("name", WITH_TABLES)
def test_every_table_stands_in_a_frame_that_scrolls_by_keyboard_too(name: str) -> None:
    before = (TEMPLATES / name).read_text().split('<table class="listing')[:-1]
    assert before
    assert all(FRAMED.search(text) for text in before)
