"""The template tag "most read", as the front page and topic pages use it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import timezone
from wagtail.models import PageViewRestriction

from analytics.models import DailyTotal
from lederweb.lib.periods import day_of
from lederweb.testing.world import World


def viewed(page: Any, views: int, days_ago: int = 0, series: str = "own") -> None:
    DailyTotal.objects.create(
        day=day_of(timezone.now()) - dt.timedelta(days=days_ago),
        metric="page_views",
        dimension="page",
        key=str(page.pk),
        value=views,
        series=series,
    )


def tag(source: str = "{% most_read 5 as pages %}", **context: Any) -> list[str]:
    told = Context(context)
    Template("{% load analytics %}" + source).render(told)
    return [page.title for page in told["pages"]]


@pytest.fixture
def articles(world: World) -> dict[str, Any]:
    return {title: world.article(title) for title in ("Lidt", "Mest", "Før", "Ingen")}


def test_most_first_of_the_last_thirty_days(
    articles: dict[str, Any], django_assert_max_num_queries: Callable
) -> None:
    viewed(articles["Lidt"], 3)
    viewed(articles["Mest"], 2)
    viewed(articles["Mest"], 2, days_ago=29)
    viewed(articles["Før"], 900, days_ago=30)
    with django_assert_max_num_queries(2):
        assert tag() == ["Mest", "Lidt"]
    assert tag("{% most_read 1 as pages %}") == ["Mest"]


def test_only_what_everybody_may_read(articles: dict[str, Any]) -> None:
    for article in articles.values():
        viewed(article, 5)
    articles["Lidt"].unpublish()
    PageViewRestriction.objects.create(page=articles["Mest"], restriction_type="login")
    assert tag() == ["Før", "Ingen"]


def test_below_a_topic_only_its_own(world: World, django_assert_max_num_queries: Callable) -> None:
    personnel = world.topic("Personale")
    about = world.article("Om personale", topics=[world.topic("Trivsel", below=personnel)])
    viewed(about, 1)
    viewed(world.article("Om alt andet"), 9)
    with django_assert_max_num_queries(2):
        assert tag("{% most_read 5 topic=topic as pages %}", topic=personnel) == ["Om personale"]


def test_nothing_while_nothing_has_been_counted(articles: dict[str, Any]) -> None:
    assert tag() == []


def test_made_up_views_are_shown_only_until_the_site_has_counted_any(
    articles: dict[str, Any],
) -> None:
    viewed(articles["Mest"], 900, series="demo")
    viewed(articles["Lidt"], 3, series="demo")
    assert tag() == ["Mest", "Lidt"]
    viewed(articles["Lidt"], 1)
    viewed(articles["Ingen"], 2)
    assert tag("{% most_read 4 as pages %}") == ["Ingen", "Lidt"]
