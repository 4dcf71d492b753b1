"""Covers of the publications: each is a glasshouse seen from its gable, and something grows in it.

The words are set on top by print/cover.typ, which knows where the sky ends.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import patterns
from .catalogue import Draw, scene
from .sheet import (
    DEEP,
    EARTH,
    FOREST,
    LIME,
    MEADOW,
    MORNING,
    NIGHT,
    PAPER,
    SPRING,
    SUN,
    WATER,
    Mood,
    Sheet,
    number,
)

COVER_WIDTH, COVER_HEIGHT = 1200, 1600
_LEFT, _RIGHT, _PEAK, _EAVES, _FLOOR = 96, 1104, 600, 850, 1468


@dataclass(frozen=True)
class Cover:
    inside: Draw
    mood: Mood
    sky: str
    ink: str
    shows: str


COVERS: dict[str, Cover] = {
    "ledelse-af-kompetenceudvikling": Cover(
        patterns.terraces, MORNING, DEEP, PAPER, "terrasser med spirer"
    ),
    "ledelse-af-frivillige": Cover(
        patterns.trellis, MORNING, LIME, DEEP, "et blomstrende espalier"
    ),
    "ledere-der-lykkes": Cover(patterns.ferns, NIGHT, SUN, DEEP, "høje bregner foran en lav sol"),
    "ledere-i-netvaerk": Cover(patterns.tiles, SPRING, "#dcebe3", DEEP, "et mønster af blade"),
    "ledernetvaerk-der-virker": Cover(
        patterns.wreath, WATER, "#f6efe0", DEEP, "en krans af blade i tre ringe"
    ),
    "ledernetvaerk-i-strategisk-lys": Cover(
        patterns.under_the_roof,
        SPRING,
        "#1f5d73",
        PAPER,
        "et glastag, som blade læner sig ind under",
    ),
    "naervaerende-ledelse-paa-afstand": Cover(
        patterns.hanging, NIGHT, "#c4603c", PAPER, "hængende potter med lange skud"
    ),
    "sammenhaengskraft-i-virkeligheden": Cover(
        patterns.beds, MEADOW, "#f1e4bd", DEEP, "såbede i lige rækker"
    ),
    "katalog-over-vaeksthusets-udgivelser": Cover(
        patterns.tiles, EARTH, FOREST, PAPER, "et mønster af blade i mange farver"
    ),
}


def _house(sheet: Sheet, cover: Cover) -> None:
    width, height = _RIGHT - _LEFT, _FLOOR - _PEAK
    eaves, middle = _EAVES - _PEAK, width / 2
    outline = f"M0 {height}V{eaves}L{number(middle)} 0L{width} {eaves}V{height}Z"
    sheet.rect(0, 0, sheet.width, sheet.height, cover.sky)
    with sheet.frame(_LEFT, _PEAK, width, height, clip=outline):
        cover.inside(sheet)
    with sheet.group(_LEFT, _PEAK):
        bars = cover.sky
        for column in range(1, 6):
            x = width * column / 6
            top = eaves * abs(column / 6 - 0.5) * 2
            sheet.line((x, top), (x, height), bars, 7)
        sheet.line((0, eaves), (width, eaves), bars, 7)
        sheet.line((0, (eaves + height) / 2), (width, (eaves + height) / 2), bars, 7)
        sheet.path(outline, stroke=cover.ink, width=12)
        sheet.line((-40, height), (width + 40, height), cover.ink, 12)


for _slug, _cover in COVERS.items():

    def _draw(sheet: Sheet, cover: Cover = _cover) -> None:
        _house(sheet, cover)

    scene(
        f"forside-{_slug}",
        _cover.mood,
        f"Forside med et drivhus set fra gavlen; indenfor ses {_cover.shows}",
        width=COVER_WIDTH,
        height=COVER_HEIGHT,
    )(_draw)
