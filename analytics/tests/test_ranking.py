"""What was most is added up from years, months and days as if from days alone."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from analytics.models import DailyTotal
from analytics.ranking import Pieces, most_in, pieces
from analytics.services.count import count_month
from lederweb.lib.periods import Month, months_between

DAY = dt.timedelta(days=1)


def between(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + number * DAY for number in range((last - first).days + 1)]


def days_in(grain: str, period: dt.date, today: dt.date) -> list[dt.date]:
    ends = {
        "year": dt.date(period.year, 12, 31),
        "month": Month.of(period).last_day,
        "day": period,
    }
    return between(period, min(ends[grain], today))


def test_the_pieces_are_each_day_once_and_few() -> None:
    chance = random.Random(7)
    most = 0
    for _ in range(1000):
        today = dt.date(2026, 1, 1) + chance.randrange(365) * DAY
        first = today - chance.randrange(1500) * DAY
        last = min(first + chance.choice([0, 6, 30, 91, 364, 730]) * DAY, today + 31 * DAY)
        found = pieces(first, last, today=today)
        counted: Counter[dt.date] = Counter()
        for grain, periods in vars(found).items():
            for period in periods:
                counted.update(days_in(grain, period, today))
        wanted = between(first, min(last, today))
        assert counted == dict.fromkeys(wanted, 1)
        most = max(most, sum(map(len, vars(found).values())))
    assert most <= 2 * 30 + 2 * 11 + 3  # two months in part, two years in part, whole years


def test_years_and_months_are_read_whole() -> None:
    today = dt.date(2026, 11, 23)
    found = pieces(dt.date(2024, 12, 1), dt.date(2026, 11, 30), today=today)
    years = [dt.date(2025, 1, 1), dt.date(2026, 1, 1)]
    assert found == Pieces(year=years, month=[dt.date(2024, 12, 1)])
    found = pieces(dt.date(2025, 11, 29), dt.date(2026, 10, 31), today=today)
    assert found == Pieces(
        month=[dt.date(2025, 12, 1), *(dt.date(2026, month, 1) for month in range(1, 11))],
        day=[dt.date(2025, 11, 29), dt.date(2025, 11, 30)],
    )
    assert pieces(today + DAY, today + DAY, today=today) == Pieces()


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_equals_the_sums_of_days(seed: int) -> None:
    chance = random.Random(seed)
    first, today = dt.date(2025, 10, 1), dt.date(2026, 3, 9)
    words = ["trivsel", "tillid", "kultur", "feedback", "*"]  # in one order by any collation
    counted = [(day, word, chance.randrange(4)) for day in between(first, today) for word in words]
    DailyTotal.objects.bulk_create(
        DailyTotal(day=day, metric="searches", dimension="word", key=word, value=value)
        for day, word, value in counted
        if value
    )
    for month in months_between(Month.of(first), Month.of(today)):
        count_month(month)
    for _ in range(25):
        begins = first + chance.randrange(150) * DAY
        ends = begins + chance.choice([0, 20, 40, 91, 200]) * DAY
        sums: Counter[str] = Counter()
        for day, word, value in counted:
            sums[word] += value if begins <= day <= ends else 0
        expected = sorted((+sums).items(), key=lambda row: (-row[1], row[0]))
        with CaptureQueriesContext(connection) as asked:
            found = most_in("searches", "word", begins, ends, today=today, series="own")
        assert (found, len(asked) <= 1) == (expected, True)
        foremost = most_in(
            "searches", "word", begins, ends, today=today, series="own", foremost="*", count=3
        )
        rest = [row for row in expected if row[0] != "*"]
        assert foremost == ([row for row in expected if row[0] == "*"] + rest)[:3]
    with pytest.raises(ValueError, match="never added up"):
        most_in("visitors", "page", first, today, today=today, series="own")
