"""The roll-up equals a brute-force recount, whatever happens to it (promises V2 and V3)."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Collection, Sequence

import pytest
import redis
from django.db import close_old_connections, connection, transaction

from analytics.ingest.submission import Hit
from analytics.models import ChangedDay, DailyTotal, MonthlyTotal, Series
from analytics.services import locks
from analytics.services.count import count_day
from analytics.services.roll_up import roll_up
from analytics.tests.brute_force import Total, differences, standing
from analytics.tests.readers import hit, moment, random_hits, write
from lederweb.lib.periods import COPENHAGEN, Month

MINUTE = dt.timedelta(minutes=1)


LABELS = {
    ("view", 1): ("kind:articlepage", "project:9", "tier:1", "tier:b", "topic:7"),
    ("view", 2): ("kind:toolpage", "tier:1", "topic:7", "topic:8"),
    ("audio", 3): ("kind:podcastepisodepage", "topic:8"),
    ("download", 2): ("kind:publicationpage", "project:9"),
}


@pytest.fixture(autouse=True)
def _labels(monkeypatch: pytest.MonkeyPatch) -> None:
    """What labels pages have is told in test_labels.py; here they are given."""

    def labels_of(objects: Collection[tuple[str, int]]) -> dict[tuple[str, int], tuple[str, ...]]:
        return {each: LABELS.get(each, ()) for each in objects}

    monkeypatch.setattr("analytics.services.write_hits.labels_of", labels_of)


def wrong(hits: Sequence[Hit]) -> dict[Total, tuple[int | None, ...]]:
    return differences(hits, LABELS)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_equals_a_recount_by_hand_over_a_month_s_end(seed: int) -> None:
    hits = random_hits(seed, moment("2026-09-28 00:00"), moment("2026-10-04 00:00"), 700)
    write(hits)
    roll_up()
    assert not wrong(hits)


@pytest.mark.django_db
def test_three_times_is_as_good_as_once() -> None:
    hits = random_hits(11, moment("2026-09-29 00:00"), moment("2026-10-02 00:00"), 300)
    write(hits)
    for _ in range(3):
        roll_up()
        write([])
    assert not wrong(hits)
    assert not ChangedDay.objects.exists()


@pytest.mark.django_db
def test_hits_that_come_a_day_late_are_counted_where_they_belong() -> None:
    hits = random_hits(12, moment("2026-10-05 00:00"), moment("2026-10-09 00:00"), 400)
    write(hits[:250])
    roll_up()
    write(hits[250:])
    roll_up()
    assert not wrong(hits)


@pytest.mark.django_db
def test_a_late_hit_before_midnight_joins_the_visit_after_it() -> None:
    write([hit("2026-10-06 00:10")])
    roll_up()
    late = hit("2026-10-05 23:50")
    write([late])
    roll_up()
    visits = DailyTotal.objects.filter(metric="visits", dimension="site").values_list(
        "day", "value"
    )
    assert list(visits) == [(dt.date(2026, 10, 5), 1)]


@pytest.mark.django_db
def test_without_the_cache_all_but_the_estimate_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hits = random_hits(14, moment("2026-09-29 00:00"), moment("2026-10-03 00:00"), 200)
    write(hits)
    days = ChangedDay.objects.count()

    def away(name: str) -> None:
        raise redis.ConnectionError

    with monkeypatch.context() as patched:
        patched.setattr("analytics.services.count_visitors.get_redis_connection", away)
        with pytest.raises(redis.RedisError):
            roll_up()
    missing = {total[1:3] for total in wrong(hits)}
    assert all("visitors" in total for total in missing)
    assert MonthlyTotal.objects.filter(metric="visits", dimension="site").count() == 2
    assert ChangedDay.objects.count() == days
    roll_up()
    assert not wrong(hits)
    assert not ChangedDay.objects.exists()


@pytest.mark.django_db
def test_killed_half_way_leaves_everything_as_it_was() -> None:
    hits = random_hits(13, moment("2026-10-05 00:00"), moment("2026-10-07 00:00"), 200)
    write(hits[:100])
    roll_up()
    write(hits[100:])
    before = standing()

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
    assert not wrong(hits)


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
    of_day = DailyTotal.objects.filter(
        day=day, metric__in=["visits", "page_views"], dimension="site"
    )
    assert [total.value for total in of_day] == [hours, hours]
    assert not wrong(hits)


@pytest.mark.django_db
def test_the_hour_that_comes_twice_is_two_hours() -> None:
    """02:59 summer time and 02:01 winter time lie two minutes apart, not an hour."""
    first = dt.datetime(2026, 10, 25, 0, 59, tzinfo=dt.UTC)
    write([hit(first), hit(first + 2 * MINUTE), hit(first + 62 * MINUTE)])
    roll_up()
    assert DailyTotal.objects.get(metric="visits", dimension="site").value == 2


@pytest.mark.django_db
def test_a_visit_ends_with_the_month() -> None:
    write([hit("2026-09-30 23:55"), hit("2026-10-01 00:05")])
    roll_up()
    visits = MonthlyTotal.objects.filter(metric="visits", dimension="site").order_by("month")
    assert [(total.month.month, total.value) for total in visits] == [(9, 1), (10, 1)]


@pytest.mark.django_db
def test_a_visit_goes_on_past_midnight_and_belongs_to_the_day_it_began() -> None:
    write([hit("2026-10-05 23:55"), hit("2026-10-06 00:05")])
    roll_up()
    assert [
        (total.day.day, total.value)
        for total in DailyTotal.objects.filter(metric="visits", dimension="site")
    ] == [(5, 1)]
    assert DailyTotal.objects.filter(metric="visitors").count() == 2
    assert MonthlyTotal.objects.get(metric="visitors").value == 1


@pytest.mark.django_db
def test_a_visit_ends_after_thirty_minutes_of_silence() -> None:
    write([hit("2026-10-05 10:00:00"), hit("2026-10-05 10:29:59"), hit("2026-10-05 10:59:59")])
    roll_up()
    assert MonthlyTotal.objects.get(metric="visits", dimension="site").value == 2


@pytest.mark.django_db
def test_series_are_kept_apart() -> None:
    write([hit("2026-10-05 10:00")])
    write([hit("2026-10-05 10:01"), hit("2026-10-05 11:00")], series=Series.DEMO)
    roll_up()
    visits = MonthlyTotal.objects.filter(metric="visits", dimension="site")
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
    assert not wrong(hits)
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
    assert DailyTotal.objects.get(metric="page_views", dimension="site").value == 2
