"""docs/promises.md names what is there."""

import re

from django.conf import settings

TABLE = (settings.BASE_DIR / "docs" / "promises.md").read_text()


def test_every_promise_stands_once_with_what_shows_it() -> None:
    rows = re.findall(r"(?m)^\| ([NVSO]\d+) [^|]+\|([^|]+)\|$", TABLE)
    names = [name for name, _shown in rows]
    wanted = {"N": 12, "V": 8, "S": 8, "O": 5}
    assert names == [f"{one}{n + 1}" for one, last in wanted.items() for n in range(last)]
    assert all(shown.count("`") >= 2 for _name, shown in rows)


def test_every_file_and_every_drill_that_it_names_is_there() -> None:
    for path in re.findall(r"`([\w/-]+\.(?:py|md))`", TABLE):
        assert (settings.BASE_DIR / path).is_file(), path
    drills = re.findall(r"`\./dev drill ([\w-]+)`", TABLE)
    folder = settings.BASE_DIR / "lederweb" / "testing" / "drill"
    there = {path.stem for path in folder.glob("*.py") if not path.stem.startswith("_")}
    assert set(drills) == there
