"""Subscribers on the dashboard: in the period that was asked for, and as published before."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from analytics.dashboard.numbers import Numbers
from analytics.dashboard.period import Period
from analytics.dashboard.section import Change, Section
from analytics.dashboard.sections import SECTIONS
from analytics.models import MonthlyTotal
from lederweb.lib.periods import Month, start_of
from newsletter.models import Consent, Subscriber

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 23)
OF_2017 = Period(dt.date(2017, 1, 1), dt.date(2017, 10, 31))


def holds(subscriber: Subscriber, first: dt.date, last: dt.date | None = None) -> None:
    Consent.objects.create(
        subscriber=subscriber,
        source="form",
        wording="Ja",
        version="1",
        given_at=start_of(first),
        confirmed_at=start_of(first),
        withdrawn_at=start_of(last) if last else None,
    )


def somebody(name: str) -> Subscriber:
    return Subscriber.objects.create(
        email=f"{name}@example.org", state="active", confirmed_at=start_of(TODAY)
    )


@pytest.fixture
def list_of_three() -> None:
    """Anna from August on, Bo in August and again from 10 October, Carl since 3 October."""
    anna, bo, carl = somebody("anna"), somebody("bo"), somebody("carl")
    holds(anna, dt.date(2026, 8, 2))
    holds(anna, dt.date(2026, 9, 1))  # confirmed a second time, still one person
    holds(bo, dt.date(2026, 8, 2), dt.date(2026, 8, 20))
    holds(bo, dt.date(2026, 10, 10))
    holds(carl, dt.date(2026, 10, 3))


def shown(period: Period) -> Section:
    return SECTIONS["abonnenter"](Numbers(TODAY, period=period))


@pytest.mark.usefixtures("list_of_three")
def test_they_follow_the_period_and_begin_with_the_list() -> None:
    found = shown(Period.of_months(Month(2026, 7), Month(2026, 10)))
    assert [row[:3] for row in found.table.rows] == [
        ["oktober 2026", Change(2), 3],
        ["september 2026", Change(0), 1],
        ["august 2026", Change(1), 1],
    ]
    assert found.sentence == "Den 31. oktober 2026 havde nyhedsbrevet 3 abonnenter."
    assert "okt" in (found.chart or "")
    assert "jul" not in (found.chart or "")
    later = shown(Period.of_months(Month(2026, 10), Month(2026, 11)))
    assert later.sentence == "Nyhedsbrevet har 3 abonnenter, 2 flere end den 30. september 2026."


@pytest.mark.usefixtures("list_of_three")
def test_a_single_day_is_held_against_the_evening_before() -> None:
    third = dt.date(2026, 10, 3)
    found = shown(Period(third, third))
    assert found.sentence.endswith("2 abonnenter, 1 flere end den 2. oktober 2026.")
    assert found.table.rows[0][1] == Change(1)


@pytest.mark.usefixtures("list_of_three")
def test_a_part_of_a_month_is_told_by_its_days() -> None:
    found = shown(Period(dt.date(2026, 10, 2), dt.date(2026, 10, 4)))
    assert [row[:3] for row in found.table.rows] == [
        ["4. oktober 2026", Change(0), 2],
        ["3. oktober 2026", Change(1), 2],
        ["2. oktober 2026", Change(0), 1],
    ]
    assert found.sentence == (
        "Den 4. oktober 2026 havde nyhedsbrevet 2 abonnenter, 1 flere end den 1. oktober 2026."
    )


@pytest.mark.usefixtures("list_of_three", "figures")
def test_before_the_list_it_is_what_was_published_with_its_source(sanne: Client) -> None:
    found = shown(OF_2017)
    assert found.sentence == (
        "Nyhedsbrevet havde 27.699 abonnenter (26. oktober 2017); tidligere 26.420 "
        "(14. oktober 2016)."
    )
    assert {row[1] for row in found.table.rows} == {27_699, 26_420, 27_500}
    assert {row[3] for row in found.table.rows} == {"Status december 2017"}
    assert "27.699" in (found.chart or "")
    assert not any("demonstration" in warning.lower() for warning in found.warnings)
    export = sanne.get(
        reverse("analytics_export_csv", args=["abonnenter"]),
        {"fra": "2017-01-01", "til": "2017-10-31"},
    )
    text = b"".join(export.streaming_content).decode("utf-8-sig")
    assert "26. oktober 2017;27699;" in text
    assert "november 2026" not in text


@pytest.mark.usefixtures("figures")
def test_a_year_leads_with_its_own_number_and_never_with_a_later_one() -> None:
    of_2016 = shown(Period(dt.date(2016, 1, 1), dt.date(2016, 12, 31))).sentence
    assert of_2016.startswith("Nyhedsbrevet havde 26.420 abonnenter (14. oktober 2016)")
    assert "2017" not in of_2016
    week = shown(Period(dt.date(2017, 3, 6), dt.date(2017, 3, 12))).sentence
    assert week == (
        "Der er intet tal for abonnenterne fra den 6. marts 2017 til den 12. marts 2017. "
        "Nærmest: 26.420 (14. oktober 2016), 27.699 (26. oktober 2017)."
    )


@pytest.mark.usefixtures("list_of_three", "figures")
def test_nearest_to_a_time_to_come_is_today() -> None:
    found = shown(Period(dt.date(2026, 11, 25), dt.date(2026, 11, 30)))
    assert found.sentence.endswith("Nærmest: 3 (23. november 2026).")
    assert (found.headline, found.is_stated) == (found.sentence, False)
    assert [row[1] for row in found.table.rows] == [3]
    assert (found.source, found.empty) == ("Listen over abonnenter", "")


@pytest.mark.usefixtures("list_of_three")
def test_a_day_on_which_nobody_came_or_left_is_told_and_not_drawn() -> None:
    found = shown(Period(dt.date(2026, 10, 20), dt.date(2026, 10, 20)))
    assert found.sentence.endswith("3 abonnenter, lige så mange som den 19. oktober 2026.")
    assert (found.drawing, found.table.rows[0][1]) == (None, Change(0))


@pytest.mark.usefixtures("list_of_three", "figures")
def test_where_the_list_tells_the_newest_published_number_is_named_beside_it() -> None:
    found = shown(Period.of_months(Month(2025, 12), Month(2026, 11)))
    assert any("27.699 (26. oktober 2017, Status december 2017)" in note for note in found.notes)


@pytest.mark.usefixtures("figures")
def test_a_time_of_both_shows_both_with_the_warning_that_they_are_not_counted_alike() -> None:
    holds(somebody("anna"), dt.date(2017, 8, 2))
    found = shown(OF_2017)
    assert ["26. oktober 2017", None, 27_699, "præcist", "Status december 2017"] in found.table.rows
    assert found.table.rows[0][:3] == ["oktober 2017", Change(0), 1]
    assert any("talt på forskellige måder" in warning for warning in found.warnings)


def test_where_nothing_is_known_it_says_so() -> None:
    found = shown(OF_2017)
    assert found.empty == "Ingen har tilmeldt sig endnu."
    assert (found.headline, found.is_stated) == ("", False)


@pytest.mark.usefixtures("list_of_three")
def test_a_time_before_the_list_and_the_documents_is_unknown() -> None:
    assert "fra januar til oktober 2017" in shown(OF_2017).empty


@pytest.mark.usefixtures("figures")
def test_the_word_of_a_demonstration_stands_over_no_published_number(sanne: Client) -> None:
    MonthlyTotal.objects.create(
        month=dt.date(2026, 10, 1),
        metric="visits",
        dimension="site",
        series="demo",
        value=100,
        definition_version=1,
    )
    word = "Tallene er en demonstration"
    head = _head(sanne, "?fra=2017-01-01&til=2017-10-31")
    assert "95.958" in head
    assert "27.699" in head
    assert word not in head
    assert word in _head(sanne, "")


def _head(client: Client, query: str) -> str:
    page = client.get(f"/admin/tal/{query}").content.decode()
    return page.partition('class="figures-shown"')[2].partition("figures-contents")[0]


@pytest.mark.usefixtures("list_of_three")
def test_changes_are_numbers_in_a_spreadsheet(sanne: Client) -> None:
    query = {"fra": "2026-07-01", "til": "2026-10-31"}
    address = reverse("analytics_export_xlsx", args=["abonnenter"])
    rows = list(load_workbook(io.BytesIO(sanne.get(address, query).content)).active.iter_rows())
    assert [cell.value for cell in rows[1]][1:3] == [2, 3]
    assert "+" in rows[1][1].number_format
    text = sanne.get(reverse("analytics_export_csv", args=["abonnenter"]), query)
    assert "oktober 2026;+2;3;" in b"".join(text.streaming_content).decode("utf-8-sig")


def test_a_change_in_percent_is_one_too(sanne: Client) -> None:
    for year, value in ((2026, 97), (2025, 100)):
        MonthlyTotal.objects.create(
            month=dt.date(year, 9, 1),
            metric="visits",
            dimension="site",
            value=value,
            definition_version=1,
        )
    query = {"fra": "2026-08-01", "til": "2026-09-30"}
    book = sanne.get(reverse("analytics_export_xlsx", args=["besoeg"]), query).content
    cell = list(load_workbook(io.BytesIO(book)).active.iter_rows())[1][3]
    assert (cell.value, "%" in cell.number_format) == (-0.03, True)
    text = sanne.get(reverse("analytics_export_csv", args=["besoeg"]), query)
    assert ";-3 %" in b"".join(text.streaming_content).decode("utf-8-sig")
