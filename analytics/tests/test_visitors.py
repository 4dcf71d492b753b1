"""Visitors of the running month are sketches, those of a closed one exact (promise V4)."""

from __future__ import annotations

import datetime as dt
import random
import secrets

import pytest
from django.db import connection, transaction

from analytics.models import MonthlyTotal, VisitorSketch
from analytics.services import count_visitors
from analytics.services.close_months import close_months
from analytics.services.count_visitors import sketch_month_visitors
from analytics.services.partitions import make_partitions
from analytics.services.roll_up import roll_up
from analytics.tests.readers import hit, moment, write
from lederweb.lib.periods import Month

OCTOBER = Month(2026, 10)
KEYS, VISITORS = 50, 1500


@pytest.mark.django_db
def test_over_fifty_keys_the_error_is_as_small_as_promised() -> None:
    """Each page has visitors of its own, hashed under a key of its own, on two days."""
    make_partitions([OCTOBER])
    seed = secrets.token_hex(8)
    print(f"seed {seed}")
    days = [dt.date(2026, 10, 5), dt.date(2026, 10, 6)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO analytics_pageview (at, day, series, kind, visitor, path, object_id, "
            "referrer, campaign, device, language) SELECT day + interval '9 hours', day, 'own', "
            "'view', decode(md5(%s || page || ':' || visitor), 'hex'), '/', page, '', '', '', '' "
            "FROM generate_series(1, %s) page, generate_series(1, %s) visitor, "
            "unnest(%s::date[]) day",
            [seed, KEYS, VISITORS, days],
        )
        sketch_month_visitors(OCTOBER, days)
        sketch_month_visitors(OCTOBER, days[:1])  # a day added again changes nothing
    totals = MonthlyTotal.objects.filter(metric="visitors", dimension="page")
    errors = [abs(total.value - VISITORS) / VISITORS for total in totals]
    print(f"mean {sum(errors) / KEYS:.2%}, worst {max(errors):.2%}")
    assert len(errors) == KEYS
    assert sum(errors) / KEYS <= 0.008
    assert max(errors) <= 0.03
    assert all(total.is_estimate for total in totals)
    assert max(len(sketch.registers) for sketch in VisitorSketch.objects.all()) < 13_000


@pytest.mark.django_db
def test_a_closed_month_is_exact_and_keeps_no_sketch(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(5)
    visitors = [chance.randbytes(16) for _ in range(700)]
    write(hit("2026-09-10 12:00", visitor, object_id=4) for visitor in visitors * 2)
    write([hit("2026-09-30 12:00", visitors[0], object_id=4)])
    roll_up()
    assert MonthlyTotal.objects.get(metric="visitors", dimension="site").is_estimate
    assert VisitorSketch.objects.exists()

    def no_redis(name: str) -> None:
        raise AssertionError("A month is closed without Redis' sketches.")

    monkeypatch.setattr(count_visitors, "get_redis_connection", no_redis)
    close_months(now=moment("2026-10-03 00:01"))
    for dimension in ("site", "page"):
        total = MonthlyTotal.objects.get(metric="visitors", dimension=dimension)
        assert (total.value, total.is_estimate) == (700, False)
    assert not VisitorSketch.objects.exists()


@pytest.mark.django_db
def test_months_of_visitors_are_never_added_up() -> None:
    with pytest.raises(ValueError, match="never added up"):
        MonthlyTotal.objects.total("visitors", dt.date(2026, 9, 1), dt.date(2026, 10, 1))
