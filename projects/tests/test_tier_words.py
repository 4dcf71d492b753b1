"""Whom a text is for, in words beside the three panes."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from projects.models import Tier


@pytest.mark.parametrize(
    ("owners", "words"),
    [
        (["1"], "Topledere"),
        (["b"], "Alle ledere"),
        (["3", "b"], "Ledere af institutionerAlle ledere"),
    ],
)
def test_the_board_is_for_all_managers(owners: list[str], words: str) -> None:
    html = render_to_string("components/tiers.html", {"owners": owners, "words": "audience"})
    assert strip_tags(html.partition('tiers__words">')[2]).strip() == words


def test_as_an_owner_the_board_is_the_board() -> None:
    html = render_to_string("components/tiers.html", {"owners": ["b"]})
    assert strip_tags(html.partition('tiers__words">')[2]).strip() == "Bestyrelsen"


def test_the_words_are_those_of_the_table() -> None:
    for tier in Tier:
        html = render_to_string(
            "components/tiers.html", {"owners": [tier.value], "words": "audience"}
        )
        assert tier.audience.casefold() in html.casefold()
