"""What the tests of the importer share."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from lederweb.content.services.import_content import Report
from publications.models import ArticlePage

Import = Callable[..., Report]
GOOD = {
    "kind": "article",
    "id": 153777,
    "title": "Undgå værdiløs kompetenceudvikling",
    "lead": "Begynd med opgaven.",
    "html": "<p>Kurset fejlede ikke noget.</p>",
}


def rejected(bring: Import) -> list[dict[str, Any]]:
    text = (bring.folder / "afvist.jsonl").read_text(encoding="utf-8")  # type: ignore[attr-defined]
    return [json.loads(line) for line in text.splitlines()]


def article(number: int = 153777) -> ArticlePage:
    return ArticlePage.objects.get(legacy_id=number)


def blocks(page: Any) -> list[tuple[str, Any]]:
    return [(block["type"], block["value"]) for block in page.body.raw_data]
