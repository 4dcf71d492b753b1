"""What a screen reader meets in a tagged PDF."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import page
import pypdf


def structure(pdf: bytes) -> list[tuple[str, dict[str, Any]]]:
    """Every element of the structure tree in reading order, with its attributes."""
    found: list[tuple[str, dict[str, Any]]] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append((str(node["/S"]).removeprefix("/"), node))
            if "/K" in node:
                walk(node["/K"])

    root: Any = pypdf.PdfReader(BytesIO(pdf)).trailer["/Root"]
    walk(root["/StructTreeRoot"]["/K"])
    return found


def faults_against_ua(pdf: bytes) -> list[tuple[str, str]]:
    """Rule and sentence of everything that keeps the file from being PDF/UA-1 (ISO 14289-1)."""
    result = page.validate_pdf_bytes(pdf, profile="ua1")
    return [(str(failure.rule_id), str(failure.message)) for failure in result.failures]
