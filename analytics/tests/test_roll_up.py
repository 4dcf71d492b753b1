"""The roll-up equals a brute-force recount, whatever happens to it (promises V2 and V3)."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Sequence

import pytest
from django.db import close_old_connections, connection, transaction

from analytics.ingest.submission import Hit
from analytics.models import ChangedDay, DailyTotal, MonthlyTotal, Series
from analytics.services import locks
from analytics.services.count import count_day
from analytics.services.roll_up import roll_up
from analytics.tests.readers import hit, moment, random_hits, write
from lederweb.lib.periods import COPENHAGEN, Month

MINUTE = dt.timedelta(minutes=1)


def brute_force(hits: Sequence[Hit]) -> dict[tuple, int]:
    """The definitions read aloud, hit by hit and slowly: (period, metric, dimension, key)."""
    totals: dict[tuple, set] = {}

    def note(period: str, metric: str, dimension: str, key: str, what: object) -> None:
        totals.setdefault((period, metric, dimension, key), set()).add(what)

    for number, each in enumerate(hits):
        local = each.at.astimezone(COPENHAGEN)
        day, month = f"{local:%Y-%m-%d}", f"{local:%Y-%m}"
        silence = 30 * MINUTE if each.kind == "view" else dt.timedelta(seconds=30)
        begins = not any(
            other.visitor == each.visitor
            and other.kind == each.kind
            and (each.kind == "view" or other.object_id == each.object_id)
            and f"{other.at.astimezone(COPENHAGEN):%Y-%m}" == month
            and (other.at, index) < (each.at, number)
            and each.at - other.at < silence
            for index, other in enumerate(hits)
        )
        for period in (day, month):
            if each.kind == "view":
                note(period, "page_views", "site", "", number)
                note(period, "visitors", "site", "", each.visitor)
                if begins:
                    note(period, "visits", "site", "", number)
                if each.object_id:
                    note(period, "page_views", "page", str(each.object_id), number)
                    note(period, "visitors", "page", str(each.object_id), each.visitor)
            elif begins:
                note(period, "downloads", "site", "", number)
                if each.object_id:
                    note(period, "downloads", "document", str(each.object_id), number)
    return {place: len(what) for place, what in totals.items()}


def standing() -> dict[tuple, int]:
    rows = {
        (f"{total.day:%Y-%m-%d}", total.metric, total.dimension, total.key): total.value
        for total in DailyTotal.objects.all()
    }
    return rows | {
        (f"{total.month:%Y-%m}", total.metric, total.dimension, total.key): total.value
        for total in MonthlyTotal.objects.all()
    }


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_equals_a_recount_by_hand_over_a_month_s_end(seed: int) -> None:
    hits = random_hits(seed, moment("2026-09-28 00:00"), moment("2026-10-04 00:00"), 700)
    write(hits)
    roll_up()
    assert standing() == brute_force(hits)


@pytest.mark.django_db
def test_three_times_is_as_good_as_once() -> None:
    hits = random_hits(11, moment("2026-09-29 00:00"), moment("2026-10-02 00:00"), 300)
    write(hits)
    for _ in range(3):
        roll_up()
        write([])
    assert standing() == brute_force(hits)
    assert not ChangedDay.objects.exists()


@pytest.mark.django_db
def test_hits_that_come_a_day_late_are_counted_where_they_belong() -> None:
    hits = random_hits(12, moment("2026-10-05 00:00"), moment("2026-10-09 00:00"), 400)
    write(hits[:250])
    roll_up()
    write(hits[250:])
    roll_up()
    assert standing() == brute_force(hits)


@pytest.mark.django_db
def test_a_late_hit_before_midnight_joins_the_visit_after_it() -> None:
    write([hit("2026-10-06 00:10")])
    roll_up()
    late = hit("2026-10-05 23:50")
    write([late])
    roll_up()
    visits = DailyTotal.objects.filter(metric="visits").values_list("day", "value")
    assert list(visits) == [(dt.date(2026, 10, 5), 1)]


@pytest.mark.django_db
def test_killed_half_way_leaves_everything_as_it_was() -> None:
    hits = random_hits(13, moment("2026-10-05 00:00"), moment("2026-10-07 00:00"), 200)
    write(hits[:100])
    roll_up()
    before = standing()
    write(hits[100:])

    class Killed(Exception):
        pass

    def count_and_die() -> None:
        with transaction.atomic():
            locks.try_to_count(Month(2026, 10))
            count_day(dt.date(2026, 10, 5))
            raise Killed

    with pytest.raises(Killed):
        count_and_die()
    assert standing() == before
    assert ChangedDay.objects.exists()
    roll_up()
    assert standing() == brute_force(hits)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "hours"), [(dt.date(2026, 3, 29), 23), (dt.date(2026, 10, 25), 25)]
)
def test_a_day_has_as_many_hours_as_it_has(day: dt.date, hours: int) -> None:
    """One reader every hour from midnight to midnight: each a visit of that day, no other's."""
    start = dt.datetime.combine(day, dt.time(), COPENHAGEN).astimezone(dt.UTC)
    end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), COPENHAGEN).astimezone(dt.UTC)
    hits = []
    at = start - dt.timedelta(hours=2)
    while at < end + dt.timedelta(hours=2):
        hits.append(hit(at))
        at += dt.timedelta(hours=1)
    write(hits)
    roll_up()
    of_day = DailyTotal.objects.filter(day=day, metric__in=["visits", "page_views"])
    assert [total.value for total in of_day] == [hours, hours]
    assert standing() == brute_force(hits)


@pytest.mark.django_db
def test_the_hour_that_comes_twice_is_two_hours() -> None:
    """02:59 summer time and 02:01 winter time lie two minutes apart, not an hour."""
    first = dt.datetime(2026, 10, 25, 0, 59, tzinfo=dt.UTC)
    write([hit(first), hit(first + 2 * MINUTE), hit(first + 62 * MINUTE)])
    roll_up()
    assert DailyTotal.objects.get(metric="visits").value == 2


@pytest.mark.django_db
def test_a_visit_ends_with_the_month() -> None:
    write([hit("2026-09-30 23:55"), hit("2026-10-01 00:05")])
    roll_up()
    visits = MonthlyTotal.objects.filter(metric="visits").order_by("month")
    assert [(total.month.month, total.value) for total in visits] == [(9, 1), (10, 1)]


@pytest.mark.django_db
def test_a_visit_goes_on_past_midnight_and_belongs_to_the_day_it_began() -> None:
    write([hit("2026-10-05 23:55"), hit("2026-10-06 00:05")])
    roll_up()
    assert [
        (total.day.day, total.value) for total in DailyTotal.objects.filter(metric="visits")
    ] == [(5, 1)]
    assert DailyTotal.objects.filter(metric="visitors").count() == 2
    assert MonthlyTotal.objects.get(metric="visitors").value == 1


@pytest.mark.django_db
def test_a_visit_ends_after_thirty_minutes_of_silence() -> None:
    write([hit("2026-10-05 10:00:00"), hit("2026-10-05 10:29:59"), hit("2026-10-05 10:59:59")])
    roll_up()
    assert MonthlyTotal.objects.get(metric="visits").value == 2


@pytest.mark.django_db
def test_series_are_kept_apart() -> None:
    write([hit("2026-10-05 10:00")])
    write([hit("2026-10-05 10:01"), hit("2026-10-05 11:00")], series=Series.DEMO)
    roll_up()
    visits = MonthlyTotal.objects.filter(metric="visits")
    assert dict(visits.values_list("series", "value")) == {"own": 1, "demo": 2}


@pytest.mark.django_db(transaction=True)
def test_twice_at_once_counts_once_and_who_comes_second_yields() -> None:
    hits = random_hits(14, moment("2026-10-05 00:00"), moment("2026-10-08 00:00"), 300)
    write(hits)
    counted = []

    def count() -> None:
        counted.append(len(roll_up()))
        connection.close()

    close_old_connections()
    threads = [threading.Thread(target=count) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counted) >= 3  # the three days, by whoever got them
    assert standing() == brute_force(hits)
    assert not ChangedDay.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_month_that_another_counts_is_left_to_that_one() -> None:
    write([hit("2026-10-05 10:00")])
    with transaction.atomic():
        assert locks.try_to_count(Month(2026, 10))
        counted = []

        def count() -> None:
            counted.append(roll_up())
            connection.close()

        thread = threading.Thread(target=count)
        thread.start()
        thread.join()
    assert counted == [[]]
    assert roll_up() == [dt.date(2026, 10, 5)]


@pytest.mark.django_db(transaction=True)
def test_a_hit_that_arrives_while_its_day_is_counted_makes_it_count_once_more() -> None:
    write([hit("2026-10-05 10:00")])
    day = dt.date(2026, 10, 5)
    with transaction.atomic():
        version = ChangedDay.objects.get(day=day).version
        count_day(day)

        def arrive() -> None:
            write([hit("2026-10-05 12:00")])
            connection.close()

        thread = threading.Thread(target=arrive)
        thread.start()
        thread.join()
        # What the roll-up does last, with the version it read first.
        assert ChangedDay.objects.filter(day=day, version=version).delete()[0] == 0
    assert roll_up() == [day]
    assert DailyTotal.objects.get(metric="page_views").value == 2
