"""The demonstration's visits: plausible, marked, and the same however often they are made."""

from __future__ import annotations

import datetime as dt

import pytest
from wagtail.models import Page

from analytics import demonstration
from analytics.dashboard.numbers import Numbers
from analytics.dashboard.sections import CONTENT, FILES, OVERVIEW, READERS
from analytics.demonstration import visits_on
from analytics.models import DailyTotal, MonthlyTotal, PageView
from analytics.services.close_months import close_months
from analytics.services.make_demo_visits import make_demo_visits
from analytics.services.recount import recount
from analytics.services.write_hits import mark_changed
from lederweb.lib.periods import Month
from lederweb.lib.working_days import public_holidays
from lederweb.testing.world import World

TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demonstration, "VISITS_ON_A_WORKING_DAY", 20)


def test_weekends_holidays_and_summer_are_quiet() -> None:
    tuesday, sunday = visits_on(dt.date(2026, 9, 8)), visits_on(dt.date(2026, 9, 6))
    assert sunday < tuesday / 2
    assert visits_on(dt.date(2026, 7, 14)) < tuesday * 0.6
    assert visits_on(dt.date(2026, 12, 25)) < tuesday / 3


def test_holidays_follow_easter() -> None:
    assert {dt.date(2026, 4, 2), dt.date(2026, 4, 6), dt.date(2026, 5, 14)} <= public_holidays(2026)
    assert dt.date(2027, 3, 29) in public_holidays(2027)


@pytest.mark.usefixtures("_small")
def test_three_months_are_made_once_and_marked(world: World) -> None:
    article = world.article()
    assert make_demo_visits(today=TODAY) == 31 + 30 + 31 + 22
    rows = PageView.objects.count()
    assert rows > 2000
    assert set(PageView.objects.values_list("series", flat=True)) == {"demo"}
    assert "/artikler/frivillige-skal-ogsaa-ledes/" in PageView.objects.values_list(
        "path", flat=True
    )
    assert DailyTotal.objects.filter(dimension="page", key=str(article.pk)).exists()
    assert make_demo_visits(today=TODAY) == 0
    assert PageView.objects.count() == rows
    assert recount(Month(2026, 10)) == []


@pytest.mark.usefixtures("_small")
def test_every_part_of_the_dashboard_has_something_to_show(world: World) -> None:
    """But for what is no visit: followers, other counters, enrolments and published figures."""
    world.article(topics=[world.topic("Arbejdsmiljø")], owners=["2"])
    assert world.episode()
    assert world.pdf
    make_demo_visits(today=TODAY)
    numbers = Numbers(TODAY)
    for screen in (OVERVIEW, CONTENT, READERS, FILES):
        for slug, build in screen.sections.items():
            if slug not in ("abonnenter", "projekter"):
                assert not build(numbers).empty, slug


@pytest.mark.usefixtures("_small")
def test_it_goes_on_where_it_ended_and_leaves_closed_months_alone(world: World) -> None:
    world.article()
    make_demo_visits(today=TODAY)
    close_months(now=dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
    assert make_demo_visits(today=TODAY + dt.timedelta(days=2)) == 2
    months = MonthlyTotal.objects.filter(metric="visits", dimension="site", series="demo").order_by(
        "month"
    )
    assert [total.month.month for total in months] == [8, 9, 10, 11]


def test_without_pages_there_is_nothing_to_visit(db: None) -> None:
    Page.objects.all().delete()
    assert make_demo_visits(today=TODAY) == 0


@pytest.mark.usefixtures("_small")
def test_killed_before_the_totals_it_counts_what_it_made_and_makes_nothing_twice(
    world: World,
) -> None:
    world.article()
    make_demo_visits(today=TODAY)
    rows = PageView.objects.count()
    totals = DailyTotal.objects.count()
    DailyTotal.objects.all().delete()
    mark_changed(PageView.objects.values_list("day", flat=True).distinct())
    assert make_demo_visits(today=TODAY) == 0
    assert PageView.objects.count() == rows
    assert DailyTotal.objects.count() == totals
