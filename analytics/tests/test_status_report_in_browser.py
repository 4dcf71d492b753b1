"""The secretary drafts a status report, mends what the checks find, publishes it and fetches it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analytics.models import PublishedFigure, StatusReportIndexPage, StatusReportPage
from analytics.services.record_figure import record_figure
from lederweb.testing.browser import log_in
from lederweb.testing.world import World

pytestmark = pytest.mark.browser
PATIENCE = 60_000  # milliseconds, for what a worker does


def empty() -> None:
    for model in (StatusReportPage, StatusReportIndexPage):
        for page in model.objects.all():
            page.delete()
    PublishedFigure.objects.filter(key="abonnenter-1999").delete()


@pytest.fixture
def sanne(visitor: Any, site: Any) -> Iterator[Any]:
    """Of a year that no other test has numbers of."""
    with site.database():
        empty()
        world = World()
        assert world.home
        address = world.sanne_of_the_secretariat.email
        record_figure(
            key="abonnenter-1999",
            label="Abonnenter",
            value=27699,
            unit="subscribers",
            year=1999,
            on_date="1999-10-26",
            source="Status",
        )
    tab = log_in(visitor(accept_downloads=True), address)
    yield tab
    with site.database():
        empty()


def fetched(tab: Any, name: str) -> bytes:
    with tab.expect_download() as download:
        tab.get_by_role("link", name=name).click()
    return Path(download.value.path()).read_bytes()


def write_lead(tab: Any, text: str) -> None:
    """Change the lead, save, and go to the checks."""
    tab.locator("[name=lead]").fill(text)
    tab.get_by_role("button", name="Gem kladde").first.click()
    tab.locator(".messages .success").first.wait_for()
    tab.get_by_role("button", name="Flere handlinger").click()
    tab.get_by_role("link", name="Tjek og udgiv …").click()
    tab.get_by_role("link", name="Rediger rapporten").wait_for()


def test_from_an_empty_year_to_three_files(sanne: Any) -> None:
    sanne.get_by_role("button", name="Tal").click()
    sanne.get_by_role("link", name="Statusrapporter").click()
    sanne.get_by_role("link", name="Ny statusrapport").first.click()
    sanne.get_by_label("Titel").fill("Status 1999")
    sanne.locator("[name=first]").fill("1999-01-01")
    sanne.locator("[name=last]").fill("1999-12-31")
    sanne.get_by_role("button", name="Lav et udkast").click()
    # A worker makes it; the page follows by itself.
    sanne.get_by_role("link", name="Rediger rapporten").wait_for(timeout=PATIENCE)
    sanne.get_by_role("link", name="Rediger rapporten").click()
    write_lead(sanne, "Nyhedsbrevet er stabilt med ca. 27.500 abonnenter.")
    assert "27.699 er ca. 27.700" in sanne.locator("main").inner_text()
    assert not sanne.get_by_role("button", name="Udgiv rapporten").count()

    sanne.get_by_role("link", name="Gå til stedet").first.click()
    sanne.wait_for_url(re.compile("#id_lead$"))
    write_lead(sanne, "Nyhedsbrevet er stabilt.")
    sanne.get_by_role("button", name="Udgiv rapporten").click()
    sanne.get_by_role("heading", name="Det er udgivet").wait_for(timeout=PATIENCE)

    sanne.get_by_role("link", name="Se den udgivne rapport").click()
    assert "27.699" in sanne.locator("main").inner_text()
    assert fetched(sanne, "Hent PDF").startswith(b"%PDF")
    assert fetched(sanne, "Hent Word-fil").startswith(b"PK")
    assert "27699;27.699;" in fetched(sanne, "Hent kvittering").decode("utf-8-sig")
