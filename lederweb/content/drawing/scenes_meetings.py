"""Drawings for articles: people and things that meet."""

from __future__ import annotations

import math

from .catalogue import scene
from .plants import fern, leaf
from .sheet import (
    CLAY,
    CLAY_LIGHT,
    CLAY_PAIR,
    DEEP,
    DEEP_PAIR,
    FOREST,
    FRESH_PAIR,
    GROUND,
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
    Pair,
    Sheet,
    number,
)


@scene("fem-spoergsmaal-foer-du-siger-ja-til-et-nyt-it-system", WATER)
def circuit_with_roots(sheet: Sheet) -> None:
    """A circuit whose wires run out into roots below and leaves above."""
    sheet.panes(6, 4, bar=2, shimmer=0.07)
    sheet.rect(500, 330, 440, 270, "#0e3742", radius=16)
    sheet.rect(524, 354, 392, 222, "#16505e", radius=8)
    sheet.panes(6, 3, x=560, y=386, w=320, h=158, bar=3, shimmer=0.35, frame=True, colour="#2c7480")
    sheet.circle(720, 465, 46, LIME)
    sheet.circle(720, 465, 22, "#16505e")
    for index in range(7):
        x = 545 + index * 58
        away = (index - 3) * 96
        bend = 250 - abs(index - 3) * 34
        sheet.path(
            f"M{x} 330V{bend + 40}L{x + away} {bend - 50}V{bend - 90}", stroke=PAPER, width=6
        )
        sheet.circle(x, 330, 9, SUN)
        leaf(
            sheet,
            x + away,
            bend - 80,
            190 - abs(index - 3) * 12,
            (index - 3) * 14,
            sheet.mood.leaves[index % 3],
            shape="oval",
            width=58,
        )
        depth = 690 + abs(index - 3) * 22
        sheet.path(
            f"M{x} 600V{depth - 30}Q{x} {depth + 30} {x + away * 0.6} {depth + 90}"
            f"T{x + away * 1.25} 990",
            stroke=PAPER,
            width=6,
        )
        for side in (-1, 1):
            sheet.path(
                f"M{x + away * 0.3} {depth + 60}q{side * 30} 40 {side * 66} 130",
                stroke=PAPER,
                width=3,
                opacity=0.75,
            )
        sheet.circle(x, 600, 9, SUN)
    for index in range(4):
        y = 375 + index * 60
        for side, x in ((-1, 500), (1, 940)):
            end = x + side * (190 + 50 * (index % 2))
            sheet.path(f"M{x} {y}H{end}", stroke=PAPER, width=6)
            sheet.circle(x, y, 9, SUN)
            leaf(sheet, end, y, 170, side * (62 + index * 18), sheet.mood.leaves[(index + 1) % 3])


@scene("naar-dialogen-driller", SPRING)
def talking_leaves(sheet: Sheet) -> None:
    """Speech bubbles in the shape of leaves, each turned its own way behind thin bars."""
    sheet.circle(720, 480, 640, sheet.glow("#fbfde9", 0.9))
    for x, y, length, turn, pair in (
        (150, 470, 360, 52, DEEP_PAIR),
        (620, 130, 350, 118, CLAY_PAIR),
        (1330, 220, 380, -122, LEAF_PAIR),
        (330, 900, 380, 28, FRESH_PAIR),
        (760, 620, 340, -34, LEAF_PAIR),
        (1020, 560, 400, 74, DEEP_PAIR),
        (700, 820, 370, 96, SPROUT_PAIR),
        (90, 160, 300, 96, LEAF_PAIR),
    ):
        with sheet.group(x, y, turn=turn):
            sheet.path(
                f"M{-length * 0.16} {-length * 0.2}L-6 44L{length * 0.06} {-length * 0.16}Z",
                pair[0],
            )
        leaf(sheet, x, y, length, turn, pair, shape="oval", width=length * 0.36, veins=False)
        with sheet.group(x, y, turn=turn):
            for index in range(3):  # the lines of what is being said
                half = length * (0.15, 0.17, 0.11)[index]
                at = -length * (0.36 + 0.14 * index)
                sheet.line((-half, at), (half, at), PAPER, 10, opacity=0.9)
    sheet.panes(6, 1, bar=7, shimmer=0.1, colour="#f7fae6")


@scene("postmand-per-og-den-paene-pige", SPRING)
def two_masks(sheet: Sheet) -> None:
    """An envelope and a leaf, both masks, on either side of a pane."""
    sheet.rect(720, 0, 720, 960, sheet.shade(FOREST, DEEP))
    with sheet.group(360, 490, turn=-7):
        sheet.rect(-240, -170, 480, 340, PAPER, radius=10)
        sheet.polygon([(-240, -164), (240, -164), (0, 44)], "#e9e2cc")
        sheet.path("M-240 -164L0 44L240 -164", stroke=CLAY, width=8)
        for x in (-104, 104):
            sheet.path(f"M{x - 52} 40q52 -62 104 0q-52 40 -104 0z", DEEP)
        sheet.path("M-70 118q70 26 140 0", stroke=CLAY, width=11)
        sheet.path("M-240 20Q-360 30 -420 120", stroke=CLAY, width=6)
        sheet.path("M240 20Q320 10 400 -60", stroke=CLAY, width=6)
    leaf(sheet, 1070, 830, 700, 7, SPROUT_PAIR, shape="oval", width=230, bend=0.02)
    with sheet.group(1100, 510, turn=7):
        for x in (-88, 88):
            sheet.path(f"M{x - 56} 0q56 -64 112 0q-56 42 -112 0z", DEEP)
        sheet.path("M-72 130q72 66 144 0", stroke=DEEP, width=11)
        for x in (-130, 130):
            sheet.circle(x * 0.98, 90, 32, CLAY_LIGHT, opacity=0.75)
    sheet.rect(690, 0, 60, 960, "#eef6ee", opacity=0.55)
    sheet.line((690, 0), (690, 960), PAPER, 5)
    sheet.line((750, 0), (750, 960), PAPER, 5)
    sheet.line((720, 0), (720, 960), DEEP, 4, opacity=0.5)


@scene("vinderopskrifter-paa-innovation", MEADOW)
def three_bowls(sheet: Sheet) -> None:
    """Three bowls on a shelf; something different grows out of each."""
    sheet.panes(3, 2, bar=6, shimmer=0.14)
    sheet.beams(-60, spread=700, strength=0.28)
    sheet.rect(0, 770, 1440, 34, "#efe2bd")
    sheet.rect(0, 804, 1440, 156, sheet.shade("#2c6b3b", "#1d4f2b"))
    sheet.rect(0, 804, 1440, 16, GROUND, opacity=0.25)
    for index, x in enumerate((270, 720, 1170)):
        if index == 0:
            for turn in (-52, -18, 18, 52):
                fern(sheet, x, 590, 380 - abs(turn) * 1.6, turn, LIME_PAIR)
        elif index == 1:
            for turn, length in ((-46, 330), (46, 330), (-16, 430), (18, 400)):
                leaf(
                    sheet,
                    x,
                    600,
                    length,
                    turn,
                    DEEP_PAIR if abs(turn) > 30 else LEAF_PAIR,
                    shape="oval",
                    width=length * 0.27,
                )
        else:
            for turn, length in ((-50, 230), (-20, 330), (12, 380), (44, 260)):
                end_x = x + length * math.sin(math.radians(turn))
                end_y = 600 - length * math.cos(math.radians(turn))
                sheet.path(
                    f"M{x} 600Q{x} {end_y + 80} {number(end_x)} {number(end_y)}",
                    stroke=DEEP,
                    width=8,
                )
                leaf(sheet, end_x, end_y + 40, 132, turn, SPROUT_PAIR, shape="round", width=66)
        bowl = f"M{x - 170} 590h340c0 110 -70 180 -130 180h-80c-60 0 -130 -70 -130 -180z"
        colours = ((PAPER, "#dfe9df"), (CLAY_LIGHT, CLAY), (SUN, "#d9a93f"))[index]
        sheet.path(bowl, sheet.shade(*colours, angle=15))
        sheet.rect(x - 178, 578, 356, 26, colours[0], radius=13)


@scene("samskabelse-begynder-foer-loesningen", MIST)
def a_door_of_leaves(sheet: Sheet) -> None:
    """Many different leaves that together make an open door."""
    walls = (DEEP_PAIR, LEAF_PAIR, FRESH_PAIR, ("#3f9a86", "#2b7a6b"), LEAF_PAIR)
    doors = (LIME_PAIR, CLAY_PAIR, SPROUT_PAIR, (SUN, "#e0b95c"), ("#f0f5cf", "#cfe09a"))

    def fill(left: int, right: int, pairs: tuple[Pair, ...], size: float, step: int) -> None:
        for index, place in enumerate(
            (x, y) for y in range(-40, 1100, step) for x in range(left, right, step)
        ):
            leaf(
                sheet,
                place[0] + sheet.random.uniform(-30, 30),
                place[1] + sheet.random.uniform(-30, 30),
                size * sheet.random.uniform(0.8, 1.25),
                sheet.random.uniform(-180, 180),
                pairs[(index * 7 + index // 5) % len(pairs)],
                shape=("lance", "oval", "heart", "round")[index % 4],
                width=size * sheet.random.uniform(0.26, 0.36),
            )

    sheet.rect(0, 0, 1440, 960, DEEP)
    fill(-40, 1500, walls, 165, 96)
    sheet.polygon([(500, 110), (800, 110), (800, 960), (500, 960)], "#fffbe2")
    sheet.circle(650, 430, 430, sheet.glow(SUN, 0.9))
    for side, x in ((1, 500), (-1, 800)):
        for index in range(9):
            leaf(sheet, x, 940 - index * 102, 118, side * -28, walls[index % 5], shape="oval")
    door = "M800 110L1120 24V1000L800 960Z"
    with sheet.group(clip=door):
        sheet.rect(700, 0, 500, 1000, "#b9cf7a")
        fill(780, 1180, doors, 150, 84)
        sheet.rect(1040, 0, 90, 1000, sheet.shade(DEEP, DEEP, angle=0, opacity=(0, 0.4)))
    sheet.circle(1072, 530, 22, DEEP)


@scene("frivillige-skal-ogsaa-ledes", MIST)
def hands_through_panes(sheet: Sheet) -> None:
    """Hands that pass leaves to each other through open panes."""
    sheet.panes(3, 2, bar=10, shimmer=0.6, colour=DEEP)
    skins = (
        ("#e9b98f", "#cf9568"),
        ("#8a5a3c", "#6d432a"),
        ("#f2cfa9", "#dcae80"),
        ("#b57b52", "#96603b"),
    )
    sleeves = (CLAY, "#1f5d73", SUN, FOREST)
    for index, (x, y, turn, pair) in enumerate(
        (
            (-30, 250, 8, LEAF_PAIR),
            (1470, 330, 174, SPROUT_PAIR),
            (-30, 760, -10, FRESH_PAIR),
            (1470, 800, 188, DEEP_PAIR),
        )
    ):
        lit, shaded = skins[index]
        with sheet.group(x, y, turn=turn):
            if index in (0, 2):
                leaf(sheet, 500, 10, 300, 74 if index else 66, pair, shape="oval", width=92)
            else:
                leaf(sheet, 470, -10, 280, 112, pair, shape="heart", width=92)
            sheet.rect(-60, -76, 300, 152, sleeves[index])
            sheet.rect(214, -82, 34, 164, PAPER, radius=8)
            sheet.path("M246 -58h118c60 0 96 22 96 58s-36 58 -96 58h-118z", lit)
            for finger in range(3):
                at = -50 + finger * 34
                sheet.rect(384, at, 168 - abs(finger - 1) * 22, 30, lit, radius=15)
                sheet.line((410, at + 31), (505, at + 31), shaded, 3, opacity=0.8)
            sheet.path("M300 52C380 62 470 96 520 66C540 50 520 34 490 36L360 30Z", shaded)
    sheet.rect(474, 0, 12, 960, DEEP)
    sheet.rect(954, 0, 12, 960, DEEP)
    for x in (480, 960):
        sheet.polygon([(x, 96), (x + 92, 60), (x + 92, 452), (x, 480)], "#ffffff", opacity=0.42)
        sheet.polygon([(x, 576), (x + 92, 540), (x + 92, 930), (x, 950)], "#ffffff", opacity=0.42)
