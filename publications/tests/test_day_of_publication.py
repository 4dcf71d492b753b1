"""The day that readers see above a text when no editor has typed one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from publications.models import ArticleIndexPage, ArticlePage

TODAY = "2017-03-24"
BODY = [("text", "<p>Begynd i morgen.</p>")]


@pytest.fixture(autouse=True)
def _on_a_friday(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, TODAY)


def at(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    # Half past midnight in Copenhagen is still the day before in UTC.
    moment = dt.datetime.fromisoformat(f"{day}T00:30+01:00")
    monkeypatch.setattr(timezone, "now", lambda: moment)


def draft(world: Any) -> ArticlePage:
    """As the editor leaves it: saved, not published."""
    index = world.section(ArticleIndexPage, "Artikler", "artikler")
    article = ArticlePage(title="Hold talenterne varme", lead="Tre greb.", body=BODY, live=False)
    index.add_child(instance=article)
    article.save_revision()
    return article


def publish(article: ArticlePage) -> ArticlePage:
    article.get_latest_revision().publish()
    return ArticlePage.objects.get(pk=article.pk)


def test_the_first_publication_gives_the_day(world: Any, client: Client) -> None:
    article = publish(draft(world))
    assert article.published_on == TODAY
    assert article.sort_date == dt.date(2017, 3, 24)
    html = client.get(article.url).content.decode()
    assert "24. marts 2017" in html
    assert '"datePublished": "2017-03-24"' in html


def test_the_day_stays_when_the_page_is_edited_and_published_again(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = publish(draft(world))
    at(monkeypatch, "2017-03-29")
    edited = article.get_latest_revision().as_object()  # what the editor's form shows
    assert edited.published_on == TODAY
    edited.title = "Hold på talenterne"
    edited.save_revision().publish()
    assert ArticlePage.objects.get(pk=article.pk).published_on == TODAY


def test_an_editor_may_take_the_day_away(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    article = publish(draft(world))
    at(monkeypatch, "2017-03-29")
    edited = article.get_latest_revision().as_object()
    edited.published_on = ""
    edited.save_revision().publish()
    article = ArticlePage.objects.get(pk=article.pk)
    assert article.published_on == ""
    assert article.get_latest_revision().as_object().published_on == ""


def test_what_the_editor_typed_stands(world: Any) -> None:
    article = draft(world)
    article.published_on = "2013-05"
    article.save_revision()
    assert publish(article).published_on == "2013-05"


def test_a_page_of_the_old_site_without_a_date_gets_none(world: Any) -> None:
    article = draft(world)
    article.legacy_id = 146571
    article.save_revision()
    assert publish(article).published_on == ""


def test_a_page_that_was_known_long_ago_gets_none(world: Any) -> None:
    article = draft(world)
    article.first_published_at = timezone.now() - dt.timedelta(days=900)
    article.save()
    article.save_revision()
    assert publish(article).published_on == ""


def test_a_scheduled_page_gets_the_day_it_goes_live(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = draft(world)
    article.go_live_at = timezone.now() + dt.timedelta(days=4, hours=8)
    article.save_revision()
    assert publish(article).published_on == ""
    at(monkeypatch, "2017-03-29")
    call_command("publish_scheduled", verbosity=0)
    article.refresh_from_db()
    assert article.live
    assert article.published_on == "2017-03-29"


def test_saving_a_draft_gives_no_day(world: Any) -> None:
    article = draft(world)
    article.save()
    article.refresh_from_db()
    assert article.published_on == ""
