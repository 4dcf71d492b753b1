"""Two years of totals made up, as many as come of 100,000 visitors a month or of ten times as many.

With the readers grow the pages that are read, what is searched for, and the sites and campaigns that
lead here, up to as many as are kept apart (`analytics/services/bound_keys.py`).
"""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

MONTHS = 24
VISITORS = 100_000  # a month
PAGES = 1_000
WORDS = 2_000
SITES = 500
_SITE = {"visitors": 1.0, "visits": 2.1, "page_views": 4.2, "downloads": 0.2, "plays": 0.02}
_KNOWN_SITES = ("google.com", "linkedin.com", "facebook.com", "bing.com")
_ON_A_DAY = 0.2  # of what is asked for in a month

# Metric, dimension, key, and up to how many
Row = tuple[str, str, str, int]

_INSERT = """
INSERT INTO {table} ({period}, metric, dimension, key, series, value{version})
SELECT period, metric, dimension, key, 'own',
    CASE dimension WHEN 'site' THEN most * (0.9 + 0.2 * random()) ELSE 1 + most * random() END{one}
FROM unnest(%(periods)s::date[]) AS period, unnest(
    %(metrics)s::text[], %(dimensions)s::text[], %(keys)s::text[], %(most)s::float[]
) AS part (metric, dimension, key, most)
WHERE random() < %(share)s
"""


def fill_totals(*, times: int = 1) -> int:
    """Write them in place of what is there; returns how many there are.

    Days that no request reads, because a period by days and what it is compared with are not
    longer, get the whole site's numbers alone: writing the others would take minutes.
    """
    from django.db import connection, transaction

    from analytics.dashboard.period import MOST_DAYS
    from analytics.models import DailyTotal, MonthlyTotal, YearlyTotal
    from analytics.services.count import count_year
    from lederweb.lib.periods import Month, day_of

    now = dt.datetime.now(dt.UTC)
    today, this = day_of(now), Month.of(now)
    months = [this.shifted(-back).first_day for back in range(MONTHS)]
    days = [months[-1] + dt.timedelta(days=n) for n in range((today - months[-1]).days + 1)]
    first = today - dt.timedelta(days=MOST_DAYS)
    read = [day for day in days if day >= first or first <= _a_year_later(day) <= today]
    MonthlyTotal.objects.filter(series="own").delete()
    DailyTotal.objects.filter(series="own").delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
    _insert(MonthlyTotal, months, [*_site(VISITORS * times), *_parts(times, 2_000)])
    _insert(DailyTotal, days, _site(VISITORS * times // 20))
    _insert(DailyTotal, read, _parts(times, 70), share=_ON_A_DAY)
    for year in {month.year for month in months}:
        with transaction.atomic():
            count_year(year)
    with connection.cursor() as cursor:
        cursor.execute(
            "VACUUM ANALYZE analytics_dailytotal, analytics_monthlytotal, analytics_yearlytotal"
        )
    return sum(model.objects.count() for model in (DailyTotal, MonthlyTotal, YearlyTotal))


def _a_year_later(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=365)


def _insert(model: Any, periods: list[dt.date], rows: list[Row], *, share: float = 1.0) -> None:
    from django.db import connection

    has_version = model.PERIOD == "month"
    statement = _INSERT.format(
        table=model._meta.db_table,
        period=model.PERIOD,
        version=", definition_version" if has_version else "",
        one=", 1" if has_version else "",
    )
    metrics, dimensions, keys, most = map(list, zip(*rows, strict=True))
    values = {"metrics": metrics, "dimensions": dimensions, "keys": keys, "most": most}
    with connection.cursor() as cursor:
        cursor.execute(statement, {"periods": periods, "share": share, **values})


def _site(visitors: int) -> list[Row]:
    return [(metric, "site", "", round(visitors * share)) for metric, share in _SITE.items()]


def _parts(times: int, most: int) -> list[Row]:
    """What is counted besides the whole site: the n-th of each kind 1/√n as often as the first.

    The most read pages are those that are there; others have been deleted since.
    """
    from wagtail.models import Page

    from analytics.services.bound_keys import KNOWN_DAYS, MOST_NEW

    there = [str(pk) for pk in Page.objects.live().order_by("pk").values_list("pk", flat=True)]
    gone = [key for key in _numbered("", PAGES * times) if key not in set(there)]
    pages, words = [*there, *gone][: PAGES * times], _numbered("ord", WORDS * times)
    sites = _numbered("site", min(SITES * times, (KNOWN_DAYS + 1) * MOST_NEW))
    parts = [
        ("page_views", "page", pages),
        ("visitors", "page", pages),
        ("page_views", "topic", _numbered("", 40)),
        ("page_views", "project", _numbered("", 60)),
        ("page_views", "tier", ["1", "2", "3", "b"]),
        ("page_views", "kind", ["articlepage", "publicationpage", "homepage"]),
        ("visits", "referrer", ["search", "social", "site", "direct", "newsletter"]),
        ("visits", "referrer_site", [*_KNOWN_SITES, *(f"{site}.dk" for site in sites)]),
        ("visits", "campaign", sites),
        ("visits", "device", ["computer", "phone", "tablet"]),
        ("visits", "language", ["da", "en", "de", "sv", "nb"]),
        ("searches", "word", words),
        ("searches", "word_results", [f"{word}:{len(word)}" for word in words]),
        ("searches_in_vain", "word", words[: len(words) // 2]),
        ("downloads", "document", _numbered("", 200)),
        ("plays", "episode", _numbered("", 60)),
    ]
    return [
        (metric, dimension, key, math.ceil(most * times / math.sqrt(number)))
        for metric, dimension, keys in parts
        for number, key in enumerate(keys, start=1)
    ]


def _numbered(name: str, count: int) -> list[str]:
    return [f"{name}{number}" for number in range(1, count + 1)]
