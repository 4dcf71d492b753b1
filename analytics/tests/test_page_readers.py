"""The editor sees a page's own last 30 days beside the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from analytics.models import DailyTotal
from analytics.page_readers import shown
from lederweb.lib.periods import day_of
from lederweb.testing.world import World

pytestmark = pytest.mark.django_db


def total(dimension: str, key: str, value: int, days_ago: int = 0) -> None:
    day = day_of(timezone.now()) - dt.timedelta(days=days_ago)
    DailyTotal.objects.create(
        day=day, metric="page_views", dimension=dimension, key=key, value=value
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


def test_a_page_that_nobody_has_read_says_so(world: World) -> None:
    page = world.article()
    assert "30" in shown(page)
    page.unpublish()
    assert "udgivet" in shown(page)
