"""Files of one name are told apart in lists of what was downloaded."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.base import ContentFile

from analytics.dashboard.numbers import Numbers
from analytics.dashboard.sections import SECTIONS
from analytics.models import MonthlyTotal
from analytics.services.count import count_year
from lederweb.core.models import CustomDocument
from lederweb.testing.world import World

TITLE = "Ledernetværk i strategisk lys"


@pytest.fixture(autouse=True)
def _ground(world: World) -> None:
    assert world.ground  # files lie in the root collection


def document(name: str, size: int, title: str = TITLE, language: str = "da") -> CustomDocument:
    found = CustomDocument(title=title, language=language)
    found.file.save(name, ContentFile(b"x"), save=False)
    found.file_size = size
    found.save()
    return found


def downloaded(*documents: CustomDocument) -> list[str]:
    for number, one in enumerate(documents):
        MonthlyTotal.objects.create(
            month=dt.date(2026, 10, 1),
            metric="downloads",
            dimension="document",
            key=str(one.pk),
            value=100 - number,
            definition_version=1,
        )
    count_year(2026)
    found = SECTIONS["dokumenter"](Numbers(dt.date(2026, 11, 23)))
    for row in found.table.rows:
        # The chart has less room, and keeps what tells them apart.
        assert str(row[0]).rpartition(" (")[2] in (found.chart or "")
    return [str(row[0]) for row in found.table.rows]


def test_by_format_and_size() -> None:
    files = [
        document("lys.pdf", 138_772),
        document("lys-web.pdf", 2_140_678),
        document("lys.epub", 175_350),
        document("andet.pdf", 1000, title="Ledelse af frivillige"),
    ]
    assert downloaded(*files) == [
        f"{TITLE} (PDF, 139 KB)",
        f"{TITLE} (PDF, 2,1 MB)",
        f"{TITLE} (EPUB, 175 KB)",
        "Ledelse af frivillige",
    ]


def test_by_language_and_where_all_is_the_same_by_the_name_of_the_file() -> None:
    danish = document("dansk.pdf", 1000)
    english = document("engelsk.pdf", 1000, language="en")
    assert downloaded(danish, english) == [
        f"{TITLE} (PDF, dansk, 1 KB)",
        f"{TITLE} (PDF, engelsk, 1 KB)",
    ]
    again = document("dansk-igen.pdf", 1000, title="To ens")
    twice = document("dansk-to.pdf", 1000, title="To ens")
    MonthlyTotal.objects.all().delete()
    assert downloaded(again, twice) == [
        f"To ens ({again.filename})",
        f"To ens ({twice.filename})",
    ]
