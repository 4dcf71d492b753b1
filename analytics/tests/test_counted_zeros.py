"""A counted zero is a number, and what was not counted is none: never the one for the other."""

from __future__ import annotations

import datetime as dt

import pytest

from analytics.dashboard.numbers import Numbers
from analytics.dashboard.period import Period
from analytics.dashboard.section import Change, Section
from analytics.dashboard.sections import SECTIONS
from analytics.models import DailyTotal, MonthlyTotal
from analytics.monthly.report import MonthlyReport
from lederweb.lib.periods import Month
from publications.models import CourseDay

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 23)
OCTOBER = Month(2026, 10)
AUTUMN = Period.of_months(Month(2026, 7), OCTOBER)


def shown(slug: str, period: Period, compared: Period | None = None) -> Section:
    return SECTIONS[slug](Numbers(TODAY, period=period, compared=compared))


def of_month(number: int, metric: str, value: int) -> None:
    MonthlyTotal.objects.create(
        month=dt.date(2026, number, 1),
        metric=metric,
        dimension="site",
        value=value,
        definition_version=1,
    )


def of_day(day: dt.date, metric: str, value: int) -> None:
    DailyTotal.objects.create(day=day, metric=metric, dimension="site", value=value)


@pytest.fixture
def three_months_of_visits_and_one_of_plays() -> None:
    for number, visits in ((8, 100), (9, 120), (10, 90)):
        for metric in ("visits", "visitors", "page_views"):
            of_month(number, metric, visits)
    of_month(9, "plays", 3)


@pytest.mark.usefixtures("three_months_of_visits_and_one_of_plays")
def test_a_month_with_visits_and_no_plays_had_none() -> None:
    found = shown("afspilninger", AUTUMN)
    assert [row[1] for row in found.table.exported()] == [0, 3, 0, None]  # July was not counted
    assert found.sentence.startswith("I oktober 2026 havde Lederweb 0 afspilninger.")
    assert "August til oktober 2026 i alt: 3 afspilninger." in found.sentence
    rows = {row[0]: row[2:] for row in shown("nu", AUTUMN).table.shown()}
    assert rows["Afspilninger"] == ["0", "–", "3", "talt fra august 2026: 3 af 12 måneder"]
    assert "Afspilninger: 0" in MonthlyReport(OCTOBER).lines


@pytest.mark.usefixtures("three_months_of_visits_and_one_of_plays")
def test_a_fall_to_nothing_is_a_change() -> None:
    two, before = Period.of_months(Month(2026, 9), OCTOBER), Month(2026, 8)
    found = shown("afspilninger", two, Period.of_months(before, Month(2026, 9)))
    assert found.table.rows[0][-1] == Change(-100, in_percent=True)


def test_a_day_without_readers_had_none_once_counting_has_begun() -> None:
    for day in (dt.date(2026, 10, 20), dt.date(2026, 10, 23)):
        for metric in ("visits", "visitors"):
            of_day(day, metric, 4)
    found = shown("besoeg", Period(dt.date(2026, 10, 19), dt.date(2026, 10, 24)))
    assert [row[1] for row in found.table.exported()] == [0, 4, 0, 0, 4, None]  # from the 20th
    visitors = shown("besoegende", Period(dt.date(2026, 10, 20), dt.date(2026, 10, 23)))
    assert "2 besøgende om dagen" in visitors.sentence


def test_a_month_without_any_row_between_two_was_not_counted() -> None:
    for day in (dt.date(2026, 8, 20), dt.date(2026, 10, 23)):
        of_day(day, "visits", 4)
    for number in (8, 10):
        of_month(number, "visits", 4)
    assert shown("besoeg", AUTUMN).table.exported()[1][1] is None
    days = shown("besoeg", Period(dt.date(2026, 9, 14), dt.date(2026, 9, 20)))
    assert days.empty
    to_come = shown("besoeg", Period(dt.date(2026, 10, 24), dt.date(2026, 11, 1)))
    assert [row[1] for row in to_come.table.exported()] == [None, *[0] * 8]


def test_days_to_come_are_not_counted_though_the_month_is() -> None:
    for day in (TODAY - dt.timedelta(days=3), TODAY - dt.timedelta(days=1)):
        of_day(day, "visits", 4)
    found = shown("besoeg", Period(TODAY - dt.timedelta(days=2), TODAY + dt.timedelta(days=2)))
    assert [row[1] for row in found.table.exported()] == [0, 4, 0]


def test_visitors_that_have_no_row_are_unknown_where_somebody_read() -> None:
    of_month(10, "page_views", 40)
    assert shown("besoegende", AUTUMN).empty
    of_month(9, "downloads", 2)
    assert shown("besoegende", AUTUMN).table.exported()[1][1] == 0


def test_nobody_enrolled_this_month_is_a_number() -> None:
    CourseDay.objects.create(title="Kursus", day=dt.date(2026, 9, 3), enrolled=5)
    [row] = [row[1:] for row in shown("nu", AUTUMN).table.shown() if "kurser" in row[0]]
    assert row == [
        "0",
        "0",
        "–",
        "5",
        "talt fra september 2026: 2 af 12 måneder",
    ]


def test_nothing_at_all_is_drawn_as_nothing() -> None:
    of_month(10, "visits", 90)
    found = shown("hentninger", AUTUMN)
    assert not found.empty
    assert found.drawing is None
