"""A period that is not over says so in every sentence, and is averaged over what is."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from analytics.comparison import span_in_words
from analytics.dashboard.numbers import Numbers
from analytics.dashboard.period import Period
from analytics.dashboard.sections import SECTIONS
from analytics.figures.registry import Span, comparison_warnings, value_of, year_before
from analytics.models import DailyTotal, ImportedSource, MonthlyTotal, StatusReportPage
from analytics.reports.scope import so_far
from analytics.services.draft_report import draft_report
from lederweb.core.templatetags.lederweb import danish_date
from lederweb.lib.periods import Month, day_of
from lederweb.testing.world import World

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 23)
NOVEMBER = Period.of_months(Month(2026, 11), Month(2026, 11))


def day(date: dt.date, metric: str, value: int, dimension: str = "site", key: str = "") -> None:
    DailyTotal.objects.create(day=date, metric=metric, dimension=dimension, key=key, value=value)


def month(which: Month, metric: str, value: int, **more: str) -> None:
    MonthlyTotal.objects.create(
        month=which.first_day,
        metric=metric,
        value=value,
        definition_version=1,
        **{"dimension": "site"} | more,
    )


def said(slug: str, period: Period = NOVEMBER) -> str:
    found = SECTIONS[slug](Numbers(TODAY, period=period))
    return found.sentence or found.empty


def test_a_month_that_runs_is_told_until_now() -> None:
    day(dt.date(2026, 11, 20), "visits", 40)
    day(TODAY, "visits", 2)
    assert said("besoeg") == "I november 2026 har Lederweb indtil nu haft 42 besøg."
    over = Period(dt.date(2026, 11, 1), dt.date(2026, 11, 22))
    assert said("besoeg", over).endswith("havde Lederweb 40 besøg.")


def test_a_day_that_runs_is_none_of_an_average() -> None:
    for number, visitors in ((21, 100), (22, 300), (23, 2)):
        day(dt.date(2026, 11, number), "visitors", visitors)
    assert said("besoegende") == (
        "I november 2026 har Lederweb indtil nu haft 200 besøgende om dagen i gennemsnit."
    )
    assert said("besoegende", Period(TODAY, TODAY)) == (
        "Den 23. november 2026 har Lederweb indtil nu haft 2 besøgende."
    )


def test_lists_and_other_counters_of_a_month_that_runs_say_so() -> None:
    month(Month(2026, 11), "visits", 30, dimension="device", key="phone")
    source = ImportedSource.objects.create(name="Gammel server", kind="log")
    month(Month(2026, 11), "visits", 9, series=source.series)
    month(Month(2026, 10), "visits", 30, dimension="device", key="phone")
    assert said("enheder") == "Flest indtil nu i november 2026: telefon, 30 besøg."
    october = Period.of_months(Month(2026, 10), Month(2026, 10))
    assert said("enheder", october) == "Flest i oktober 2026: telefon, 30 besøg."
    others = SECTIONS["andre-taellere"](Numbers(TODAY, period=NOVEMBER))
    assert others.sentence.startswith("November 2026 indtil nu")
    assert others.table.rows[0][0] == "november 2026 indtil nu"


def test_nothing_counted_is_nothing_yet() -> None:
    month(Month(2026, 10), "visits", 5)
    assert said("besoeg") == "Hjemmesiden har endnu ikke registreret noget i november 2026."


def test_the_screen_says_that_the_period_runs(sanne: Client) -> None:
    assert "Perioden er ikke slut" in sanne.get("/admin/tal/").content.decode()
    over = sanne.get("/admin/tal/?fra=2026-01-01&til=2026-01-31").content.decode()
    assert "Perioden er ikke slut" not in over


def test_the_average_of_the_year_before_is_of_the_same_months() -> None:
    for number, visitors in ((9, 100), (10, 300), (11, 5000)):
        month(Month(2025, number), "visitors", visitors)
        month(Month(2026, number), "visitors", visitors)
    period = Period.of_months(Month(2026, 9), Month(2026, 11))
    found = SECTIONS["gennemsnit"](Numbers(TODAY, period=period))
    assert [row[1] for row in found.table.exported()] == [200, 200]
    assert not found.warnings
    assert "stroke-dasharray" not in (found.chart or "")


def test_a_figure_in_a_text_averages_no_month_that_runs() -> None:
    this = Month.of(day_of(timezone.now()))
    for back, visitors in ((0, 10), (1, 300), (2, 100)):
        month(this.shifted(-back), "visitors", visitors)
        month(this.shifted(-back), "visits", visitors)
    asked = Span(this.shifted(-2).first_day, this.last_day)
    found = value_of("visitors-a-month", asked)
    assert found.value == 200
    whole = Period.of_months(this.shifted(-2), this.shifted(-1))
    assert found.period == whole.name


def test_a_figure_in_a_text_averages_no_month_counted_from_its_middle() -> None:
    for number, visits in ((8, 10), (9, 300), (10, 100)):
        month(Month(2025, number), "visits", visits)
    day(dt.date(2025, 8, 20), "visits", 10)
    found = value_of("visits-a-month", Span(dt.date(2025, 8, 1), dt.date(2025, 10, 31)))
    assert (found.value, found.period) == (200, "september til oktober 2025")


def test_what_holds_on_a_day_to_come_is_told_as_of_today() -> None:
    today = day_of(timezone.now())
    asked = Span(today, today + dt.timedelta(days=40))
    for key in ("enrolments", "subscribers", "projects"):
        assert value_of(key, asked).period == danish_date(today), key
    before = year_before("subscribers", asked)
    assert before.period == danish_date(Span(today, today).a_year_before().last)
    assert comparison_warnings(value_of("subscribers", asked), before) == []


def test_a_report_of_a_year_that_runs_is_one_until_today(world: World) -> None:
    today = day_of(timezone.now())
    last = today + dt.timedelta(days=40)
    page = world.report(period_from=today - dt.timedelta(days=200), period_to=last)
    draft_report(page=page, by=world.sanne_of_the_secretariat)
    draft = StatusReportPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    report = draft.live_report()
    assert report.period == span_in_words(page.period_from, today)
    # Words are written once: tomorrow the report goes until tomorrow.
    assert report.lead == "Her er, hvad Væksthus for Ledelse har lavet, og hvem det har nået."
    told = " ".join([report.lead, *(line.period for line in report.receipt)])
    assert danish_date(last) not in told
    over = Span(dt.date(2013, 1, 1), dt.date(2013, 12, 31))
    assert so_far(over) == over
