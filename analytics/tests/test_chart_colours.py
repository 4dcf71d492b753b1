"""A colour means one thing in every chart: what it is now, before, or another kind of number."""

from __future__ import annotations

import datetime as dt

import pytest

from analytics.charts import BEFORE, NOW, OTHER, Chart
from analytics.dashboard.numbers import Numbers
from analytics.dashboard.period import Period
from analytics.dashboard.sections import SECTIONS
from analytics.figures.registry import Span, value_of
from analytics.models import DailyTotal, MonthlyTotal
from analytics.reports.document import Drawing
from analytics.reports.scope import Scope
from analytics.reports.sections import site
from lederweb.lib.periods import Month

pytestmark = pytest.mark.django_db

OCTOBER, BEFORE_THAT = Month(2026, 10), Month(2025, 10)


def colours(chart: Chart) -> list[str]:
    return [row["colour"] for row in chart["data"]["values"]]


@pytest.fixture
def two_years() -> None:
    for month in (OCTOBER, BEFORE_THAT):
        for metric in ("visitors", "visits"):
            DailyTotal.objects.create(
                day=month.first_day, metric=metric, dimension="site", value=10
            )
            MonthlyTotal.objects.create(
                month=month.first_day,
                metric=metric,
                dimension="site",
                value=10,
                definition_version=1,
            )


@pytest.mark.usefixtures("two_years")
def test_the_year_before_is_paler_on_the_dashboard_and_in_a_report() -> None:
    period = Period.of_months(OCTOBER, OCTOBER)
    found = SECTIONS["gennemsnit"](Numbers(dt.date(2026, 11, 23), period=period))
    assert found.drawing is not None
    assert colours(found.drawing) == [BEFORE, NOW]
    for key in ("visitors-a-month", "visits"):
        now = value_of(key, Span(OCTOBER.first_day, OCTOBER.last_day))
        before = value_of(key, Span(BEFORE_THAT.first_day, BEFORE_THAT.last_day))
        assert colours(site._drawing([(now, before)], []).chart) == [BEFORE, NOW], key


@pytest.mark.usefixtures("two_years")
def test_where_two_kinds_stand_together_the_kind_has_the_colour() -> None:
    now = value_of("visitors-a-month", Span(OCTOBER.first_day, OCTOBER.last_day))
    before = value_of("visits", Span(BEFORE_THAT.first_day, BEFORE_THAT.last_day))
    assert colours(site._drawing([(now, before)], []).chart) == [NOW, OTHER]


def test_what_is_said_above_one_chart_is_not_said_again_above_the_next() -> None:
    for month in (Month(2026, 9), OCTOBER):
        for metric in ("visitors", "visits"):
            MonthlyTotal.objects.create(
                month=month.first_day,
                metric=metric,
                dimension="site",
                series="demo",
                value=10,
                definition_version=1,
            )
    span = Span(dt.date(2026, 9, 1), OCTOBER.last_day)
    days = dict.fromkeys(("subscribers_on", "followers_on", "courses_on", "projects_on"), span.last)
    part = site.visits(Scope(span=span, site=span, **days))
    drawings = [block for block in part.blocks if isinstance(block, Drawing)]
    said = [warning for drawing in drawings for warning in drawing.warnings]
    assert len(drawings) == 2
    assert said
    assert len(said) == len(set(said))
