"""From drawings and texts to files: JPEG for pictures, PDF for publications."""

from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst
from PIL import Image

from lederweb.content.drawing.catalogue import SCENES, drawing
from lederweb.content.drawing.ideas import IDEAS, idea_drawing
from lederweb.content.drawing.scenes_covers import COVERS
from lederweb.content.reading.library import Text

_TEMPLATES = Path(__file__).resolve().parent
_LINES_ON_A_PAGE = 18  # to write on, shared among the tasks of a worksheet
_QUALITY = 90  # flat colours and thin lines show what JPEG does to them


@dataclass(frozen=True)
class Booklet:
    pdf: bytes
    pages: int


def alternative_of(name: str) -> str:
    """What the drawing shows, in Danish; empty where its text says so itself."""
    return SCENES[name].alternative


def front_name(slug: str) -> str:
    """The name of the drawing on a publication's front."""
    return f"forside-{slug}"


def picture(name: str) -> bytes:
    """The drawing as JPEG. Takes about 0.1 s and lets other threads run meanwhile.

    Raises KeyError when nothing is drawn under the name.
    """
    scene = SCENES[name]
    return _as_jpeg(
        "drawing.typ",
        {"art": drawing(name), "width": str(scene.width), "height": str(scene.height)},
    )


def idea(title: str) -> bytes:
    """The drawing on an idea card as JPEG. Raises KeyError when nothing is drawn for the title."""
    scene = IDEAS[title]
    return _as_jpeg(
        "drawing.typ",
        {"art": idea_drawing(title), "width": str(scene.width), "height": str(scene.height)},
    )


def front(text: Text) -> bytes:
    """The front of a publication as JPEG, 1200 by 1600 pixels."""
    return _as_jpeg("front.typ", _inputs(text))


def booklet(text: Text) -> Booklet:
    """The publication as a tagged PDF in A5 (PDF/UA-1), with its number of pages."""
    inputs = _inputs(text)
    template = _TEMPLATES / "booklet.typ"
    pdf = typst.compile(
        template,
        format="pdf",
        pdf_standards="ua-1",
        ignore_system_fonts=True,
        sys_inputs=inputs,
        # The same file every time: the present moment stays out of it.
        timestamp=dt.datetime(text.data["editions"][0].get("year", 2017), 1, 1, tzinfo=dt.UTC),
    )
    pages = typst.query(
        template,
        "<last-page>",
        field="value",
        one=True,
        ignore_system_fonts=True,
        sys_inputs=inputs,
    )
    return Booklet(pdf, int(json.loads(pages)))


def worksheet(tool: str, step: dict[str, Any]) -> bytes:
    """A page to print and write on, as a tagged PDF (PDF/UA-1).

    `step` is as in the texts: title, minutes, worksheet (its name) and tasks.
    """
    tasks = step["tasks"]
    data = {
        "tool": tool,
        "step": step["title"],
        "minutes": step["minutes"],
        "title": step["worksheet"],
        "tasks": tasks,
        "lines": _LINES_ON_A_PAGE // len(tasks),
    }
    return typst.compile(
        _TEMPLATES / "worksheet.typ",
        format="pdf",
        pdf_standards="ua-1",
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
        timestamp=dt.datetime(2017, 1, 1, tzinfo=dt.UTC),  # the same file every time
    )


def _as_jpeg(template: str, inputs: dict[str, str]) -> bytes:
    png = typst.compile(
        _TEMPLATES / template,
        format="png",
        ppi=72.0,  # one point of the template is one pixel
        ignore_system_fonts=True,
        sys_inputs=inputs,
    )
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        image.convert("RGB").save(buffer, "JPEG", quality=_QUALITY, subsampling=0)
    return buffer.getvalue()


def _inputs(text: Text) -> dict[str, str]:
    """What the templates of a publication read: its data as JSON, and the drawing."""
    data = text.data
    cover = COVERS[text.slug]
    edition = data["editions"][0]
    words: dict[str, Any] = {key: data[key] for key in ("title", "subtitle", "series", "lead")}
    words |= {
        "publisher": data["publisher"],
        "tags": data["tags"],
        "note": data["colophon_note"],
        "edition": {key: str(value) for key, value in edition.items() if key != "formats"},
        "year": str(edition.get("year", "")),
        "sky": cover.sky,
        "ink": cover.ink,
        "alternative": alternative_of(front_name(text.slug)),
        "chapters": [
            {
                "title": chapter["title"],
                "paragraphs": [
                    " ".join(paragraph.split()) for paragraph in chapter["text"].split("\n\n")
                ],
                "questions": chapter.get("questions", []),
            }
            for chapter in data["chapters"]
        ],
    }
    return {"data": json.dumps(words), "art": drawing(front_name(text.slug))}
