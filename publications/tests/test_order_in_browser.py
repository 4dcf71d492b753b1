"""An order in a real browser: from the publication's page to the parcel that is on its way."""

from __future__ import annotations

import pytest

from lederweb.testing.axe import violations
from lederweb.testing.browser import log_in
from lederweb.testing.world import World

pytestmark = pytest.mark.browser


def test_an_order_is_received_packed_and_sent(visitor, site) -> None:
    with site.database():
        sanne_is = World().sanne_of_the_secretariat.email
    page = visitor("/publikationer/ledelse-tal-sammen/", java_script_enabled=False)
    page.get_by_role("link", name="Bestil den gratis på tryk").click()
    page.get_by_label("Hvor mange eksemplarer?").fill("4")
    page.get_by_label("Dit navn").fill("Bodil Ærø")
    page.get_by_label("Vej og nummer").fill("Havnen 1")
    page.get_by_label("Postnummer").fill("Ærø")
    page.get_by_label("By").fill("Marstal")
    page.get_by_label("Din e-mailadresse").fill("bodil.bog@example.org")
    page.get_by_role("button", name="Bestil").click()
    assert page.get_by_label("Vej og nummer").input_value() == "Havnen 1"
    page.get_by_label("Postnummer").fill("5960")
    page.get_by_role("button", name="Bestil").click()
    page.wait_for_url("**/bestil/tak/")
    assert page.context.cookies() == []

    sanne = log_in(visitor(), sanne_is)
    sanne.goto("/admin/orders/?q=Bodil")
    sanne.locator("tr", has_text="Bodil Ærø").get_by_role("link").first.click()
    assert violations(sanne, within="main") == []
    sanne.get_by_role("button", name="Markér som pakket").click()
    sanne.wait_for_selector("text=Bestillingen er nu: Pakket")
    sanne.get_by_role("button", name="Markér som sendt").click()
    sanne.wait_for_selector("text=Bestillingen er nu: Sendt")
    sanne.goto("/admin/print_stock/")
    sanne.locator("tr", has_text="Ledelse: tal sammen").get_by_role("link").first.click()
    sanne.get_by_role("row").filter(has_text="Sendt på bestilling").wait_for()
    assert violations(sanne, within="main") == []

    def told() -> bool:
        return any(
            "er på vej" in mail.subject for mail in site.mails.mails(to="bodil.bog@example.org")
        )

    site.until(told, "the reader is told that it is on its way")
