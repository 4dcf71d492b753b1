"""A whole Danish year, both changes of the clock included: every event in exactly one hour, day,
month and year (promise V3)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest

from analytics.models import DailyTotal, HourlyTotal, MonthlyTotal, YearlyTotal
from analytics.services.roll_up import roll_up
from analytics.tests.readers import hit, write
from lederweb.lib.periods import COPENHAGEN


@pytest.mark.django_db
def test_each_hour_of_a_year_is_counted_in_one_day_one_month_and_one_year() -> None:
    """One reader at the first second of each hour, from before 2026 until after it."""
    first = dt.datetime(2025, 12, 30, tzinfo=dt.UTC)
    moments = [first + dt.timedelta(hours=number) for number in range(24 * 370)]
    write(hit(moment) for moment in moments)
    roll_up()

    local = [moment.astimezone(COPENHAGEN) for moment in moments]
    expected: dict[Any, Counter[Any]] = {
        HourlyTotal: Counter(moments),
        DailyTotal: Counter(moment.date() for moment in local),
        MonthlyTotal: Counter(moment.date().replace(day=1) for moment in local),
        YearlyTotal: Counter(moment.date().replace(month=1, day=1) for moment in local),
    }
    for model, counted in expected.items():
        for metric in ("page_views", "visits"):
            totals = model.objects.filter(metric=metric, dimension="site")
            assert dict(totals.values_list(model.PERIOD, "value")) == dict(counted), metric
    assert expected[DailyTotal][dt.date(2026, 3, 29)] == 23
    assert expected[DailyTotal][dt.date(2026, 10, 25)] == 25
