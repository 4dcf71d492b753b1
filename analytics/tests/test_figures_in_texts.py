"""Figures in running text: found, worded, frozen when published, corrected in the open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.rich_text import expand_db_html

from analytics.comparison import span_in_words
from analytics.figures.freezing import correct, mentions_of
from analytics.figures.mention import Mention, embedded
from analytics.figures.registry import (
    KINDS,
    NoValue,
    Span,
    comparison_warnings,
    value_of,
    year_before,
)
from analytics.figures.wording import ESTIMATE, estimated, worded
from analytics.models import DailyTotal, FigureCorrection, FollowerCount, FrozenFigure
from analytics.services.record_figure import record_figure
from lederweb.lib.periods import day_of
from lederweb.testing.world import World
from newsletter.issue_mail import with_full_links
from projects.models import ProjectPage
from publications.press.rich_text import nodes_of, words

YEAR = Span(dt.date(2017, 1, 1), dt.date(2017, 12, 31))
FACEBOOK = Mention("followers-facebook", dt.date(2017, 11, 1), dt.date(2017, 11, 1))


@pytest.fixture
def followers() -> FollowerCount:
    return FollowerCount.objects.create(channel="facebook", month=dt.date(2017, 11, 1), value=4544)


def stated(key: str, value: int, **fields: Any) -> None:
    record_figure(
        **{"key": key, "label": key, "value": value, "unit": "visits", "year": 2013, "source": "S"}
        | fields
    )


def text_with(*mentions: Mention) -> str:
    return f"<p>Nu {' og '.join(embedded(one.attributes()) for one in mentions)} i alt.</p>"


def published_with(world: World, *mentions: Mention) -> Any:
    page = world.article("Tal")
    page.body = [("text", text_with(*mentions))]
    page.save_revision().publish()
    page.refresh_from_db()
    return page


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Every test here reads or writes."""


def test_numbers_are_worded_the_danish_way() -> None:
    assert worded(95958) == "95.958"
    assert worded(58570, "about-100") == "ca. 58.600"
    assert worded(58549, "about-100") == "ca. 58.500"
    # “ca.” never stands before exact digits.
    assert worded(14120, stated_as=ESTIMATE) == "ca. 14.100"
    assert worded(321, stated_as=ESTIMATE) == "ca. 320"
    assert worded(14120, "over-1000", stated_as=ESTIMATE) == "mere end 14.000"
    assert (estimated(14120), estimated(321), estimated(45)) == ("ca. 14.100", "ca. 320", "ca. 45")
    assert worded(21000, stated_as="about") == "ca. 21.000"
    assert worded(19231, "over-1000") == "mere end 19.000"
    assert worded(19000, "over-1000") == "mere end 18.000"
    assert worded(23000, stated_as="at least") == "mere end 23.000"


def test_every_counted_figure_answers_or_says_that_nothing_was_counted(world: World) -> None:
    world.article("Udgivet", published_on="2017-05-01")
    for key in KINDS:
        try:
            assert value_of(key, YEAR).value >= 0
        except NoValue:
            assert key.startswith(("visit", "downloads", "plays", "followers"))
    assert value_of("articles", YEAR).value == 1
    assert value_of("articles", YEAR.a_year_before()).value == 0


def test_a_period_that_is_not_over_is_told_and_compared_as_far_as_it_went() -> None:
    today = day_of(timezone.now())
    span = Span(today - dt.timedelta(days=40), today + dt.timedelta(days=30))
    for day, value in ((span.a_year_before().first, 3), (span.first, 5), (today, 7)):
        DailyTotal.objects.create(
            day=day, metric="visits", dimension="site", value=value, series="demo"
        )
    now, before = value_of("visits", span), year_before("visits", span)
    assert (now.value, before.value) == (5, 3)
    assert now.period == span_in_words(span.first, today - dt.timedelta(days=1))
    assert comparison_warnings(now, before)
    with pytest.raises(NoValue):
        value_of("visits", Span(today, span.last))


def test_a_draft_follows_and_a_published_page_does_not(
    world: World, followers: FollowerCount
) -> None:
    page = published_with(world, FACEBOOK)
    followers.value = 5000
    followers.save()
    frozen = FrozenFigure.objects.get()
    assert (frozen.value, frozen.period, frozen.source) == (4544, "1. november 2017", "Facebook")
    assert ">4.544<" in Client().get(page.url).content.decode()
    draft = page.get_latest_revision().as_object()
    assert ">5.000<" in expand_db_html(draft.body[0].value.source)
    # Neither does it when somebody mends a comma and publishes again.
    draft.save_revision().publish()
    assert ">4.544<" in Client().get(page.url).content.decode()
    assert FrozenFigure.objects.count() == 1


def test_a_correction_is_dated_and_keeps_what_stood_there(
    world: World, followers: FollowerCount
) -> None:
    page = published_with(world, FACEBOOK)
    figure = FrozenFigure.objects.get()
    correct(figure=figure, value=4554, reason="To cifre var byttet om.", user=None)
    shown = Client().get(page.url).content.decode()
    assert ">4.554<" in shown
    assert "der stod 4.544" in shown
    assert "To cifre var byttet om." in shown
    assert FigureCorrection.objects.get().old_value == 4544
    with pytest.raises(ValueError, match="står der allerede"):
        correct(figure=figure, value=4554, reason="Igen", user=None)


def test_a_frozen_figure_costs_no_query(
    world: World, followers: FollowerCount, django_assert_num_queries: Callable
) -> None:
    page = published_with(world, FACEBOOK)
    with django_assert_num_queries(0):
        assert "4.544" in expand_db_html(page.body[0].value.source)


def test_like_is_compared_with_like_without_a_word() -> None:
    for year, value in ((2012, 506088), (2013, 527131)):
        period = {"period_from": f"{year}-01-01", "period_to": f"{year}-09-30"}
        stated(f"besog-{year}", value, label="Besøg", year=year, **period)
    text = Mention("stated:besog-2013", compared=True).shown().text
    assert text.startswith("527.131, mod 506.088 året før")
    assert "kan ikke" not in text


def test_visits_and_visitors_are_compared_with_a_note() -> None:
    stated("a", 80952, label="Besøg pr. måned", year=2016, monthly_average=True)
    stated("b", 95958, label="Besøgende", unit="visitors", year=2017, monthly_average=True)
    shown = Mention("stated:b", compared=True).shown()
    assert "80.952" in shown.text
    assert "ikke sammenlignelige" in shown.text
    assert "Besøg og besøgende er" in shown.note


def test_books_and_mails_take_the_number_alone(followers: FollowerCount) -> None:
    html = text_with(FACEBOOK)
    assert words(nodes_of(html)[0]["c"]) == "Nu 4.544 i alt."
    mail = with_full_links(expand_db_html(html))
    assert "4.544" in mail
    assert "button" not in mail
    assert "popover" not in mail


def test_the_editor_gives_back_what_it_was_given(followers: FollowerCount) -> None:
    converter = ContentstateConverter(features=["figure"])
    state = converter.from_database_format(text_with(FACEBOOK))
    assert "Nu 4.544 i alt." in state
    back = converter.to_database_format(state)
    assert mentions_of(ProjectPage(purpose=back)) == [FACEBOOK]
    assert back.count(" i alt.") == 1


def test_what_stands_in_the_text_and_what_it_is_today_are_written_alike(
    world: World, client: Client, followers: FollowerCount
) -> None:
    published_with(world, FACEBOOK)
    followers.value = 27_699
    followers.save()
    client.force_login(world.sanne_of_the_secretariat)
    page = client.get(reverse("figures_in_texts")).content.decode()
    assert ">4.544<" in page
    assert ">27.699<" in page
    assert "27699" not in page


def test_the_editor_is_asked_again_before_unlike_figures_are_compared(
    world: World, client: Client
) -> None:
    client.force_login(world.ellen_the_editor)
    stated("a", 80952, label="Besøg pr. måned", year=2016, monthly_average=True)
    stated("b", 95958, label="Besøgende", unit="visitors", year=2017, monthly_average=True)
    wanted = {"figure": "stated:b", "compared": "on"}
    asked = client.post(reverse("choose_figure"), wanted).json()
    assert asked["step"] == "choose"
    assert "Besøg og besøgende er" in asked["html"]
    put_in = client.post(reverse("choose_figure"), wanted | {"despite": "on"}).json()
    assert put_in["step"] == "chosen"
    assert put_in["figure"]["text"].startswith("95.958, mod 80.952")


def test_days_are_asked_for(world: World, client: Client) -> None:
    client.force_login(world.ellen_the_editor)
    assert client.get(reverse("choose_figure")).status_code == 200
    answer = client.post(reverse("choose_figure"), {"figure": "visits"}).json()
    assert "Vælg de dage" in answer["html"]


def test_the_secretariat_corrects_from_the_list(
    world: World, followers: FollowerCount, client: Client
) -> None:
    client.force_login(world.sanne_of_the_secretariat)
    page = published_with(world, FACEBOOK)
    figure = FrozenFigure.objects.get()
    assert "4.544" in client.get(reverse("figures_of_page", args=[page.pk])).content.decode()
    address = reverse("correct_figure", args=[figure.pk])
    assert client.get(address).status_code == 200
    client.post(address, {"value": "4554", "reason": "Tastefejl."})
    figure.refresh_from_db()
    assert figure.value == 4554
    client.force_login(world.ellen_the_editor)
    assert client.get(address).status_code == 302


def test_the_receipt_stays_until_a_figure_is_corrected(
    world: World, followers: FollowerCount, client: Client
) -> None:
    page = published_with(world, FACEBOOK)
    client.force_login(world.sanne_of_the_secretariat)
    address = reverse("figures_receipt", args=[page.pk])

    def lines() -> list[str]:
        return client.get(address).content.decode().splitlines()

    first = lines()
    assert "4544;4.544;1. november 2017;Facebook" in first[1]
    assert len(first[-1].split(";")[1]) == 64
    followers.delete()
    assert lines() == first
    correct(figure=FrozenFigure.objects.get(), value=4554, reason="Tastefejl.", user=None)
    assert "der stod 4.544. Tastefejl." in lines()[1]
    assert lines()[-1] != first[-1]
