"""Drawings of the e-courses and the tools."""

from __future__ import annotations

import math

from .catalogue import scene
from .plants import fern, glasshouse, leaf, pot, sprout
from .sheet import (
    CLAY,
    CLAY_LIGHT,
    CLAY_PAIR,
    DEEP,
    DEEP_PAIR,
    EARTH,
    FOREST,
    FRESH_PAIR,
    GLASS,
    LEAF_PAIR,
    LIME,
    LIME_PAIR,
    MEADOW,
    MIST,
    PAPER,
    SPRING,
    SPROUT_PAIR,
    SUN,
    WATER,
    Sheet,
    number,
)


@scene(
    "den-effektive-leder",
    SPRING,
    "Tegning af et stort ur i et vindue; viserne er to blade, og timerne er små spirer",
)
def a_clock_of_leaves(sheet: Sheet) -> None:
    """A clock in a window; its hands are leaves and its hours sprouts."""
    sheet.panes(4, 3, bar=6, shimmer=0.3)
    sheet.circle(736, 500, 392, DEEP, opacity=0.18)
    sheet.circle(720, 480, 392, FOREST)
    sheet.circle(720, 480, 352, sheet.shade("#fffdf2", "#e9f0cf"))
    for hour in range(12):
        with sheet.group(720, 480, turn=hour * 30):
            sprout(sheet, 0, -258, 84 if hour % 3 else 110, (FRESH_PAIR if hour % 3 else LEAF_PAIR))
    leaf(sheet, 720, 500, 215, -52, CLAY_PAIR, shape="oval", width=54)
    leaf(sheet, 720, 500, 300, 62, DEEP_PAIR, shape="lance", width=62)
    sheet.circle(720, 480, 25, SUN)


@scene(
    "vejen-til-god-ledelse",
    MEADOW,
    "Tegning af en lys sti, der snor sig gennem grønne bakker op mod et lille væksthus",
)
def a_path_to_the_house(sheet: Sheet) -> None:
    """A light path winds through green hills to a small glasshouse."""
    sheet.rect(0, 0, 1440, 960, sheet.shade("#fbeec2", "#e9f1cf"))
    sheet.circle(980, 240, 330, sheet.glow("#ffffff", 0.95))
    hills = (
        ("M0 470Q300 340 700 400T1440 330V960H0Z", ("#b5d68c", "#94c173")),
        ("M0 610Q420 430 860 530T1440 500V960H0Z", ("#7fb874", "#5aa05a")),
        ("M0 760Q300 600 760 680T1440 640V960H0Z", ("#3f8b4d", "#2b7647")),
    )
    for d, colours in hills:
        sheet.path(d, sheet.shade(*colours))
    sheet.path(
        "M500 960C640 860 980 800 900 710C830 640 600 640 640 560C680 500 880 500 940 452"
        "C965 430 955 410 950 398L966 398C980 420 985 440 960 466C900 520 740 520 716 566"
        "C690 630 960 640 1020 730C1080 840 820 900 760 960Z",
        "#fff6d8",
    )
    glasshouse(
        sheet,
        870,
        402,
        180,
        170,
        line=DEEP,
        glass="#ffffff",
        strength=0.8,
        columns=4,
        bar=6,
        door=True,
    )
    for x, y, size in (
        (180, 560, 190),
        (300, 520, 150),
        (1240, 520, 190),
        (1360, 560, 240),
        (1120, 640, 130),
        (420, 690, 170),
    ):
        sheet.rect(x - 5, y - 10, 10, 60, "#6b4a2b")
        leaf(
            sheet,
            x,
            y + 10,
            size,
            0,
            (LEAF_PAIR, DEEP_PAIR)[x > 900],
            shape="oval",
            width=size * 0.34,
        )
    for index in range(9):
        fern(sheet, 40 + index * 46, 990, 210 - index * 13, -10 + index * 4, LIME_PAIR)
        fern(sheet, 1400 - index * 46, 990, 230 - index * 13, 10 - index * 4, SPROUT_PAIR)


@scene(
    "faa-mere-indflydelse-kend-dit-ledelsesrum",
    MIST,
    "Tegning af et rum set ovenfra, hvor en plante vokser ud over en stiplet væg",
)
def beyond_the_dashed_wall(sheet: Sheet) -> None:
    """A room from above with three kinds of walls; a plant grows across the dashed one."""
    sheet.rect(0, 0, 1440, 960, sheet.shade("#12506a", "#0d3a4d"))
    sheet.panes(24, 16, bar=1.5, shimmer=0, colour="#3f7d93")
    white = "#eef6f2"
    sheet.rect(260, 170, 640, 620, "#1c6480")
    sheet.path("M900 170H260V790", stroke=white, width=24)
    sheet.path("M260 790H900", stroke=white, width=8)
    sheet.path("M900 790V170", stroke=white, width=8, dash="6 30")
    for index in range(3):
        sheet.line((330 + index * 80, 830), (370 + index * 80, 830), white, 4, opacity=0.7)
    sheet.circle(470, 480, 96, "#f1dcae")
    for turn, length in ((78, 330), (96, 520), (112, 640), (64, 560), (84, 760), (128, 330)):
        end = (
            470 + length * math.sin(math.radians(turn)),
            480 - length * math.cos(math.radians(turn)),
        )
        sheet.path(
            f"M470 480Q{number((470 + end[0]) / 2)} {number(end[1] - 60)} "
            f"{number(end[0])} {number(end[1])}",
            stroke="#8cc168",
            width=9,
        )
        for index in range(2):
            leaf(
                sheet,
                end[0] - index * 90,
                end[1] - index * 12,
                200 - index * 30,
                turn + (26 if index else -14),
                (LIME_PAIR, SPROUT_PAIR, FRESH_PAIR)[(length // 10) % 3],
                shape="oval",
            )
    for index in range(8):
        leaf(sheet, 470, 480, 150, index * 45, (LEAF_PAIR, FRESH_PAIR)[index % 2], shape="oval")
    sheet.circle(470, 480, 30, CLAY_LIGHT)


@scene(
    "innovative-gaver",
    EARTH,
    "Tegning af 25 små kort i fem rækker, hvert med sin plante; ét kort er vendt og lyser",
)
def twenty_five_cards(sheet: Sheet) -> None:
    """25 small cards in five rows, each with its plant; one is turned and shines."""
    grounds = (PAPER, "#deebe4", LIME, SUN, "#10402f", "#2c7480")
    for row in range(5):
        for column in range(5):
            index = row * 5 + column
            x, y = 150 + column * 235, 36 + row * 182
            turn = sheet.random.uniform(-3, 3)
            with sheet.group(x + 100, y + 80, turn=turn):
                sheet.rect(-94, -72, 200, 160, "#5b2312", opacity=0.35, radius=12)
                if index == 13:
                    sheet.circle(0, 0, 240, sheet.glow(SUN, 0.9))
                    sheet.rect(-100, -80, 200, 160, "#fff7d4", radius=12)
                    sheet.rect(-14, -80, 28, 160, CLAY)
                    sheet.rect(-100, -14, 200, 28, CLAY)
                    for side in (-1, 1):
                        leaf(sheet, 0, 0, 84, side * 46, CLAY_PAIR, shape="heart", veins=False)
                    continue
                ground = grounds[(index * 5 + row) % 6]
                sheet.rect(-100, -80, 200, 160, ground, radius=12)
                light = ground in (DEEP, "#2c7480")
                pair = (
                    (LIME_PAIR, SPROUT_PAIR)[index % 2]
                    if light
                    else (LEAF_PAIR, FRESH_PAIR, DEEP_PAIR)[index % 3]
                )
                kind = index % 5
                if kind == 0:
                    sprout(sheet, 0, 62, 128, pair)
                elif kind == 1:
                    for angle in range(0, 360, 60):
                        leaf(sheet, 0, 0, 62, angle, pair, shape="oval", veins=False)
                elif kind == 2:
                    fern(sheet, 0, 66, 130, 0, pair, pairs=6)
                elif kind == 3:
                    leaf(sheet, -42, 54, 136, 40, pair, shape="oval", width=42)
                else:
                    pot(sheet, 0, 64, 62, pair=CLAY_PAIR)
                    for angle in (-36, 0, 36):
                        leaf(sheet, 0, 16, 74, angle, pair, shape="oval", veins=False)


@scene(
    "ledere-der-laerer-sammen",
    WATER,
    "Tegning af et rundt bord set ovenfra med otte stole og et ark papir ved hver",
)
def round_the_table(sheet: Sheet) -> None:
    """A round table from above, eight chairs, a sheet of paper at each."""
    sheet.panes(8, 5, bar=3, shimmer=0.12)
    sheet.beams(100, spread=900, strength=0.18)
    colours = (SUN, LIME, CLAY_LIGHT, GLASS, "#8cc168", "#f0f5cf", "#e3b65f", "#deebe4")
    for index in range(8):
        with sheet.group(720, 480, turn=index * 45 + 22):
            sheet.rect(-76, -470, 152, 118, "#0e3742", radius=34, opacity=0.5)
            sheet.rect(-76, -482, 152, 118, colours[index], radius=34)
            sheet.rect(-88, -500, 176, 46, colours[index], radius=22)
    sheet.circle(738, 506, 330, "#0e3742", opacity=0.5)
    sheet.circle(720, 480, 330, sheet.shade("#efd6a3", "#d3ac68"))
    sheet.circle(720, 480, 300, stroke="#b98d4a", width=3, opacity=0.6)
    for index in range(8):
        with sheet.group(720, 480, turn=index * 45 + 22):
            with sheet.group(0, -232, turn=sheet.random.uniform(-9, 9)):
                sheet.rect(-46, -60, 92, 120, PAPER)
                for row in range(4):
                    sheet.line((-30, -36 + row * 24), (30 - row * 9, -36 + row * 24), "#9bb5a8", 5)
    for index in range(10):
        leaf(
            sheet,
            720,
            480,
            138,
            index * 36,
            (LEAF_PAIR, FRESH_PAIR, SPROUT_PAIR)[index % 3],
            shape="oval",
        )
    sheet.circle(720, 480, 42, CLAY)
    soil_colour = "#5b2312"
    sheet.circle(720, 480, 24, soil_colour)
