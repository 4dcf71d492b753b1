"""A month closes 48 hours after its end: frozen, its key destroyed, later its rows deleted (V4)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from analytics.definitions import VERSION
from analytics.ingest import stream
from analytics.models import (
    ChangedDay,
    ClosedMonth,
    MonthlyTotal,
    PageView,
    VisitorKey,
    YearlyTotal,
)
from analytics.services.close_months import close_months
from analytics.services.partitions import existing_partitions
from analytics.services.recount import RawRowsDeleted, recount
from analytics.services.roll_up import roll_up
from analytics.services.visitor_key import destroy_keys_through, key_of
from analytics.tests.readers import hit, moment, random_hits, shows, write
from lederweb.lib.periods import Month

SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)
TOO_EARLY = moment("2026-10-02 23:59")
IN_TIME = moment("2026-10-03 00:01")


def test_a_month_stays_open_for_48_hours(db: None) -> None:
    write([hit("2026-09-30 12:00")])
    assert close_months(now=TOO_EARLY) == []
    assert close_months(now=IN_TIME) == [SEPTEMBER]
    assert close_months(now=IN_TIME) == []


def test_a_closed_month_is_counted_with_everything_that_waited(db: None) -> None:
    write([hit("2026-09-30 12:00")])
    stream.append_hit(hit("2026-09-30 13:00", "berit"))
    close_months(now=IN_TIME)
    total = MonthlyTotal.objects.get(month=SEPTEMBER.first_day, metric="visitors")
    assert (total.value, total.definition_version) == (2, VERSION)
    assert ClosedMonth.objects.get().definition_version == VERSION
    assert not ChangedDay.objects.exists()


def test_a_month_without_its_last_hits_is_not_closed_but_its_key_is_destroyed(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    write([hit("2026-09-30 12:00")])
    key_of(SEPTEMBER)
    monkeypatch.setattr("analytics.services.close_months.flush_hits", lambda: 0)
    stream.append_hit(hit("2026-09-30 13:00"))
    assert close_months(now=IN_TIME) == []
    assert not VisitorKey.objects.exists()


def test_only_keys_of_months_that_closed_are_destroyed(db: None) -> None:
    key_of(SEPTEMBER)
    key_of(OCTOBER)
    close_months(now=TOO_EARLY)
    assert VisitorKey.objects.count() == 2
    close_months(now=IN_TIME)
    assert [key.month for key in VisitorKey.objects.all()] == [OCTOBER.first_day]


def test_a_destroyed_key_is_gone_with_the_table_s_file(db: None) -> None:
    key = key_of(SEPTEMBER)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size('analytics_visitorkey')")
        assert cursor.fetchone()[0] > 0
        assert destroy_keys_through(month=SEPTEMBER) == 1
        assert destroy_keys_through(month=SEPTEMBER) == 0
        cursor.execute("SELECT pg_relation_size('analytics_visitorkey')")
        assert cursor.fetchone()[0] == 0
    key_of.cache_clear()
    assert key_of(SEPTEMBER) != key


def test_one_reader_has_different_hashes_in_two_months(db: None) -> None:
    assert key_of(SEPTEMBER) != key_of(OCTOBER)


def test_raw_rows_are_deleted_on_schedule_and_totals_stay(db: None, settings: Any) -> None:
    settings.VISITS_KEPT_DAYS = 60
    write([hit("2026-09-30 12:00")])
    close_months(now=IN_TIME)
    closed_at = ClosedMonth.objects.get().closed_at
    close_months(now=closed_at + dt.timedelta(days=59))
    assert PageView.objects.count() == 1
    close_months(now=closed_at + dt.timedelta(days=61))
    assert PageView.objects.count() == 0
    assert SEPTEMBER not in existing_partitions()
    assert MonthlyTotal.objects.get(metric="visitors").value == 1
    with pytest.raises(RawRowsDeleted):
        recount(SEPTEMBER)


def test_the_next_months_have_their_place_ready(db: None) -> None:
    close_months(now=IN_TIME)
    assert {OCTOBER, Month(2026, 11), Month(2026, 12)} <= set(existing_partitions())


# --- recount -------------------------------------------------------------------------------------
@pytest.mark.parametrize("seed", [21, 22])
def test_a_recount_finds_nothing_wrong_after_a_roll_up(db: None, seed: int) -> None:
    write(random_hits(seed, moment("2026-09-28 00:00"), moment("2026-10-03 00:00"), 600))
    roll_up()
    assert recount(SEPTEMBER) == []
    assert recount(OCTOBER) == []


def test_a_recount_names_what_is_wrong_and_mends_it_also_in_a_closed_month(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    write([hit("2026-09-30 12:00", object_id=4)])
    close_months(now=IN_TIME)
    MonthlyTotal.objects.filter(metric="visits", dimension="site").update(value=7)
    MonthlyTotal.objects.filter(dimension="page").delete()
    with pytest.raises(SystemExit) as stopped:
        call_command("recount", "2026-09")
    assert stopped.value.code == 1
    assert "visits" in capsys.readouterr().out
    call_command("recount", "2026-09", "--repair")
    assert recount(SEPTEMBER) == []
    assert MonthlyTotal.objects.get(metric="visits", dimension="site").value == 1
    call_command("recount", "2026-09")
    assert "every total equals its raw rows" in capsys.readouterr().out


def test_of_a_month_without_any_number_a_recount_says_so(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    write([hit("2026-09-30 12:00")])
    roll_up()
    call_command("recount", "2027-05")
    assert capsys.readouterr().out == "2027-05: nothing was counted in it.\n"


def test_a_recount_holds_the_year_against_its_months(db: None) -> None:
    write([hit("2026-09-30 12:00")])
    roll_up()
    YearlyTotal.objects.update(value=99)
    wrong = recount(SEPTEMBER)
    assert {difference.place[0] for difference in wrong} == {"2026"}
    assert {(difference.stands, difference.counted) for difference in wrong} == {(99, 1)}
    recount(SEPTEMBER, repair=True)
    assert recount(SEPTEMBER) == []


def test_a_month_closed_under_other_definitions_is_not_counted_by_those_of_today(db: None) -> None:
    write([hit("2026-09-30 12:00")])
    close_months(now=IN_TIME)
    ClosedMonth.objects.update(definition_version=0)
    with pytest.raises(CommandError):
        call_command("recount", "2026-09", "--repair")


def test_hashes_of_a_closed_month_cannot_be_made_again(db: None) -> None:
    assert shows().status_code == 204
    close_months(now=dt.datetime.now(dt.UTC) + dt.timedelta(days=40))
    assert not VisitorKey.objects.exists()
