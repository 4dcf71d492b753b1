"""The editor sees a page's own last 30 days beside the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from analytics.models import DailyTotal, MonthlyTotal, Series
from analytics.page_readers import shown
from lederweb.lib.periods import day_of
from lederweb.testing.world import World

pytestmark = pytest.mark.django_db


def total(
    dimension: str, key: str, value: int, days_ago: int = 0, series: str = Series.OWN
) -> None:
    day = day_of(timezone.now()) - dt.timedelta(days=days_ago)
    what = {"metric": "page_views", "value": value, "series": series}
    DailyTotal.objects.create(day=day, dimension=dimension, key=key, **what)
    MonthlyTotal.objects.get_or_create(
        month=day.replace(day=1),
        dimension="site",
        metric="page_views",
        series=series,
        defaults={"value": value, "definition_version": 1},
    )


def test_views_referrers_and_words_of_this_page_alone(
    world: World, django_assert_max_num_queries: Callable
) -> None:
    page, other = world.article("Kerneopgaven"), world.article("Noget andet")
    total("page", str(page.pk), 1200)
    total("page", str(page.pk), 34, days_ago=29)
    total("page", str(page.pk), 9000, days_ago=30)
    total("page", str(other.pk), 777)
    total("page_referrer", f"{page.pk}:search", 900)
    total("page_referrer", f"{other.pk}:social", 700)
    total("page_word", f"{page.pk}:kerneopgave", 12)
    with django_assert_max_num_queries(4):
        html = shown(page)
    assert "1.234" in html
    assert "søgemaskiner (900)" in html
    assert "kerneopgave (12)" in html
    assert "sociale medier" not in html


def test_it_stands_in_the_editor(world: World) -> None:
    page = world.article()
    total("page", str(page.pk), 4321)
    client = Client()
    client.force_login(world.ellen_the_editor)
    html = client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "4.321" in html


def test_where_readers_came_from_adds_up_and_page_views_are_defined(world: World) -> None:
    page = world.article()
    total("page", str(page.pk), 526)
    total("page_referrer", f"{page.pk}:search", 282)
    total("page_referrer", f"{page.pk}:internal", 244)
    html = shown(page)
    assert "søgemaskiner (282), andre sider her (244)" in html
    assert "En sidevisning er" in html


def test_made_up_visits_are_shown_until_a_real_one_anywhere(world: World) -> None:
    page, other = world.article("Kerneopgaven"), world.article("Noget andet")
    total("page", str(page.pk), 526, series=Series.DEMO)
    assert "526" in shown(page)
    assert "demonstration" in shown(page)
    total("page", str(other.pk), 1)
    assert "Ingen har læst" in shown(page)


def test_a_page_that_nobody_has_read_says_so(world: World) -> None:
    page = world.article()
    assert "30" in shown(page)
    page.unpublish()
    assert "udgivet" in shown(page)
