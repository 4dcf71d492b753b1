"""What a tool is made of: steps with worksheets, and decks of drawn cards."""

from __future__ import annotations

import io
from typing import Any

import pypdfium2

from lederweb.content.drawing.ideas import IDEAS
from lederweb.content.reading.library import Text
from lederweb.content.reading.markdown import read_body
from lederweb.content.services.demonstration import Demonstration
from lederweb.content.services.save_files import save_document, save_picture
from lederweb.content.typesetting import press
from lederweb.core.models import CustomDocument
from lederweb.lib.danish import slugify
from publications.models.idea_cards import IdeaCard


def steps_of(text: Text, *, user: Any) -> list[tuple[str, dict[str, Any]]]:
    """The steps of a tool as blocks; a worksheet is set for each that has tasks."""
    steps = []
    for data in text.data.get("steps", []):
        content = list(read_body(data["text"].strip(), path=text.source.path).blocks)
        if "worksheet" in data:
            sheet = _worksheet(text, data, user=user)
            content.append(("documents", {"title": "", "documents": [sheet]}))
        steps.append(
            (
                "step",
                {
                    "title": data["title"],
                    "minutes": data["minutes"],
                    "group": data["group"],
                    "content": content,
                },
            )
        )
    return steps


def _worksheet(text: Text, step: dict[str, Any], *, user: Any) -> CustomDocument:
    title = f"Opgaveark: {step['worksheet']}"
    there = CustomDocument.objects.filter(title=title).first()
    if there is not None:
        return there
    pdf = press.worksheet(text.title, step)
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        pages = len(document)
    name = f"opgaveark-{slugify(step['worksheet'])}"
    return save_document(name=name, title=title, pdf=pdf, pages=pages, user=user)


def cards_of(entries: list[dict[str, Any]], *, demonstration: Demonstration) -> list[IdeaCard]:
    """The cards with their drawings, which are made beside the database."""
    drawn = demonstration.workers.map(press.idea, [entry["title"] for entry in entries])
    cards = []
    for order, (entry, jpeg) in enumerate(zip(entries, drawn, strict=True)):
        title = entry["title"]
        picture = save_picture(
            name=f"idekort-{slugify(title)}",
            title=f"Tegning: {title}",
            alternative=IDEAS[title].alternative,
            jpeg=jpeg,
            user=demonstration.editor,
        )
        card = IdeaCard(sort_order=order, picture=picture, **entry)
        card.clean()
        cards.append(card)
    return cards
