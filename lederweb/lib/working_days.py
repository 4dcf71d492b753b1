"""Which days Danes work."""

from __future__ import annotations

import datetime as dt


def public_holidays(year: int) -> set[dt.date]:
    """Danish public holidays since 2024 and the days that are free by custom."""
    easter = _easter(year)
    movable = {easter + dt.timedelta(days=days) for days in (-3, -2, 0, 1, 39, 49, 50)}
    fixed = {(1, 1), (5, 1), (6, 5), (12, 24), (12, 25), (12, 26), (12, 31)}
    return movable | {dt.date(year, month, day) for month, day in fixed}


def is_working_day(day: dt.date) -> bool:
    return day.weekday() < 5 and day not in public_holidays(day.year)


def _easter(year: int) -> dt.date:
    """Easter Sunday in the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return dt.date(year, month, day + 1)
