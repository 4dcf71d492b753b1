"""The address a page gets from its title when no editor has chosen one."""

from typing import Any

from publications.models import ArticlePage


def test_danish_letters_are_spelled_out(world: Any) -> None:
    article = world.article("Få øje på ærlighed")
    assert article.url == "/artikler/faa-oeje-paa-aerlighed/"


def test_two_pages_of_one_title_have_different_addresses(world: Any) -> None:
    world.project("Målstyring")
    assert world.project("Målstyring").slug == "maalstyring-2"


def test_a_draft_that_a_program_adds_keeps_its_letters_too(world: Any) -> None:
    overview = world.article("Den første").get_parent()
    draft = overview.add_child(instance=ArticlePage(title="Netværkene på øen", live=False))
    assert draft.slug == "netvaerkene-paa-oeen"
