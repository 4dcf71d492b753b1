"""Drawings of the podcast: an ear like a leaf, and what it hears."""

from __future__ import annotations

import math
from collections.abc import Callable

from .catalogue import Draw, scene
from .plants import fern, leaf
from .sheet import (
    CLAY,
    CLAY_LIGHT,
    CLAY_PAIR,
    DEEP,
    DEEP_PAIR,
    EARTH,
    FRESH_PAIR,
    LEAF_PAIR,
    LIME,
    LIME_PAIR,
    MORNING,
    NIGHT,
    PAPER,
    SPRING,
    SPROUT_PAIR,
    SUN,
    WATER,
    Mood,
    Pair,
    Sheet,
)


def _ear(sheet: Sheet, x: float, y: float, size: float, pair: Pair, inner: str) -> None:
    """A leaf rolled so that it looks like an ear."""
    with sheet.group(x, y, scale=size / 400):
        sheet.path(
            "M-20 230C-150 150 -190 -20 -120 -130C-60 -224 90 -236 150 -140"
            "C206 -48 150 60 96 110C56 148 66 196 20 230Z",
            pair[0],
        )
        sheet.path(
            "M20 230C66 196 56 148 96 110C150 60 206 -48 150 -140C128 -176 92 -198 54 -204"
            "C130 -120 120 0 50 80C10 126 20 190 -4 236Z",
            pair[1],
        )
        sheet.path(
            "M-66 60C-110 -40 -70 -150 20 -150C96 -150 116 -70 70 -10C40 30 -14 20 -10 70",
            stroke=inner,
            width=24,
        )
        sheet.path("M-10 -70C30 -90 50 -50 26 -24", stroke=inner, width=18)


def _cog(sheet: Sheet, x: float, y: float, radius: float, teeth: int, fill: str) -> None:
    places = []
    for index in range(teeth * 4):
        angle = index / (teeth * 4) * math.tau
        r = radius if index % 4 in (0, 1) else radius * 0.86
        places.append((x + r * math.cos(angle), y + r * math.sin(angle)))
    sheet.polygon(places, fill)


def _waves(sheet: Sheet, x: float, y: float, start: float, count: int, colour: str) -> None:
    for index in range(count):
        sheet.circle(
            x,
            y,
            start + index * 74,
            stroke=colour,
            width=max(2, 9 - index),
            opacity=max(0.12, 0.85 - index * 0.12),
        )


@scene(
    "oererne-i-maskinen",
    NIGHT,
    "Tegnet omslag: et øre formet som et blad i midten af et tandhjul, omgivet af lydbølger",
    width=1400,
    height=1400,
)
def the_series(sheet: Sheet) -> None:
    """An ear like a leaf in the middle of a cog, with waves of sound around it."""
    sheet.panes(5, 5, bar=5, shimmer=0.1)
    _waves(sheet, 700, 700, 470, 6, LIME)
    _cog(sheet, 700, 700, 430, 14, "#1f5d40")
    _cog(sheet, 700, 700, 350, 14, "#2b7647")
    sheet.circle(700, 700, 286, sheet.shade("#f4f8e4", LIME))
    for index in range(14):
        turn = index / 14 * 360 + 6
        angle = math.radians(turn)
        leaf(
            sheet,
            700 + 300 * math.sin(angle),
            700 - 300 * math.cos(angle),
            92,
            turn,
            (SPROUT_PAIR, LIME_PAIR)[index % 2],
            shape="oval",
            veins=False,
        )
    sheet.circle(700, 700, 286, sheet.shade("#f4f8e4", LIME))
    _ear(sheet, 694, 696, 460, LEAF_PAIR, DEEP)


def _episode(
    name: str, mood: Mood, alternative: str, ear: Pair, inner: str, rim: str
) -> Callable[[Draw], Draw]:
    """Every episode has the ear to the left; what it hears comes from the right."""

    def decorate(hears: Draw) -> Draw:
        @scene(name, mood, alternative)
        def draw(sheet: Sheet) -> None:
            sheet.panes(6, 4, bar=3, shimmer=0.1)
            _waves(sheet, 400, 480, 300, 9, sheet.mood.light)
            hears(sheet)
            _cog(sheet, 400, 480, 310, 12, rim)
            sheet.circle(400, 480, 226, sheet.shade("#fdfbe9", LIME))
            _ear(sheet, 396, 476, 360, ear, inner)

        return draw

    return decorate


@_episode(
    "fyringer-og-daarlig-ledelse",
    EARTH,
    "Tegning af et bladformet øre i et tandhjul; lydbølger når et blad, der slipper grenen",
    CLAY_PAIR,
    DEEP,
    "#7f2d17",
)
def a_leaf_lets_go(sheet: Sheet) -> None:
    sheet.path("M1440 150C1260 190 1120 170 960 240", stroke="#5b2312", width=22)
    for x, y, turn in ((1300, 170, 200), (1190, 186, 155), (1090, 200, 205), (1380, 160, 150)):
        leaf(sheet, x, y, 180, turn, LIME_PAIR if turn > 180 else SPROUT_PAIR, shape="oval")
    sheet.path("M962 262C930 360 1030 420 1000 520", stroke=SUN, width=4, dash="2 16")
    leaf(sheet, 950, 560, 250, 118, (SUN, "#e0b95c"), shape="oval", width=78)


@_episode(
    "samarbejde-mellem-embedsmaend-og-politikere",
    WATER,
    "Tegning af et bladformet øre i et tandhjul; lydbølger når to taleblade, der mødes",
    LEAF_PAIR,
    DEEP,
    "#123f4b",
)
def two_leaves_meet(sheet: Sheet) -> None:
    for x, y, turn, pair in ((850, 300, 104, LIME_PAIR), (1420, 640, -76, SPROUT_PAIR)):
        leaf(sheet, x, y, 420, turn, pair, shape="oval", width=150, veins=False)
        with sheet.group(x, y, turn=turn):
            for index in range(3):
                sheet.line((-62, -140 - index * 62), (62, -140 - index * 62), DEEP, 10, opacity=0.7)


@_episode(
    "naar-jorden-braender-under-lederen",
    NIGHT,
    "Tegning af et bladformet øre i et tandhjul; lydbølger når en stol over glødende jord",
    CLAY_PAIR,
    DEEP,
    "#1f5d40",
)
def a_chair_over_embers(sheet: Sheet) -> None:
    sheet.raw('<g transform="translate(1110 900) scale(1 .5)">')
    sheet.circle(0, 0, 520, sheet.glow("#f2762e", 0.95))
    sheet.raw("</g>")
    for index in range(15):
        x = 820 + index * 44
        height = 70 + 90 * math.sin(index * 1.7) ** 2
        leaf(
            sheet,
            x,
            985,
            150 + height,
            sheet.random.uniform(-14, 14),
            (("#f7a047", "#d8481b"), (SUN, "#f08a35"), CLAY_PAIR)[index % 3],
            veins=False,
        )
    for x in (1020, 1180):
        sheet.rect(x, 330, 18, 420, LIME, radius=6)
    for y in (350, 410, 470):
        sheet.rect(1026, y, 168, 22, LIME, radius=8)
    sheet.rect(990, 570, 238, 28, PAPER, radius=8)
    for x in (998, 1204):
        sheet.rect(x, 590, 18, 190, PAPER, radius=6)


@_episode(
    "kan-maalstyring-og-vaerdier-spille-sammen",
    MORNING,
    "Tegning af et bladformet øre i et tandhjul; lydbølger når en vægt med en lineal i den "
    "ene skål og blade i den anden",
    FRESH_PAIR,
    DEEP,
    "#c99a3c",
)
def scales(sheet: Sheet) -> None:
    sheet.rect(1092, 240, 22, 540, DEEP, radius=8)
    sheet.rect(990, 770, 226, 30, DEEP, radius=12)
    sheet.line((880, 330), (1326, 330), DEEP, 18)
    sheet.circle(1103, 250, 34, CLAY)
    for x in (880, 1326):
        sheet.path(f"M{x} 330L{x - 104} 560M{x} 330L{x + 104} 560", stroke=DEEP, width=5)
        if x == 880:
            with sheet.group(x - 20, 556, turn=62):
                sheet.rect(-10, -190, 62, 210, "#d9a93f")
                for index in range(10):
                    sheet.line((-10, -180 + index * 20), (14, -180 + index * 20), "#7c5118", 4)
        else:
            for turn in (-44, -12, 20, 50):
                leaf(sheet, x, 570, 180, turn, (LEAF_PAIR, SPROUT_PAIR)[turn > 0], shape="oval")
        sheet.path(f"M{x - 116} 556h232q-20 90 -116 90t-116 -90z", sheet.shade(CLAY_LIGHT, CLAY))


@_episode(
    "hvad-hvis-der-ingen-ledelse-var",
    SPRING,
    "Tegning af et bladformet øre i et tandhjul; lydbølger når en have, der vokser vildt",
    DEEP_PAIR,
    DEEP,
    "#2b7647",
)
def a_wild_garden(sheet: Sheet) -> None:
    for index in range(26):
        x = 790 + index * 27
        pair = (DEEP_PAIR, LEAF_PAIR, FRESH_PAIR, SPROUT_PAIR)[index % 4]
        if index % 3 == 0:
            fern(sheet, x, 990, sheet.random.uniform(300, 640), sheet.random.uniform(-20, 30), pair)
        else:
            leaf(
                sheet,
                x,
                990,
                sheet.random.uniform(220, 560),
                sheet.random.uniform(-24, 34),
                pair,
                shape=("lance", "oval")[index % 2],
            )
    for x, y in ((900, 470), (1120, 330), (1310, 420), (1010, 620), (1230, 610)):
        for petal in range(6):
            leaf(sheet, x, y, 58, petal * 60, (PAPER, "#f1e7cf"), shape="oval", veins=False)
        sheet.circle(x, y, 17, SUN)
