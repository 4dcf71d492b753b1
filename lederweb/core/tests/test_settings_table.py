"""Every setting that the environment may give is in the README's table."""

from __future__ import annotations

import re

from django.conf import settings

READ = re.compile(r"\benv\.\w+\(\s*\"([A-Z_]+)\"")
PLACES = sorted((settings.BASE_DIR / "lederweb" / "settings").glob("*.py"))


def _in_the_table() -> set[str]:
    text = (settings.BASE_DIR / "README.md").read_text()
    table = text.partition("## Settings")[2].partition("\n## ")[0]
    names: set[str] = set()
    for row in table.splitlines():
        if row.startswith("| `"):
            first, *others = re.findall(r"`(\w+)`", row.split("|")[1])
            # `SECURE_HSTS_SECONDS` · `_PRELOAD` is short for names that begin alike.
            stem = first.rpartition("_")[0]
            names |= {first, *(f"{stem}{name}" if name[0] == "_" else name for name in others)}
    return names


def test_every_setting_is_in_the_table() -> None:
    read = {name for path in PLACES for name in READ.findall(path.read_text())}
    assert {"BASE_URL", "VISITS_KEPT_DAYS", "SECURE_HSTS_PRELOAD"} <= read
    assert read - _in_the_table() == set()


def test_every_row_of_the_table_is_read() -> None:
    text = "".join(path.read_text() for path in PLACES)
    # The first two stand in defaults: Django's own variable, and the one database.
    rows = _in_the_table() - {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}
    assert {name for name in rows if f'"{name}"' not in text} == set()
