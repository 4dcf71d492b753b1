"""The rules of the house that stop the build."""

from __future__ import annotations

import pytest
from wagtail.search import index

from lederweb.core.checks import search_boosts_fit_the_database
from newsletter.models import IssuePage
from projects.models import ProjectPage
from publications.models import TopicPage


def test_the_boosts_of_every_page_type_fit() -> None:
    assert search_boosts_fit_the_database(None) == []


@pytest.mark.parametrize("model", [IssuePage, ProjectPage, TopicPage])
def test_a_fifth_boost_is_an_error_on_whatever_floor(
    model: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = [*model.search_fields, index.SearchField("slug", boost=3)]
    monkeypatch.setattr(model, "search_fields", fields)
    [error] = search_boosts_fit_the_database(None)
    assert error.id == "lederweb.E003"
    assert f"{model.__name__}.slug has boost 3" in error.msg
