"""Any period beside any other, from whatever there is, and never without its warning (V8)."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.text import slugify
from openpyxl import load_workbook

from analytics.dashboard.numbers import Numbers
from analytics.dashboard.period import Period
from analytics.dashboard.period_form import PeriodForm
from analytics.dashboard.section import Change, Section
from analytics.dashboard.sections import SECTIONS
from analytics.exports import csv_lines
from analytics.models import (
    DailyTotal,
    FollowerCount,
    ImportedSource,
    MonthlyTotal,
    PublishedFigure,
    Series,
)
from analytics.services.count import count_year
from analytics.services.record_figure import record_figure
from lederweb.lib.periods import Month
from lederweb.testing.world import World

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 23)
OF_2017 = {"fra": "2017-01-01", "til": "2017-10-31"}
IN_2016 = {"mod": "anden", "mod_fra": "2016-01-01", "mod_til": "2016-12-31"}


def asked(**given: str) -> PeriodForm:
    form = PeriodForm(given, today=TODAY)
    form.is_valid()
    return form


def shown(slug: str, **given: str) -> Section:
    form = asked(**given)
    return SECTIONS[slug](Numbers(TODAY, period=form.period, compared=form.compared))


def total(month: Month, metric: str, value: int, **more: Any) -> None:
    wanted = {"dimension": "site", "definition_version": 1} | more
    MonthlyTotal.objects.create(month=month.first_day, metric=metric, value=value, **wanted)


def test_full_months_are_added_up_and_their_visitors_never() -> None:
    for number, value in ((8, 1200), (9, 1300), (10, 1500), (11, 90)):
        for metric in ("page_views", "visitors"):
            total(Month(2026, number), metric, value)
    autumn = {"fra": "2026-08-01", "til": "2026-11-30"}
    found = shown("sidevisninger", **autumn).sentence
    assert found.endswith("August til oktober 2026 i alt: 4.000 sidevisninger.")
    assert "i alt" not in shown("besoegende", **autumn).sentence


@pytest.mark.parametrize(
    ("series", "source"),
    [
        (Series.OWN, "Talt af hjemmesiden selv, uden cookies"),
        (Series.DEMO, "Demonstrationen: besøgene er fundet på af programmet"),
    ],
)
def test_made_up_visits_are_not_said_to_be_counted(series: Series, source: str) -> None:
    total(Month(2026, 10), "visits", 1200, series=series)
    total(Month(2026, 10), "visitors", 900, series=series)
    assert shown("besoeg").source == shown("gennemsnit").source == source


# --- Periods -------------------------------------------------------------------------------------
def test_without_a_wish_it_is_the_last_twelve_months_and_those_before() -> None:
    form = asked()
    assert form.period == Period(dt.date(2025, 12, 1), dt.date(2026, 11, 30))
    assert form.compared == Period(dt.date(2024, 12, 1), dt.date(2025, 11, 30))


def test_a_year_before_and_right_before() -> None:
    assert asked(**OF_2017).compared.name == "januar til oktober 2016"
    before = asked(**OF_2017, mod="lige-foer").compared
    assert (before.first, before.last) == (dt.date(2016, 3, 1), dt.date(2016, 12, 31))
    days = asked(fra="2024-02-29", til="2024-03-09", mod="lige-foer")
    assert days.compared == Period(dt.date(2024, 2, 19), dt.date(2024, 2, 28))
    assert asked(fra="29-02-2024", til="09-03-2024").compared.first == dt.date(2023, 2, 28)
    assert asked(**OF_2017, **IN_2016).compared.name == "2016"


@pytest.mark.parametrize(
    "wrong",
    [
        {"fra": "2017-10-31", "til": "2017-01-01"},
        {"fra": "2017-01-01"},
        {"fra": "i går", "til": "2017-01-01"},
        {"fra": "2017-01-02", "til": "2017-10-31"},
        {"fra": "1999-01-01", "til": "2017-01-31"},
        {"fra": "2010-01-01", "til": "2017-12-31"},
        {"fra": "2026-01-01", "til": "2027-12-31"},
        {**OF_2017, "mod": "anden"},
        {**OF_2017, "mod": "noget"},
    ],
)
def test_what_cannot_be_asked_is_explained_and_the_usual_period_shown(
    wrong: dict[str, str], sanne: Client
) -> None:
    form = asked(**wrong)
    assert form.errors
    assert form.period == form.default
    html = sanne.get("/admin/tal/", wrong).content.decode()
    assert "figures-error" in html
    # A file has no place to explain in: other numbers would pass for those that were asked for.
    error = str(next(iter(form.errors.values()))[0])
    for address in ("besoeg.csv", "besoeg.xlsx", "besoeg.png", "besoeg/diagram/"):
        refused = sanne.get(f"/admin/tal/{address}", wrong)
        assert (refused.status_code, error in refused.content.decode()) == (400, True), address


def test_a_shortcut_changes_the_period_and_nothing_else_that_was_chosen(sanne: Client) -> None:
    for series in Series.values:
        total(Month(2017, 1), "visits", 30, series=series)
    chosen = OF_2017 | IN_2016
    for given in (chosen, chosen | {"demonstration": "1"}):
        page = sanne.get("/admin/tal/", given)
        shortcuts = [dict(parse_qsl(query[1:])) for _label, query in page.context["presets"]]
        assert all(shortcut | OF_2017 == given for shortcut in shortcuts)
    # Nor does the way to the other numbers change the period.
    there = page.context["other_series"]
    assert dict(parse_qsl(there[1:])) == chosen
    assert escape(there) in page.content.decode()


# --- From January to October 2017 ---------------------------------------------------------------
@pytest.mark.usefixtures("figures")
def test_the_average_of_2017_stands_beside_that_of_2016_with_its_warning(sanne: Client) -> None:
    found = shown("gennemsnit", **OF_2017)
    assert "Fra januar til oktober 2017 havde Lederweb i gennemsnit 95.958" in found.sentence
    assert "80.952 besøg" in found.sentence
    assert [row[1] for row in found.table.rows] == [95_958, 80_952]
    assert len(found.warnings) >= 2  # visits and visitors, and a period that is not stated
    assert "stroke-dasharray" in (found.chart or "")
    svg = (found.picture("svg") or b"").decode()
    book = sanne.get(reverse("analytics_export_xlsx", args=["gennemsnit"]), OF_2017)
    sheet = load_workbook(io.BytesIO(book.content)).active
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    export = sanne.get(reverse("analytics_export_csv", args=["gennemsnit"]), OF_2017)
    text = b"".join(export.streaming_content).decode("utf-8-sig")
    assert {95_958, 80_952} <= set(cells)
    for warning in found.warnings:
        assert warning in cells
        assert warning in text
        assert warning in (found.chart or "")
        assert warning[:60] in svg
    png = sanne.get(reverse("analytics_export_png", args=["gennemsnit"]), OF_2017)
    assert png.content.startswith(b"\x89PNG")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[1][1] == "95958"


def test_what_it_is_compared_with_never_stands_for_what_was_asked() -> None:
    published_average(58_500, "Status 2013", unit="visits", year=2013)
    found = shown("gennemsnit", fra="2014-01-01", til="2014-12-31", mod="aaret-foer")
    missing = "Der er intet tal for en gennemsnitlig måned i 2014."
    assert (found.headline, found.is_stated) == (missing, False)
    assert found.sentence.startswith(f"{missing} Fra januar til oktober 2013 havde Lederweb")


@pytest.mark.usefixtures("figures")
def test_what_this_site_counted_comes_before_what_was_published() -> None:
    for number in range(1, 11):
        total(Month(2017, number), "visitors", 1000 * number)
    found = shown("gennemsnit", **OF_2017)
    assert [row[1] for row in found.table.exported()] == [5500, 80_952]
    assert any("talt" in warning or "counted" in warning for warning in found.warnings)


def published_average(value: int, source: str, unit: str = "visitors", year: int = 2017) -> None:
    record_figure(
        key=slugify(f"{unit} {year} {source}"),
        label=f"{unit} {year}",
        value=value,
        unit=unit,
        year=year,
        source=source,
        monthly_average=True,
        period_from=f"{year}-01-01",
        period_to=f"{year}-10-31",
    )


def test_two_sources_of_one_year_are_two_columns() -> None:
    published_average(95_958, "Status 2017")
    published_average(95_000, "Årsrapport 2017")
    chart = shown("offentliggjort").chart or ""
    bars = re.findall(r'<path [^>]*class="chart-other-fill"[^>]*>', chart)
    assert len({re.search(r' d="M([\d.]+),', bar)[1] for bar in bars}) == 2  # type: ignore[index]
    assert ">150.000<" not in chart  # as high as the higher one, not as both


def test_the_older_average_stands_to_the_left_also_where_it_was_asked_for() -> None:
    published_average(58_500, "Status 2013", unit="visits", year=2013)
    published_average(95_958, "Status 2017")
    later = {"mod": "anden", "mod_fra": "2017-01-01", "mod_til": "2017-10-31"}
    found = shown("gennemsnit", fra="2013-01-01", til="2013-09-30", **later)
    assert [row[1] for row in found.table.rows] == [58_500, 95_958]
    assert [bar["value"] for bar in found.drawing["data"]["values"]] == [58_500, 95_958]  # type: ignore[index]
    assert "Herfra besøgende, ikke besøg" in (found.chart or "")


def test_days_have_no_average_month_and_months_without_one_say_so(sanne: Client) -> None:
    days = sanne.get("/admin/tal/", {"fra": "2026-10-05", "til": "2026-10-11"}).content.decode()
    assert 'id="gennemsnit"' not in days
    months = sanne.get("/admin/tal/", {"fra": "2026-09-01", "til": "2026-10-31"}).content.decode()
    assert (
        "Der er ingen tal for en gennemsnitlig måned fra september til oktober 2026 eller "
        "fra september til oktober 2025."
    ) in months


def test_only_visitors_may_have_been_published(sanne: Client) -> None:
    published_average(95_958, "Status 2017")
    assert "95.958" in (shown("offentliggjort").chart or "")
    assert sanne.get(reverse("analytics_elsewhere")).status_code == 200


# --- Breaks --------------------------------------------------------------------------------------
def test_a_new_definition_is_a_visible_break_with_a_warning() -> None:
    for number, version in ((1, 1), (2, 1), (3, 2), (4, 2)):
        total(Month(2026, number), "visits", 100, definition_version=version)
    found = shown("besoeg", fra="2026-01-01", til="2026-04-30")
    assert any("marts 2026" in warning for warning in found.warnings)
    assert "stroke-dasharray" in (found.chart or "")
    assert not shown("besoeg", fra="2026-03-01", til="2026-04-30").warnings


def test_different_parts_of_the_year_are_never_compared_without_saying_so() -> None:
    for month in (Month(2026, 1), Month(2026, 2), Month(2025, 7), Month(2025, 8)):
        total(month, "visits", 100)
    alike = shown("besoeg", fra="2026-01-01", til="2026-02-28")
    other = shown(
        "besoeg",
        fra="2026-01-01",
        til="2026-02-28",
        mod="anden",
        mod_fra="2025-07-01",
        mod_til="2025-08-31",
    )
    assert not alike.warnings
    assert other.warnings
    assert other.warnings[0] in (other.chart or "")


def test_february_of_a_leap_year_is_the_same_part_of_the_year() -> None:
    for month in (Month(2024, 1), Month(2024, 2), Month(2023, 1), Month(2023, 2)):
        total(month, "visits", 100)
    assert not shown("besoeg", fra="2024-01-01", til="2024-02-29").warnings


# --- Days, estimates, breakdowns -----------------------------------------------------------------
def test_a_month_is_shown_by_its_days_whose_visitors_are_not_added_up() -> None:
    for day, value in ((1, 10), (2, 30)):
        for metric in ("visitors", "visits"):
            DailyTotal.objects.create(
                day=dt.date(2026, 10, day), metric=metric, dimension="site", value=value
            )
    given = {"fra": "2026-10-01", "til": "2026-10-31"}
    assert "40 besøg" in shown("besoeg", **given).sentence
    visitors = shown("besoegende", **given)
    assert "1 besøgende om dagen" in visitors.sentence  # 40 in 31 days, not 20 on two
    assert visitors.table.rows[-1][0] == "torsdag den 1. oktober 2026"


def test_an_estimate_says_so_wherever_it_stands() -> None:
    total(Month(2026, 11), "visitors", 4321, is_estimate=True)
    found = shown("besoegende")
    assert found.table.shown()[0][1] == "ca. 4.300"
    assert "ca. 4.300" in (found.chart or "")
    assert any("ca." in note for note in found.notes)


def test_an_average_of_an_estimate_is_one_in_sentence_list_and_export_alike() -> None:
    total(Month(2017, 1), "visitors", 14_123, is_estimate=True)
    found = shown("gennemsnit", fra="2017-01-01", til="2017-01-31")
    assert "ca. 14.100" in found.sentence
    assert found.table.shown()[0][1] == "ca. 14.100"
    assert len(found.table.estimates) == 1


def test_words_before_a_number_above_a_column_stay_one_line() -> None:
    published_average(58_000, "Status 2017")
    PublishedFigure.objects.update(statement=PublishedFigure.Statement.AT_LEAST)
    with translation.override("en"):
        (bar,) = shown("gennemsnit", **OF_2017).drawing["data"]["values"]  # type: ignore[index]
    assert (bar["above"], bar["label"]) == ("at least", "58.000")


def test_breakdowns_stand_beside_the_other_period_under_names_that_people_use(
    world: World,
) -> None:
    article = world.article("Hold talenterne varme")
    series_title = world.episode().get_parent().title
    keys = (
        ("page_views", "page", str(article.pk), "mest-laeste", "Hold talenterne varme"),
        ("page_views", "tier", "2", "vaeksthuse", "Væksthus 2"),
        ("page_views", "kind", "articlepage", "art", "Artikel"),
        ("visits", "referrer", "search", "hvorfra", "søgemaskiner"),
        ("visits", "device", "phone", "enheder", "telefon"),
        ("visits", "referrer_site", "kl.dk", "fra-sider", "kl.dk"),
        ("visits", "campaign", "uge-47", "kampagner", "uge-47"),
        ("visits", "language", "da", "sprog", "dansk"),
        ("visits", "language", "xx", "sprog", "xx"),
        ("feeds", "page", str(world.episode().get_parent().pk), "feeds", series_title),
        ("searches", "word", "trivsel", "soegeord", "trivsel"),
        ("searches_in_vain", "word", "enhjørning", "soegt-forgaeves", "enhjørning"),
        ("downloads", "document", str(world.pdf.pk), "dokumenter", world.pdf.title),
    )
    for metric, dimension, key, slug, name in keys:
        total(Month(2026, 10), metric, 30, dimension=dimension, key=key)
        total(Month(2026, 9), metric, 10, dimension=dimension, key=key)
        total(Month(2025, 10), metric, 20, dimension=dimension, key=key)
        count_year(2026)
        found = shown(slug, fra="2025-11-01", til="2026-10-31")
        results = [None] if slug == "soegeord" else []
        assert found.table.rows == [[name, 40, *results, 20, Change(100, in_percent=True)]], slug
        assert name in found.sentence
        assert found.chart
        MonthlyTotal.objects.all().delete()


def lines(slug: str, **given: str) -> list[list[str]]:
    """The export as a spreadsheet reads it."""
    _byte_order_mark, *rest = csv_lines(shown(slug, **given))
    return list(csv.reader(rest, delimiter=";"))


def test_an_export_names_both_periods_and_which_column_belongs_to_which() -> None:
    for month, value in ((Month(2017, 1), 40), (Month(2016, 11), 20)):
        total(month, "page_views", value, dimension="tier", key="2")
        total(month, "page_views", value)
        count_year(month.year)
    given = {"fra": "2017-01-01", "til": "2017-02-28", "mod": "lige-foer"}
    heads = lines("vaeksthuse", **given)[0]
    assert heads[1:3] == [
        "Sidevisninger: januar til februar 2017",
        "Sammenlignet: november til december 2016",
    ]
    heads, *rows = lines("sidevisninger", **given)
    assert heads[2] == "Måned til sammenligning"
    assert rows[1][:4] == ["januar 2017", "40", "november 2016", "20"]
    running = shown("vaeksthuse", fra="2026-01-01", til="2026-11-30").table.columns[1]
    assert running == "Sidevisninger: januar til november 2026 indtil nu"


# --- Other counters ------------------------------------------------------------------------------
def test_an_imported_source_stands_beside_ours_with_a_warning() -> None:
    source = ImportedSource.objects.create(name="Gammel server", kind="log")
    total(Month(2026, 10), "visits", 100)
    total(Month(2026, 10), "visits", 80, series=source.series)
    found = shown("andre-taellere")
    assert [row[1] for row in found.table.rows] == ["hjemmesiden selv", "Gammel server"]
    assert found.warnings
    assert found.warnings[0] in (found.chart or "")
    assert Numbers(TODAY).value(Month(2026, 10), "visits") == 100


def test_how_we_are_doing_says_that_it_is_of_now_whatever_period_is_chosen() -> None:
    found = shown("nu", **OF_2017)
    assert found.sentence == (
        "Opgjort den 23. november 2026, uanset hvilken periode der er valgt ovenfor."
    )
    assert found.table.columns[1] == "november 2026 indtil nu"


def test_followers_by_channel_and_month() -> None:
    for channel, number, value in (("facebook", 9, 4500), ("facebook", 10, 4544)):
        FollowerCount.objects.create(channel=channel, month=dt.date(2026, number, 1), value=value)
    found = shown("foelgere")
    assert found.table.rows == [["oktober 2026", 4544], ["september 2026", 4500]]
    assert (found.sentence, found.warnings) == ("Senest talt: Facebook 4.544 (oktober 2026).", [])


def test_followers_counted_in_different_months_stand_under_their_own_with_a_warning() -> None:
    for channel, month, value in (
        ("facebook", dt.date(2026, 10, 1), 4544),
        ("linkedin", dt.date(2026, 10, 1), 1200),
        ("youtube", dt.date(2025, 3, 1), 120),
    ):
        FollowerCount.objects.create(channel=channel, month=month, value=value)
    found = shown("foelgere")
    assert found.sentence == (
        "Senest talt: Facebook 4.544, LinkedIn 1.200 (oktober 2026); YouTube 120 (marts 2025)."
    )
    assert "YouTube (marts 2025)" in (found.chart or "")
    assert "oktober 2026, marts 2025" in found.warnings[0]
    assert found.warnings[0] in (found.chart or "")
