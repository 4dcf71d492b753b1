"""An empty site, and the importer on a file for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from lederweb.content.services.import_content import Report, import_content
from lederweb.content.tests.importing import Import
from lederweb.testing.world import World
from publications.models import ArticleIndexPage, PublicationIndexPage, ToolIndexPage


@pytest.fixture
def site(world: World) -> World:
    """Empty overviews, as on the day before the move."""
    from lederweb.pages.models import StandardPage
    from projects.models import ProjectIndexPage

    for model, title, slug in (
        (ArticleIndexPage, "Artikler", "artikler"),
        (PublicationIndexPage, "Publikationer", "publikationer"),
        (ToolIndexPage, "Værktøjer", "vaerktoejer"),
        (ProjectIndexPage, "Projekter", "projekter"),
        (StandardPage, "Om", "om"),
    ):
        world.section(model, title, slug)
    staff = world.topic("Personale")
    for title in ("Arbejdsmiljø", "Afskedigelser", "Kompetenceudvikling"):
        world.topic(title, below=staff)
    world.topic("Lederrollen", below=world.topic("Dig selv"))
    world.catalogue()
    return world


@pytest.fixture
def bring(site: World, tmp_path: Path) -> Import:
    """Import the rows given, from a folder with a picture and a document."""
    Image.new("RGB", (60, 40), "#2f6b4f").save(tmp_path / "flade.jpg")
    (tmp_path / "ark.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")

    def run(*rows: Any, **options: Any) -> Report:
        file = tmp_path / "sider.jsonl"
        lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return import_content(file=file, rejects=tmp_path / "afvist.jsonl", **options)

    run.folder = tmp_path  # type: ignore[attr-defined]
    return run
