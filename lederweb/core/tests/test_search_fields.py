"""What a page gives to the index."""

from __future__ import annotations

import pytest
from wagtail.search.index import insert_or_update_object

from lederweb.testing.world import World
from publications.models import ArticlePage


def test_the_text_is_worked_out_once_and_anew_each_time_it_is_indexed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = world.article()
    work_out = ArticlePage.searchable_text
    times: list[str] = []

    def counted(page: ArticlePage) -> str:
        times.append(page.lead)
        return work_out(page)

    monkeypatch.setattr(ArticlePage, "searchable_text", counted)
    for word, other in (("drivhus", "kolonihave"), ("kolonihave", "drivhus")):
        article.lead = word
        insert_or_update_object(article)
        text = article.index_entries.get().body_text
        assert word in text
        assert other not in text
    assert times == ["drivhus", "kolonihave"]
