"""An editor repairs an address that readers do not find, in a real browser."""

from __future__ import annotations

import pytest

from lederweb.pages.models import NotFoundPath
from lederweb.testing.browser import log_in
from lederweb.testing.world import World

pytestmark = pytest.mark.browser

OLD = "/arkiv/2011/frivilige-skal-ogsa-ledes/"
NEW = "/artikler/frivillige-skal-ogsaa-ledes/"


def test_ellen_points_an_address_to_its_page_and_takes_it_back(visitor, site) -> None:
    with site.database():
        ellen_is = World().ellen_the_editor.email
    for _ in range(3):
        visitor(OLD, status=404)
    site.run_task("pages.count_not_found")
    with site.database():
        site.until(NotFoundPath.objects.exists, "the worker has counted")

    ellen = log_in(visitor(), ellen_is)
    ellen.goto("/admin/ikke-fundet/")
    row = ellen.locator("tr", has_text=OLD.rstrip("/"))
    assert row.locator("td").nth(1).inner_text() == "3"
    row.get_by_role("button", name="Artikel: Frivillige skal også ledes").click()
    ellen.wait_for_selector("text=fører nu til")

    reader = visitor(OLD)
    assert reader.url.endswith(NEW)

    ellen.goto("/admin/ikke-fundet/?show=decided")
    ellen.get_by_role("button", name="Fortryd").click()
    ellen.wait_for_selector("text=venter igen")
    visitor(OLD, status=404)
