"""The address that the page editor makes of a title while it is typed, in the browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lederweb.lib.danish import slugify
from lederweb.testing.browser import log_in
from lederweb.testing.world import World

pytestmark = pytest.mark.browser

TITLES = [
    "Når jorden brænder under lederen",
    "Få øje på det – også i dag",
    "ÆRØ & Ålborg",
    "Pårørende/borgere: idéer, der virker",
    "Et mål. Og 3 råd",
]


def test_danish_letters_are_spelled_out_as_the_server_does(
    site: Any, visitor: Callable[..., Any]
) -> None:
    from projects.models import ProjectIndexPage

    with site.database():
        email = World().anna_the_administrator.email
        overview = ProjectIndexPage.objects.get().pk
    # What the editor's own policy allows is shown elsewhere; here it is about the letters.
    page = log_in(visitor(bypass_csp=True), email)
    for title in TITLES:
        page.goto(f"/admin/pages/add/projects/projectpage/{overview}/")
        page.locator("input[name=title]").press_sequentially(title)
        page.locator("input[name=title]").blur()
        page.wait_for_function(
            "expected => document.querySelector('input[name=slug]').value === expected",
            arg=slugify(title),
        )
