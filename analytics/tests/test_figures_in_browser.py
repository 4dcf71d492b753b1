"""The secretary finds the visitors of January to October 2017 and what they may be held against."""

from __future__ import annotations

import io
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from openpyxl import load_workbook

from analytics.models import ImportedFile, ImportedSource
from analytics.services.record_figure import record_figure
from lederweb.testing.axe import violations
from lederweb.testing.browser import log_in
from lederweb.testing.world import World

pytestmark = pytest.mark.browser

FIGURES = settings.BASE_DIR / "lederweb" / "content" / "texts" / "figures.toml"


@pytest.fixture
def sanne(visitor: Any, site: Any) -> Any:
    with site.database():
        for figure in tomllib.loads(FIGURES.read_text())["figures"]:
            record_figure(**figure)
        address = World().sanne_of_the_secretariat.email
    return log_in(visitor(accept_downloads=True), address)


def fetched(tab: Any, name: str) -> Path:
    with tab.expect_download() as download:
        tab.get_by_role("link", name=name, exact=True).click()
    return Path(download.value.path())


def test_the_average_of_2017_beside_2016_with_its_warning_and_both_in_a_file(sanne: Any) -> None:
    sanne.get_by_role("button", name="Tal").click()
    sanne.locator("nav a[href='/admin/tal/']").click()
    sanne.get_by_label("Den anden periode: fra og med").wait_for(state="hidden")
    sanne.get_by_label("Fra og med", exact=False).first.fill("2017-01-01")
    sanne.get_by_label("Til og med", exact=False).first.fill("2017-10-31")
    sanne.get_by_label("Sammenlign med").select_option("anden")
    sanne.get_by_label("Den anden periode: fra og med").fill("2016-01-01")
    sanne.locator("[name=mod_til]").fill("2016-12-31")
    sanne.get_by_role("button", name="Vis", exact=True).click()
    part = sanne.locator("#gennemsnit")
    said = part.inner_text()
    assert "Fra januar til oktober 2017 havde Lederweb i gennemsnit 95.958 besøgende" in said
    assert "80.952 besøg" in said
    warning = "Besøg og besøgende er"
    assert warning in said
    assert warning in part.locator("svg desc").text_content()
    assert part.locator("svg [stroke-dasharray]").count() == 1
    part.get_by_text("Tallene som tabel").click()
    assert warning in part.locator("caption").inner_text()
    assert violations(sanne, within="main") == []

    text = fetched(sanne, "Hent »En gennemsnitlig måned« som CSV").read_text("utf-8-sig")
    sheet = fetched(sanne, "Hent »En gennemsnitlig måned« som XLSX").read_bytes()
    book = load_workbook(io.BytesIO(sheet))
    cells = [cell for row in book.active.iter_rows(values_only=True) for cell in row if cell]
    assert "95958" in text
    assert "80952" in text
    assert warning in text
    assert {95_958, 80_952} <= set(cells)
    assert any(str(cell).startswith(warning) for cell in cells)


def test_every_screen_is_accessible_on_a_phone_and_in_the_dark(sanne: Any, site: Any) -> None:
    sanne.set_viewport_size({"width": 360, "height": 800})
    sanne.emulate_media(color_scheme="dark")
    with site.database():
        source = ImportedSource.objects.create(name="Gammel server", kind="log")
        ImportedFile.objects.create(
            source=source, name="access.log", lines=3, counted=1, left_out={"bot": 2}
        )
    screens = ("", "indhold/", "laesere/", "filer/", "andre/")
    kept = ("foelgere/", "taellere/", f"taellere/{source.pk}/fjern/", "maanedsmail/")
    for path in (*(f"tal/{path}" for path in (*screens, *kept)), "published_figures/import/"):
        sanne.goto(f"/admin/{path}")
        assert violations(sanne, within="main") == [], path
        assert sanne.evaluate("document.documentElement.scrollWidth") <= 360, path
