"""Days of two periods stand side by side by weekday, so that no weekend reads as a fall."""

from __future__ import annotations

import datetime as dt

import pytest

from analytics.dashboard.numbers import Numbers
from analytics.dashboard.period import Period
from analytics.dashboard.section import Section
from analytics.dashboard.sections import SECTIONS
from analytics.models import DailyTotal

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 23)
OCTOBER = Period(dt.date(2026, 10, 1), dt.date(2026, 10, 31))
SAME_WEEKDAY = "nærmeste tilsvarende ugedag i den anden periode"


def busy_but_at_weekends(*periods: Period) -> None:
    """1,000 visits on each working day, 200 on Saturdays and Sundays."""
    DailyTotal.objects.bulk_create(
        DailyTotal(
            day=day,
            metric="visits",
            dimension="site",
            value=200 if day.weekday() >= 5 else 1000,
        )
        for period in periods
        for day in period.steps_by("day")
    )


def visits(period: Period, compared: Period) -> Section:
    return SECTIONS["besoeg"](Numbers(TODAY, period=period, compared=compared))


@pytest.mark.parametrize(
    ("period", "compared"),
    [
        pytest.param(OCTOBER, OCTOBER.a_year_before(), id="a month and a year before"),
        pytest.param(OCTOBER, OCTOBER.before(), id="a month and the one before"),
        pytest.param(
            Period(dt.date(2026, 11, 2), dt.date(2026, 11, 15)),
            Period(dt.date(2026, 11, 2), dt.date(2026, 11, 15)).a_year_before(),
            id="two weeks and a year before",
        ),
        pytest.param(
            Period(dt.date(2026, 11, 3), dt.date(2026, 11, 12)),
            Period(dt.date(2026, 11, 3), dt.date(2026, 11, 12)).before(),
            id="ten days and the ten before",
        ),
    ],
)
def test_no_weekend_stands_beside_a_working_day(period: Period, compared: Period) -> None:
    busy_but_at_weekends(period, compared)
    found = visits(period, compared)
    pairs = [row for row in found.table.shown() if row[2] != "–"]
    assert len(pairs) >= len(period.steps) - 4
    assert {row[0].split()[0] == row[2].split()[0] for row in pairs} == {True}
    assert {row[4] for row in pairs} == {"0 %"}
    assert SAME_WEEKDAY in " ".join(found.notes)


def test_both_days_are_named_and_what_has_no_counterpart_stands_alone() -> None:
    compared = OCTOBER.a_year_before()
    busy_but_at_weekends(OCTOBER, compared)
    rows = visits(OCTOBER, compared).table.shown()
    assert rows[-1] == [
        "torsdag den 1. oktober 2026",
        "1.000",
        "torsdag den 2. oktober 2025",
        "1.000",
        "0 %",
    ]
    # Its counterpart, the 1st of November, is no day of October.
    assert rows[0] == ["lørdag den 31. oktober 2026", "200", "–", "–", "–"]


def test_whole_weeks_are_held_against_whole_weeks() -> None:
    week = Period(dt.date(2026, 11, 9), dt.date(2026, 11, 15))
    assert week.a_year_before() == Period(dt.date(2025, 11, 10), dt.date(2025, 11, 16))


def test_single_days_are_compared_as_asked_and_their_weekdays_named() -> None:
    monday, sunday = (Period(day, day) for day in (dt.date(2026, 11, 16), dt.date(2026, 11, 15)))
    busy_but_at_weekends(monday, sunday)
    found = visits(monday, sunday)
    assert found.table.shown()[0][::2] == [
        "mandag den 16. november 2026",
        "søndag den 15. november 2026",
        "+400 %",
    ]
    assert SAME_WEEKDAY not in " ".join(found.notes)
    assert "Se på ugedagene" in " ".join(found.notes)
