"""What is said where two figures are not like and like, and where nothing need be said (V8)."""

from __future__ import annotations

import datetime as dt

import pytest

from analytics.comparison import Comparable, parting, warnings
from analytics.dashboard.numbers import Numbers
from analytics.dashboard.period import Period
from analytics.dashboard.sections import SECTIONS
from analytics.models import DailyTotal, MonthlyTotal
from lederweb.lib.periods import Month

TODAY = dt.date(2026, 11, 23)


def period(first: str, last: str, unit: str = "visits", counted_by: str = "site") -> Comparable:
    return Comparable.of_period(
        unit, dt.date.fromisoformat(first), dt.date.fromisoformat(last), counted_by
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(("2026-11-09", "2026-11-15"), ("2026-11-16", "2026-11-22"), id="weeks"),
        pytest.param(("2026-09-01", "2026-09-30"), ("2026-10-01", "2026-10-31"), id="months"),
        pytest.param(("2025-12-01", "2025-12-31"), ("2026-01-01", "2026-01-31"), id="new year"),
        pytest.param(("2025-11-10", "2025-11-16"), ("2026-11-09", "2026-11-15"), id="year before"),
        pytest.param(("2024-02-01", "2024-02-29"), ("2025-02-01", "2025-02-28"), id="leap year"),
        pytest.param(("2026-02-01", "2026-02-28"), ("2026-03-01", "2026-03-31"), id="february"),
    ],
)
def test_neighbours_have_no_season_between_them(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    assert warnings([period(*one), period(*other)]) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(("2026-07-01", "2026-07-31"), ("2026-10-01", "2026-10-31"), id="july"),
        pytest.param(("2026-07-06", "2026-07-12"), ("2026-11-09", "2026-11-15"), id="weeks"),
        pytest.param(("2017-01-01", "2017-10-31"), ("2016-01-01", "2016-12-31"), id="ten of 12"),
        pytest.param(("2017-01-01", "2017-10-31"), ("2013-01-01", "2013-09-30"), id="nine of 10"),
        pytest.param(("2026-11-01", "2026-11-22"), ("2025-11-01", "2025-11-30"), id="in part"),
        pytest.param(("2026-04-01", "2026-06-30"), ("2026-07-01", "2026-09-30"), id="quarters"),
    ],
)
def test_summer_and_winter_and_parts_of_a_year_are_warned_of(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    assert "årstiden" in " ".join(warnings([period(*one), period(*other)]))


def test_a_break_says_what_changes_there() -> None:
    october = period("2026-10-01", "2026-10-31")
    part = period("2025-10-12", "2025-10-31")
    assert parting(part, october, began=dt.date(2025, 10, 12)) == "Talt fra den 12. oktober 2025"
    assert parting(period("2025-07-01", "2025-07-31"), october) == "Ikke samme del af året"
    other_tool = period("2025-10-01", "2025-10-31", counted_by="site 0")
    assert parting(other_tool, october) == "Ikke talt på samme måde"
    visitors = period("2026-10-01", "2026-10-31", unit="visitors")
    assert parting(october, visitors) == "Herfra besøgende, ikke besøg"
    assert parting(visitors, october) == "Herfra besøg, ikke besøgende"
    assert parting(period("2025-10-01", "2025-10-31"), october) == ""


@pytest.mark.django_db
def test_a_month_counted_in_part_is_not_called_counted_otherwise() -> None:
    """Counting began on 12 September 2025, so the average of that autumn is October's."""
    DailyTotal.objects.create(day=dt.date(2025, 9, 12), metric="visits", dimension="site", value=1)
    for year, number in ((2025, 9), (2025, 10), (2026, 9), (2026, 10)):
        for metric in ("visitors", "visits"):
            MonthlyTotal.objects.create(
                month=dt.date(year, number, 1),
                metric=metric,
                dimension="site",
                value=1000,
                definition_version=1,
            )
    autumn = Period.of_months(Month(2026, 9), Month(2026, 10))
    found = SECTIONS["gennemsnit"](Numbers(TODAY, period=autumn))
    assert "Talt fra den 12. september 2025" in (found.chart or "")
    assert "Ikke talt på samme måde" not in (found.chart or "")
    MonthlyTotal.objects.filter(month__year=2025).update(definition_version=0)
    anew = SECTIONS["gennemsnit"](Numbers(TODAY, period=autumn))
    assert "Ikke talt på samme måde" in (anew.chart or "")
