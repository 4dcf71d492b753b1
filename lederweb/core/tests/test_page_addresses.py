"""The address a page gets from its title when no editor has chosen one."""

from typing import Any


def test_danish_letters_are_spelled_out(world: Any) -> None:
    article = world.article("Få øje på ærlighed")
    assert article.url == "/artikler/faa-oeje-paa-aerlighed/"


def test_two_pages_of_one_title_have_different_addresses(world: Any) -> None:
    world.project("Målstyring")
    assert world.project("Målstyring").slug == "maalstyring-2"
