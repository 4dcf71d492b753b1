"""The secretariat's dashboard: sentences, charts and tables that agree and warn (V4, V8)."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import re
import tomllib
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from analytics.dashboard.numbers import Numbers
from analytics.dashboard.period import Period
from analytics.dashboard.section import Change
from analytics.dashboard.sections import SCREENS, SECTIONS
from analytics.definitions import DEFINITIONS
from analytics.models import DailyTotal, DroppedHits, MonthlyTotal, PublishedFigure
from analytics.services.count import count_month
from analytics.services.flush_hits import flush_hits
from analytics.services.record_figure import BadFigure, record_figure
from analytics.services.roll_up import roll_up
from analytics.tests.readers import hit, shows, write
from lederweb.lib.periods import Month, day_of
from lederweb.testing.world import World
from newsletter.models import Consent, Subscriber

FIGURES = settings.BASE_DIR / "lederweb" / "content" / "texts" / "figures.toml"
ADDRESS = "/admin/tal/"


def section(slug: str, today: dt.date | None = None) -> Any:
    return SECTIONS[slug](Numbers(today))


def total(month: Month, metric: str, value: int, series: str = "own") -> None:
    MonthlyTotal.objects.create(
        month=month.first_day,
        metric=metric,
        dimension="site",
        series=series,
        value=value,
        definition_version=1,
    )


def test_only_those_who_may_see_figures_see_them(world: World) -> None:
    for person, allowed in (
        (world.ellen_the_editor, False),
        (world.morten_the_moderator, False),
        (world.sanne_of_the_secretariat, True),
        (world.anna_the_administrator, True),
    ):
        client = Client()
        client.force_login(person)
        assert (client.get(ADDRESS).status_code == 200) is allowed, person
        assert (client.get(f"{ADDRESS}besoeg.csv").status_code == 200) is allowed, person
        menu = client.get("/admin/").content.decode()
        assert (f'"{ADDRESS}"' in menu) is allowed, person


def test_nobody_else_gets_past_the_log_in(db: None) -> None:
    assert Client().get(ADDRESS).status_code == 302


def test_empty_says_so_and_what_will_happen(sanne: Client) -> None:
    html = sanne.get(ADDRESS).content.decode()
    assert "<svg" not in html.partition('id="besoegende"')[2]
    for slug in ("besoeg", "besoegende", "mest-laeste", "offentliggjort", "ikke-talt"):
        assert section(slug).empty, slug


def test_a_visit_is_on_the_dashboard_after_the_roll_up(sanne: Client) -> None:
    shows("/artikler/frivillige/")
    flush_hits()
    roll_up()
    assert section("besoeg").table.shown()[0][1] == "1"
    # The roll-up drew it: nobody waits.
    assert "<svg" in sanne.get(ADDRESS).content.decode()


@pytest.mark.usefixtures("figures")
def test_within_its_budget_of_queries_on_two_years_of_totals(
    sanne: Client, world: World, django_assert_max_num_queries: Callable
) -> None:
    article = world.article()
    this_month = Month.of(day_of(timezone.now()))
    for back in range(24):
        for metric in ("visits", "visitors", "page_views"):
            total(this_month.shifted(-back), metric, 50_000 + back)
    write([hit(timezone.now(), object_id=article.pk)])
    DroppedHits.objects.create(day=day_of(timezone.now()), reason="bot", hits=3)
    for screen in SCREENS:
        for query in ("", "?fra=2025-01-01&til=2025-12-31", "?fra=2025-03-03&til=2025-03-20"):
            address = reverse(screen.url_name) + query
            sanne.get(address)  # what a process keeps for good, such as content types
            with (
                django_assert_max_num_queries(20),
                CaptureQueriesContext(connection) as captured,
            ):
                assert sanne.get(address).status_code == 200
            raw = [one["sql"] for one in captured if "analytics_pageview" in one["sql"]]
            assert not raw, "a dashboard reads totals only"


# --- Sentences, last year, months that are not over ----------------------------------------------
TODAY = dt.date(2026, 11, 23)


def test_the_sentence_tells_of_the_last_full_month_and_the_year_before(db: None) -> None:
    total(Month(2026, 10), "visitors", 95_958)
    total(Month(2025, 10), "visitors", 80_000)
    total(Month(2026, 11), "visitors", 40_000)
    found = section("besoegende", TODAY)
    assert "95.958" in found.sentence
    assert "oktober 2026" in found.sentence
    assert "20 %" in found.sentence
    assert found.table.shown()[1][1:] == ["95.958", "80.000", "+20 %"]


def test_a_month_that_is_not_over_is_compared_with_nothing(db: None) -> None:
    total(Month(2026, 11), "visits", 40_000)
    total(Month(2025, 11), "visits", 60_000)
    found = section("besoeg", TODAY)
    assert found.table.rows[0][3] is None
    assert found.notes
    assert "chart-part-fill" in found.chart


def test_a_demonstration_is_marked_wherever_its_numbers_stand(sanne: Client) -> None:
    this_month = Month.of(day_of(timezone.now()))
    total(this_month.shifted(-1), "visits", 100, series="demo")
    found = section("besoeg")
    assert found.warnings
    html = sanne.get(ADDRESS).content.decode()
    assert html.count(found.warnings[0]) >= 3
    assert found.warnings[0] in exported(sanne, "besoeg")[1]


def test_a_demonstration_gives_way_to_what_the_site_has_counted_and_is_never_added_to_it(
    sanne: Client, world: World
) -> None:
    last_month = Month.of(day_of(timezone.now())).shifted(-1)
    article = world.article("Hold talenterne varme")
    for series, visits in (("demo", 41_000), ("own", 12)):
        total(last_month, "visits", visits, series=series)
        DailyTotal.objects.create(
            day=day_of(timezone.now()),
            metric="page_views",
            dimension="page",
            key=str(article.pk),
            series=series,
            value=visits,
        )
    found, asked_for = section("besoeg"), SECTIONS["besoeg"](Numbers(demonstration=True))
    assert Numbers().value(last_month, "visits") == 12
    assert Numbers(demonstration=True).value(last_month, "visits") == 41_000
    assert not found.warnings
    assert asked_for.warnings
    own, demo = (sanne.get(ADDRESS + query).content.decode() for query in ("", "?demonstration=1"))
    assert "41.000" not in own
    # Why they are gone, beside where they are to be had.
    why, asked = own.index("talt sit første besøg"), own.index('href="?demonstration=1"')
    assert 0 < asked - why < 200
    assert "41.012" not in own + demo
    assert "41.000" in demo
    assert asked_for.warnings[0] in demo
    export = sanne.get("/admin/tal/besoeg.csv?demonstration=1")
    assert "besoeg.csv?demonstration=1" in demo
    assert asked_for.warnings[0] in b"".join(export.streaming_content).decode()


def test_every_section_stands_with_its_definition(db: None) -> None:
    for slug in SECTIONS:
        assert section(slug).definitions, slug
    assert str(DEFINITIONS["visits"].text) == str(section("besoeg").definitions[0].text)


# --- Published figures (V8) ----------------------------------------------------------------------
@pytest.mark.usefixtures("figures")
def test_the_published_average_is_said_in_a_sentence() -> None:
    found = section("offentliggjort")
    assert found.sentence == (
        "Fra januar til oktober 2017 havde Lederweb i gennemsnit 95.958 besøgende om måneden."
    )


@pytest.mark.usefixtures("figures")
def test_visits_and_visitors_never_stand_together_without_a_warning(sanne: Client) -> None:
    found = section("offentliggjort")
    assert len(found.warnings) >= 3  # the kind, the unknown periods, the different periods
    page = sanne.get(f"{ADDRESS}andre/").content.decode().partition('id="offentliggjort"')[2]
    page = page.partition("</section>")[0]
    address = re.search(r'data-chart="([^"]+)"', page)[1]
    chart = sanne.get(html.unescape(address)).content.decode()
    caption = page[page.index("<caption>") : page.index("</caption>")]
    assert "stroke-dasharray" in chart  # the break in the series is seen
    for warning in found.warnings:
        assert warning in chart
        assert warning in caption
        assert warning in exported(sanne, "offentliggjort")[1]


@pytest.mark.usefixtures("figures")
def test_about_and_at_least_are_said() -> None:
    years = section("abonnenter-gennem-aarene")
    labels = [text.text for text in ElementTree.fromstring(years.chart).iter() if text.text]
    assert {"ca. 21.000", "mindst 23.000", "26.420", "27.699"} <= set(labels)
    assert "27.500" not in " ".join(labels)  # the exact number of the year is shown


def test_every_figure_of_the_data_file_is_entered_once(db: None) -> None:
    wanted = tomllib.loads(FIGURES.read_text())["figures"]
    for _ in range(2):
        for figure in wanted:
            record_figure(**figure)
    assert PublishedFigure.objects.count() == len(wanted)
    visitors = PublishedFigure.objects.get(key="visitors-2017-monthly")
    assert (visitors.value, visitors.period_to) == (95_958, dt.date(2017, 10, 31))
    record_figure(**wanted[0] | {"value": 1})
    assert PublishedFigure.objects.get(key=wanted[0]["key"]).value == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit": "clicks"},
        {"kind": "roughly"},
        {"period_from": "2017-02-01", "period_to": "2017-01-01"},
        {"period_from": "2017-02-01"},
        {"period_from": "last year"},
        {"on_date": "2017-13"},
        {"period_from": "2017-01-01", "period_to": "2017-02-01", "on_date": "2017"},
    ],
)
def test_a_figure_that_cannot_be_is_refused(db: None, wrong: dict) -> None:
    figure = {"key": "x", "label": "X", "value": 1, "unit": "visits", "year": 2017, "source": "S"}
    with pytest.raises(BadFigure, match="x: "):
        record_figure(**figure | wrong)


# --- Subscribers ---------------------------------------------------------------------------------
def subscribe(name: str, confirmed: dt.datetime, left: dt.datetime | None = None) -> None:
    subscriber = Subscriber.objects.create(
        email=f"{name}@example.org", state="active", confirmed_at=confirmed
    )
    Consent.objects.create(
        subscriber=subscriber,
        source="form",
        wording="Ja",
        version="1",
        given_at=confirmed,
        confirmed_at=confirmed,
        withdrawn_at=left,
    )


def test_subscribers_net_change_by_month(db: None) -> None:
    august, october = Month(2026, 8).starts_at, Month(2026, 10).starts_at
    subscribe("anna", august)
    subscribe("bo", october)
    subscribe("carl", october)
    subscribe("dina", august, left=october)
    table = {row[0]: row[1:3] for row in section("abonnenter", TODAY).table.rows}
    assert table["august 2026"] == [Change(2), 2]
    assert table["september 2026"] == [Change(0), 2]
    assert table["oktober 2026"] == [Change(1), 3]
    assert "3 abonnenter" in section("abonnenter", TODAY).sentence


# --- Most read, not counted ----------------------------------------------------------------------
def test_most_read_names_pages_and_forgets_deleted_ones(world: World) -> None:
    article = world.article()
    write([hit(timezone.now(), object_id=article.pk), hit(timezone.now(), object_id=999_999)])
    roll_up()
    assert section("mest-laeste").table.rows == [[article.title, 1, None, None]]


def test_pages_that_are_gone_do_not_empty_the_list_of_the_most_read(world: World) -> None:
    article = world.article("Hold talenterne varme")
    rows = {str(article.pk): 1} | {str(10**9 + number): 100 for number in range(45)}
    DailyTotal.objects.bulk_create(
        DailyTotal(
            day=day_of(timezone.now()), metric="page_views", dimension="page", key=key, value=views
        )
        for key, views in rows.items()
    )
    today = day_of(timezone.now())
    count_month(Month.of(today))  # the days before are none of it on the first
    numbers = Numbers(period=Period(today - dt.timedelta(days=1), today))
    assert SECTIONS["mest-laeste"](numbers).table.rows[0][:2] == ["Hold talenterne varme", 1]


def test_what_is_not_counted_is_told_by_reason(db: None) -> None:
    shows(agent="curl/8")
    shows(agent="curl/8")
    shows(dnt="1")
    flush_hits()
    assert [row[1] for row in section("ikke-talt").table.rows] == [2, 1]


# --- Charts and exports --------------------------------------------------------------------------
@pytest.mark.usefixtures("figures")
def test_charts_stand_under_the_strict_policy_and_have_a_name(sanne: Client) -> None:
    this_month = Month.of(day_of(timezone.now()))
    total(this_month.shifted(-1), "visits", 100)
    total(this_month.shifted(-13), "visits", 90)
    drawn = 0
    for slug in SECTIONS:
        chart = section(slug).chart
        if chart is None:
            continue
        drawn += 1
        root = ElementTree.fromstring(chart)
        assert root.get("role") == "img"
        named = {element.get("id"): element.text for element in root.iter()}
        assert all(named[name] for name in root.get("aria-labelledby").split())
        assert not any(element.get("style") for element in root.iter())
        assert not [element for element in root.iter() if element.tag.endswith("style")]
    assert drawn >= 3
    html = sanne.get(ADDRESS).content.decode().partition('class="figures"')[2]
    assert "style=" not in html.partition("</main>")[0]


def test_bars_begin_at_zero(db: None) -> None:
    total(Month(2026, 10), "visits", 50_000)
    total(Month(2026, 9), "visits", 49_000)
    assert ">0<" in section("besoeg", TODAY).chart


def exported(client: Client, slug: str) -> tuple[list[list[str]], str]:
    response = client.get(reverse("analytics_export_csv", args=[slug]))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";")), text


def test_an_export_has_numbers_that_can_be_added_up(sanne: Client) -> None:
    this_month = Month.of(day_of(timezone.now()))
    total(this_month, "visits", 12_345)
    rows, text = exported(sanne, "besoeg")
    assert rows[1][1] == "12345"
    assert str(DEFINITIONS["visits"].text) in text


def test_an_export_says_which_numbers_are_estimates(sanne: Client) -> None:
    this_month = Month.of(day_of(timezone.now()))
    total(this_month, "visitors", 4321)
    MonthlyTotal.objects.update(is_estimate=True)
    total(this_month.shifted(-1), "visitors", 5000)
    for slug in ("nu", "besoegende"):
        rows, text = exported(sanne, slug)
        [said] = [row[0] for row in rows if row and row[0].startswith("Skøn")]
        assert this_month.name in said, slug
        assert this_month.shifted(-1).name not in said
        assert "4321" in text  # a number to go on with


def test_an_export_quotes_what_a_spreadsheet_takes_for_a_formula(
    sanne: Client, world: World
) -> None:
    article = world.article(title='=HYPERLINK("http://example.org")')
    write([hit(timezone.now(), object_id=article.pk)])
    roll_up()
    rows, _text = exported(sanne, "mest-laeste")
    assert rows[1][0] == '\'=HYPERLINK("http://example.org")'


def test_an_export_that_is_not_there_is_not_found(sanne: Client) -> None:
    assert sanne.get(f"{ADDRESS}intet.csv").status_code == 404
