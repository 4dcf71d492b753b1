"""Exports of Matomo and Plausible, by day and by month."""

from __future__ import annotations

import datetime as dt
import gc
import io
import sys

import pytest
from django.test import Client
from django.utils import timezone

from analytics.importing.exports import BadExport, read_export
from analytics.management.commands.import_logs import Command
from analytics.models import DailyTotal, ImportedFile, ImportedSource, MonthlyTotal
from analytics.services.import_export import import_export
from analytics.services.roll_up import roll_up
from analytics.services.write_hits import mark_changed
from lederweb.lib.periods import Month, day_of

pytestmark = pytest.mark.django_db

PLAUSIBLE_DAYS = "date,visitors,pageviews,visits\n2016-03-01,10,40,12\n2016-03-02,20,50,25\n"
MATOMO_MONTHS = "Dato;Unikke besøgende;Besøg;Sidevisninger\nmarts 2016;80.952;101.000;250.000\n"

MARCH = Month(2016, 3)


def take(content: str, kind: str = "plausible", name: str = "Plausible") -> ImportedFile:
    data = content.encode()
    return import_export(
        source_name=name, kind=kind, file=io.BytesIO(data), file_name="x.csv", size=len(data)
    )


def of_month(metric: str, name: str = "Plausible", month: Month = MARCH) -> int:
    series = ImportedSource.objects.get(name=name).series
    return MonthlyTotal.objects.total(metric, month.first_day, month.first_day, series=series)


def test_days_make_months_of_what_adds_up_and_of_visitors_they_do_not() -> None:
    imported = take(PLAUSIBLE_DAYS)
    assert (of_month("visits"), of_month("page_views"), of_month("visitors")) == (37, 90, 0)
    assert DailyTotal.objects.filter(metric="visitors").count() == 2
    assert (imported.first_day, imported.last_day) == (dt.date(2016, 3, 1), dt.date(2016, 3, 2))


def test_again_doubles_nothing_and_a_later_export_of_the_month_continues_it() -> None:
    take(PLAUSIBLE_DAYS)
    take(PLAUSIBLE_DAYS)
    assert of_month("visits") == 37
    assert ImportedFile.objects.count() == 1
    take("date,visitors,pageviews,visits\n2016-03-02,20,50,30\n2016-03-03,1,1,1\n")
    assert of_month("visits") == 12 + 30 + 1


def test_a_month_that_was_imported_is_not_replaced_by_a_few_of_its_days() -> None:
    take(MATOMO_MONTHS, "matomo", "Matomo")
    days = "Dato;Besøg\n2016-03-01;3000\n2016-03-02;3000\n"
    with pytest.raises(BadExport, match="marts 2016"):
        take(days, "matomo", "Matomo")
    assert of_month("visits", "Matomo") == 101_000
    take(days.replace("-03-", "-04-"), "matomo", "Matomo")
    assert of_month("visits", "Matomo", Month(2016, 4)) == 6000
    take(MATOMO_MONTHS.replace("marts", "april"), "matomo", "Matomo")  # better than two days
    assert of_month("visits", "Matomo", Month(2016, 4)) == 101_000
    with pytest.raises(BadExport, match="april 2016"):
        take(days.replace("-03-", "-04-"), "matomo", "Matomo")


def test_a_day_may_have_its_time_of_day() -> None:
    take("date,visits\n2016-03-01 00:00:00,10\n2016-03-02T00:00:00,20\n")
    assert of_month("visits") == 30


def test_months_in_danish_words_and_numbers() -> None:
    take(MATOMO_MONTHS, "matomo", "Matomo")
    assert of_month("visitors", "Matomo") == 80_952
    assert of_month("visits", "Matomo") == 101_000


def test_rows_that_all_begin_a_month_are_months() -> None:
    take("date,visitors\n2016-03-01,10\n2016-04-01,20\n")
    assert of_month("visitors", month=Month(2016, 4)) == 20
    assert not DailyTotal.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "navn,alder\nAnna,3\n",
        "date,visits\n2016-13-40,1\n",
        "date,visits\n2016-03-01,mange\n",
        "date,visits\n2016-03-01,-4\n",
        "date,visits\n2016-03-02,1\n2016-03-02,2\n",
        "date,visits\n2016-03-02,1\n2016-03,2\n",
        "date,visits\n",
        "date,visits\n2016-03-07,99999999999999999999\n",
        pytest.param("date,visits\n2016-03-07," + "9" * 5000 + "\n", id="endless"),
        "date,visits\n9999-12,10\n",
        "date,visits\njanuar 0000,10\n",
        "date,visits\n1999-12-31,10\n",
        "date;visits\n2016-03-07,2016-03-13;700\n2016-03-14,2016-03-20;800\n",
        "date,visits\n2016-03-01,700\n",  # a day or a month
        pytest.param('date,visits\n"2016-03-01,7\n2016-03-02,8\n', id="never closed"),
    ],
)
def test_what_cannot_be_taken_in_is_told_and_changes_nothing(wrong: str) -> None:
    with pytest.raises(BadExport) as refused:
        take(wrong)
    assert all(fault.strip() for fault in refused.value.faults)
    assert not any("Exceeds" in fault or len(fault) > 300 for fault in refused.value.faults)
    assert not ImportedSource.objects.exists()


def test_no_day_and_no_month_still_to_come_is_taken_in() -> None:
    today = day_of(timezone.now())
    yesterday, tomorrow = (today + dt.timedelta(days=ahead) for ahead in (-1, 1))
    take(f"date,visits\n{yesterday},1\n{today},1\n")
    with pytest.raises(BadExport, match=f"{tomorrow}.*fremtiden"):
        take(f"date,visits\n{today},1\n{tomorrow},1\n")
    this_month = Month.of(today)
    take(f"date,visits\n{this_month},5\n", name="Måneder")
    with pytest.raises(BadExport, match="fremtiden"):
        take(f"date,visits\n{this_month},5\n{this_month.shifted(1)},5\n", name="Måneder")


def test_what_may_be_imported_is_told_before_it_is_tried(sanne: Client) -> None:
    """What the page says is what the tests above and those of logs show."""
    html = " ".join(sanne.get("/admin/tal/taellere/").content.decode().split())
    assert "måneder, som den har i forvejen, erstattes" in html
    assert "Dage i en måned, der kom ind som en hel måned, afvises" in html
    assert "Har kilden måneden i forvejen, afvises den" in html
    assert "måneder, som hjemmesiden selv har talt" in html
    for said in (html, str(Command.help)):
        assert "--replace" in said


def test_a_source_keeps_its_kind() -> None:
    take(PLAUSIBLE_DAYS)
    with pytest.raises(BadExport):
        take(MATOMO_MONTHS, "matomo", "Plausible")


def test_our_roll_up_leaves_imported_days_as_they_are() -> None:
    take(PLAUSIBLE_DAYS)
    mark_changed([dt.date(2016, 3, 1)])
    roll_up()
    assert of_month("visits") == 37
    assert DailyTotal.objects.filter(metric="visits").count() == 2


def test_a_table_that_is_refused_is_let_go_of(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", heard.append)
    file = io.BytesIO(b"navn,noget\nAnna,2\n")
    with pytest.raises(BadExport) as refused:
        read_export(file, size=20)
    file.close()
    del refused  # it knows where reading stopped
    gc.collect()
    assert heard == []
