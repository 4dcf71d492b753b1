"""A month that was not counted from its first day to its last is never taken for a whole one (V8)."""

from __future__ import annotations

import datetime as dt

import pytest

from analytics.dashboard.numbers import Numbers
from analytics.dashboard.period import Period
from analytics.dashboard.section import Section
from analytics.dashboard.sections import SECTIONS
from analytics.models import DailyTotal, ImportedSource, MonthlyTotal
from analytics.services.count import count_year
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
    assert found.table.exported()[0][1] == 30_500
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
    assert [row[1] for row in found.table.exported()] == [36_000]


@pytest.mark.usefixtures("begun_in_october")
def test_whole_months_stand_without_a_word() -> None:
    whole = Period.of_months(Month(2026, 9), Month(2026, 10))
    numbers = Numbers(TODAY, period=whole, compared=whole.before())
    assert SECTIONS["besoeg"](numbers).warnings == []


def phones(month: Month, visits: int) -> None:
    MonthlyTotal.objects.create(
        month=month.first_day,
        metric="visits",
        dimension="device",
        key="phone",
        value=visits,
        definition_version=1,
    )
    count_year(month.year)


def on_phones(first: Month, last: Month) -> tuple[list[str], str]:
    """The row of phones in the list of devices, and its warnings."""
    found = shown("enheder", Period.of_months(first, last))
    assert all(warning in (found.chart or "") for warning in found.warnings)
    return found.table.shown()[0][1:], " ".join(found.warnings)


@pytest.mark.parametrize("months", [1, 12])
def test_a_list_of_a_period_that_is_not_over_is_compared_with_nothing(months: int) -> None:
    """On the 23rd of November the month has had 100, and all of November a year ago 1,000."""
    days_of(dt.date(2024, 1, 1), TODAY)
    november = Month(2026, 11)
    phones(november, 100)
    phones(november.shifted(-12), 1000)
    row, warned = on_phones(november.shifted(1 - months), november)
    assert row == ["100", "1.000", "–"]
    assert "november 2026 er ikke slut endnu" in warned.lower()


@pytest.mark.parametrize(
    ("began", "of_2025", "first"),
    [
        pytest.param(dt.date(2025, 10, 20), [10], 10, id="in the month"),
        pytest.param(dt.date(2025, 9, 1), [9, 10], 1, id="months after the first"),
    ],
)
def test_a_list_is_not_compared_with_what_was_counted_in_part(
    began: dt.date, of_2025: list[int], first: int
) -> None:
    days_of(began, TODAY)
    for number in range(first, 11):
        phones(Month(2026, number), 1000)
    for number in of_2025:
        phones(Month(2025, number), 300)
    row, warned = on_phones(Month(2026, first), Month(2026, 10))
    assert row[2] == "–"
    assert f"{began.day}. {'september' if began.month == 9 else 'oktober'} 2025" in warned


def test_lists_of_what_was_counted_in_full_are_compared_without_a_word() -> None:
    days_of(dt.date(2024, 1, 1), TODAY)
    phones(Month(2026, 10), 1200)
    phones(Month(2025, 10), 1000)
    assert on_phones(Month(2026, 10), Month(2026, 10)) == (["1.200", "1.000", "+20 %"], "")


def test_half_a_month_of_visits_is_not_one_of_the_twelve() -> None:
    days_of(dt.date(2026, 6, 20), TODAY)
    for number in range(6, 11):
        counted(Month(2026, number), 30_000)
    rows = {row[0]: row[4:] for row in shown("nu", AUTUMN_2026).table.shown()}
    assert rows["Besøg"] == ["120.000", "talt fra juli 2026: 4 af 12 måneder"]
    assert rows["Besøgende"] == ["30.000", "talt fra juli 2026: 4 af 12 måneder"]


@pytest.mark.parametrize("slug", ["besoeg", "enheder", "gennemsnit", "nu"])
def test_new_definitions_are_told_of_also_between_the_two_periods(slug: str) -> None:
    days_of(dt.date(2024, 1, 1), TODAY)
    for year in (2025, 2026):
        for number in (9, 10):
            counted(Month(year, number), 30_000)
            phones(Month(year, number), 1000)
    assert not shown(slug, AUTUMN_2026).warnings
    MonthlyTotal.objects.filter(month__year=2025).update(definition_version=0)
    assert any("forskellige måder" in warning for warning in shown(slug, AUTUMN_2026).warnings)


def all_days(first: dt.date, last: dt.date, series: str) -> None:
    DailyTotal.objects.bulk_create(
        DailyTotal(
            day=first + dt.timedelta(days=number),
            metric="visits",
            dimension="site",
            series=series,
            value=1,
        )
        for number in range((last - first).days + 1)
    )


def lacking(series: str, *months: Month, period: Period | None = None) -> list[str]:
    """What is said of the old server, which has totals of these months."""
    for month in months:
        counted(month, 100)
        counted(month, 80, series)
    found = shown("andre-taellere", period or Period.of_months(months[0], months[-1]))
    said = [warning for warning in found.warnings if "Gammel server" in warning]
    assert all(warning in (found.chart or "") for warning in said)
    return [warning for warning in said if "alle dage" in warning]


@pytest.fixture
def old_server() -> str:
    return ImportedSource.objects.create(name="Gammel server", kind="log").series


def test_a_log_of_four_days_is_no_month(old_server: str) -> None:
    all_days(dt.date(2026, 10, 17), dt.date(2026, 10, 20), old_server)
    assert lacking(old_server, Month(2026, 10)) == [
        "»Gammel server« har ikke tal for alle dage: oktober 2026 (4 af 31 dage)."
    ]


def test_a_hole_is_told_of_and_a_whole_month_is_whole(old_server: str) -> None:
    all_days(dt.date(2016, 3, 10), dt.date(2016, 4, 30), old_server)
    all_days(dt.date(2016, 5, 1), dt.date(2016, 5, 3), old_server)
    all_days(dt.date(2016, 5, 20), dt.date(2016, 5, 31), old_server)
    [said] = lacking(old_server, *(Month(2016, number) for number in (3, 4, 5, 6)))
    # June was imported as a month.
    assert said.endswith("marts 2016 (22 af 31 dage), maj 2016 (15 af 31 dage).")
    assert not lacking(old_server, period=Period.of_months(Month(2016, 4), Month(2016, 4)))


def test_of_the_month_that_runs_no_day_to_come_is_missed(old_server: str) -> None:
    all_days(dt.date(2026, 11, 1), TODAY - dt.timedelta(days=1), old_server)
    assert not lacking(old_server, Month(2026, 11), period=Period.of_months(*[Month(2026, 11)] * 2))


def test_of_many_months_with_holes_a_few_are_named(old_server: str) -> None:
    for number in range(1, 9):
        all_days(dt.date(2016, number, 2), dt.date(2016, number, 3), old_server)
    [said] = lacking(old_server, *(Month(2016, number) for number in range(1, 9)))
    assert said.endswith("juni 2016 (2 af 30 dage) og 2 måneder mere.")


def test_the_month_in_which_the_demonstration_ended_is_not_a_whole_one() -> None:
    """It was made on the 15th of October, and nobody made it go on."""
    ended = dt.date(2026, 10, 14)
    days_of(dt.date(2025, 9, 1), ended, "demo")
    for month, visitors in ((Month(2025, 10), 30_000), (Month(2026, 9), 31_000)):
        counted(month, visitors, "demo")
    counted(Month(2026, 10), 14_000, "demo")
    found = shown("besoeg", AUTUMN_2026)
    assert found.table.shown()[0] == ["oktober 2026", "14.000", "30.000", "–"]
    assert "Demonstrationen slutter den 14. oktober 2026" in " ".join(found.warnings)
    numbers = Numbers(TODAY)
    assert numbers.is_counted(Period(dt.date(2026, 10, 1), ended))
    assert not numbers.is_counted(Period(dt.date(2026, 10, 1), ended + dt.timedelta(days=1)))
    assert [numbers.is_whole(Month(2026, number)) for number in (9, 10)] == [True, False]


def test_what_is_counted_here_goes_on_though_nobody_came_yesterday() -> None:
    days_of(BEGAN, TODAY - dt.timedelta(days=3))
    counted(Month(2026, 10), 30_000)
    numbers = Numbers(TODAY)
    assert numbers.is_counted(Period(dt.date(2026, 11, 1), TODAY - dt.timedelta(days=1)))
    assert not numbers.is_counted(Period(dt.date(2026, 11, 1), TODAY))
