"""A month that was not counted from its first day to its last is never taken for a whole one (V8)."""

from __future__ import annotations

import datetime as dt

import pytest

from analytics.dashboard.numbers import Numbers
from analytics.dashboard.period import Period
from analytics.dashboard.section import Section
from analytics.dashboard.sections import SECTIONS
from analytics.models import DailyTotal, ImportedSource, MonthlyTotal
from lederweb.lib.periods import Month

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 23)
BEGAN = dt.date(2025, 10, 20)
AUTUMN_2026 = Period.of_months(Month(2026, 9), Month(2026, 10))


def counted(month: Month, visitors: int, series: str = "own") -> None:
    for metric in ("visitors", "visits"):
        MonthlyTotal.objects.create(
            month=month.first_day,
            metric=metric,
            dimension="site",
            series=series,
            value=visitors,
            definition_version=1,
        )


def days_of(first: dt.date, last: dt.date, series: str = "own") -> None:
    for day in (first, last):
        DailyTotal.objects.create(
            day=day, metric="visits", dimension="site", series=series, value=1
        )


def shown(slug: str, period: Period) -> Section:
    return SECTIONS[slug](Numbers(TODAY, period=period))


@pytest.fixture
def begun_in_october() -> None:
    """Counting began on 20 October 2025, and October 2026 was a whole month."""
    days_of(BEGAN, TODAY)
    counted(Month(2025, 10), 12_000)
    counted(Month(2025, 11), 30_000)
    counted(Month(2026, 9), 31_000)
    counted(Month(2026, 10), 36_000)


@pytest.mark.usefixtures("begun_in_october")
@pytest.mark.parametrize("slug", ["besoegende", "besoeg"])
def test_a_month_counted_from_its_middle_is_compared_with_nothing(slug: str) -> None:
    found = shown(slug, AUTUMN_2026)
    assert found.table.shown()[0] == ["oktober 2026", "36.000", "12.000", "–"]
    assert "%" not in found.sentence
    assert "20. oktober 2025" in found.warnings[0]
    assert found.warnings[0] in (found.chart or "")


@pytest.mark.usefixtures("begun_in_october")
def test_an_average_month_is_one_of_whole_months() -> None:
    first_year = Period.of_months(Month(2025, 10), Month(2026, 9))
    found = shown("gennemsnit", first_year)
    assert found.table.rows[0][1] == 30_500
    assert "fra november 2025" in found.sentence.lower()
    now = shown("nu", AUTUMN_2026)
    # November 2025, September and October 2026.
    assert now.table.shown()[0][4:] == ["32.333", "3 af 12 måneder, den første november 2025"]
    assert "20. oktober 2025" in now.warnings[0]


def test_a_year_of_which_a_part_was_counted_says_which() -> None:
    for month in (Month(2026, 8), Month(2026, 9), Month(2026, 10)):
        counted(month, 30_000)
    now = shown("nu", AUTUMN_2026)
    rows = {row[0]: row[4:] for row in now.table.shown()}
    assert rows["Besøg"] == ["90.000", "talt fra august 2026: 3 af 12 måneder"]
    assert "talt fra august 2026: 3 af 12 måneder" in " ".join(now.notes)
    for back in range(12):
        month = Month(2026, 10).shifted(-back)
        if month < Month(2026, 8):
            counted(month, 30_000)
    whole = shown("nu", AUTUMN_2026)
    assert [row[4:] for row in whole.table.shown() if row[0] == "Besøg"] == [["360.000", "alle"]]
    assert not any("af 12" in note for note in whole.notes)


@pytest.mark.usefixtures("begun_in_october")
def test_a_single_month_is_its_own_average() -> None:
    october = Month(2026, 10)
    found = shown("gennemsnit", Period.of_months(october, october))
    assert found.sentence == "I oktober 2026 havde Lederweb 36.000 besøgende."
    assert [row[1] for row in found.table.rows] == [36_000]


@pytest.mark.usefixtures("begun_in_october")
def test_whole_months_stand_without_a_word() -> None:
    whole = Period.of_months(Month(2026, 9), Month(2026, 10))
    numbers = Numbers(TODAY, period=whole, compared=whole.before())
    assert SECTIONS["besoeg"](numbers).warnings == []


def test_a_log_of_four_days_is_no_month() -> None:
    source = ImportedSource.objects.create(name="Gammel server", kind="log")
    counted(Month(2026, 10), 100)
    counted(Month(2026, 10), 80, source.series)
    days_of(dt.date(2026, 10, 17), dt.date(2026, 10, 20), source.series)
    found = shown("andre-taellere", AUTUMN_2026)
    [warning] = [one for one in found.warnings if "Gammel server" in one]
    assert "17. oktober 2026 til 20. oktober 2026" in warning
    assert warning in (found.chart or "")
    days_of(dt.date(2026, 10, 1), dt.date(2026, 10, 31), source.series)
    assert not any("Gammel server" in one for one in shown("andre-taellere", AUTUMN_2026).warnings)
