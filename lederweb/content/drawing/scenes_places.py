"""Drawings for articles: rooms, houses, tools and the land around them."""

from __future__ import annotations

import math

from .catalogue import scene
from .plants import fern, glasshouse, leaf, sprout
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
    LEAF,
    LEAF_PAIR,
    LIME,
    LIME_PAIR,
    MEADOW,
    MIST,
    MORNING,
    NIGHT,
    PAPER,
    SPRING,
    SPROUT_PAIR,
    SUN,
    WATER,
    Sheet,
    number,
)


@scene("faerre-maal-mere-styring", MIST)
def a_few_strong_lines(sheet: Sheet) -> None:
    """Many thin lines; a few of them drawn up in strong green."""
    for index in range(49):
        x = 30 + index * 28.75
        top = 150 + 210 * math.sin(index * 0.37) ** 2 + sheet.random.uniform(-60, 60)
        sheet.path(
            f"M{number(x)} 900Q{number(x + 7)} 560 {number(x)} {number(top)}",
            stroke="#86a896",
            width=2.4,
        )
    for index, x, top in ((0, 347, 250), (1, 721, 96), (2, 1095, 190)):
        sheet.path(f"M{x} 900Q{x + 9} 540 {x} {top + 60}", stroke=LEAF, width=17)
        pair = (FRESH_PAIR, LEAF_PAIR, SPROUT_PAIR)[index]
        leaf(sheet, x, top + 84, 240, 0, pair, shape="oval", width=76)
        for side, drop in ((-1, 210), (1, 320)):
            leaf(sheet, x + 2, top + drop, 210, side * 56, pair, shape="oval", width=66)
    sheet.rect(0, 896, 1440, 8, DEEP)
    sheet.rect(0, 904, 1440, 56, GLASS)


@scene("fra-strategi-til-tirsdag-morgen", MEADOW)
def a_river_divides(sheet: Sheet) -> None:
    """A river divides into smaller and smaller streams between panes, down to small plants."""
    sheet.rect(0, 0, 1440, 960, sheet.shade("#e7f1d0", "#bcd98a"))
    sheet.panes(8, 4, bar=3, shimmer=0.4, colour="#9fbf73")
    water = ("#2c7480", "#3b8a94", "#4f9fa6", "#6fb5b6")

    def stream(x: float, y: float, level: int, spread: float) -> None:
        for side in (-1, 1):
            end_x, end_y = x + side * spread, y + (240, 215, 190)[level]
            sheet.path(
                f"M{number(x)} {number(y - 12)}C{number(x)} {number(y + 120)} {number(end_x)} "
                f"{number(end_y - 130)} {number(end_x)} {number(end_y)}",
                stroke=water[level + 1],
                width=(62, 34, 17)[level],
            )
            if level < 2:
                stream(end_x, end_y, level + 1, spread / 2)
            else:
                sprout(
                    sheet, end_x, end_y + 70, 170, (LEAF_PAIR, DEEP_PAIR)[side > 0], lean=side * 8
                )

    sheet.path("M860 -40C600 40 980 120 720 200", stroke=water[0], width=112)
    sheet.path("M850 -40C610 40 970 110 728 170", stroke="#5fb0b4", width=7, opacity=0.8)
    sheet.path("M880 -40C650 40 1010 110 712 215", stroke="#8fcfcc", width=4, opacity=0.7)
    stream(720, 215, 0, 356)


@scene("giv-dit-ledernetvaerk-et-formaal-der-holder", SPRING)
def four_houses_round_a_well(sheet: Sheet) -> None:
    """Four small glasshouses around a shared well, seen from above."""
    for _ in range(70):
        x, y = sheet.random.uniform(0, 1440), sheet.random.uniform(0, 960)
        if abs(x - 720) < 560 and abs(y - 480) < 400:
            continue
        leaf(
            sheet,
            x,
            y,
            sheet.random.uniform(60, 120),
            sheet.random.uniform(0, 360),
            (FRESH_PAIR, LEAF_PAIR, SPROUT_PAIR)[int(x) % 3],
            shape="oval",
        )
    sheet.circle(720, 480, 128, "#f5eed0")
    for turn in (35, 145, 215, 325):
        with sheet.group(720, 480, turn=turn):
            sheet.rect(0, -44, 320, 88, "#f5eed0")
    for x, y, turn in ((330, 220, 35), (1110, 220, -35), (330, 740, -35), (1110, 740, 35)):
        with sheet.group(x, y, turn=turn):
            sheet.rect(-196, -120, 400, 264, DEEP, opacity=0.18)
            sheet.rect(-208, -136, 400, 264, "#eef6ee")
            sheet.rect(-208, -4, 400, 132, "#cfe2d8")
            for index in range(9):
                leaf(
                    sheet,
                    -170 + index * 42,
                    60 if index % 2 else -20,
                    84,
                    30 if index % 2 else 150,
                    (LEAF_PAIR, SPROUT_PAIR, FRESH_PAIR)[index % 3],
                    veins=False,
                    opacity=0.8,
                )
            sheet.panes(
                8, 4, x=-208, y=-136, w=400, h=264, bar=4, shimmer=0.3, frame=True, colour=DEEP
            )
            sheet.line((-208, -4), (192, -4), DEEP, 10)
    sheet.circle(734, 498, 110, DEEP, opacity=0.2)
    sheet.circle(720, 480, 108, "#d8c9a0")
    for index in range(14):
        angle = index / 14 * math.tau
        sheet.line(
            (720 + 76 * math.cos(angle), 480 + 76 * math.sin(angle)),
            (720 + 106 * math.cos(angle), 480 + 106 * math.sin(angle)),
            "#b09b68",
            4,
        )
    sheet.circle(720, 480, 76, sheet.shade("#1f5d73", "#3b8a94"))
    sheet.path("M672 470q24 -16 48 0t48 0", stroke="#d9f0ec", width=5)
    sheet.path("M684 504q20 -14 40 0t36 0", stroke="#d9f0ec", width=4, opacity=0.7)
    leaf(sheet, 735, 476, 52, 70, LIME_PAIR, veins=False)


@scene("lyt-til-ledelse-fyringer-og-daarlig-ledelse", MIST)
def an_empty_chair(sheet: Sheet) -> None:
    """An empty chair before a window; a single leaf on its seat."""
    sheet.rect(0, 0, 1440, 960, sheet.shade("#cddbd3", "#b5c9be"))
    sheet.rect(380, 60, 680, 590, sheet.shade("#fbf3d9", "#f3dca0"))
    sheet.circle(720, 500, 300, sheet.glow("#ffffff", 0.8))
    for x, height in ((420, 150), (520, 210), (640, 130), (820, 180), (930, 240), (1010, 150)):
        sheet.path(f"M{x - 80} 650q80 {-height} 160 0z", "#a3c98c", opacity=0.8)
    sheet.panes(3, 2, x=380, y=60, w=680, h=590, bar=9, shimmer=0.3, frame=True, colour=PAPER)
    sheet.rect(340, 646, 760, 26, PAPER)
    sheet.rect(0, 790, 1440, 170, sheet.shade("#8c6a48", "#6f5136"))
    for index in range(7):
        sheet.line((index * 250 - 60, 960), (index * 190 + 140, 790), "#5d432b", 4)
    sheet.polygon([(480, 790), (900, 790), (1180, 960), (560, 960)], "#f3dca0", opacity=0.25)
    wood, dark = "#10402f", "#0b2c20"
    for x in (590, 838):
        sheet.rect(x, 300, 24, 590, wood, radius=6)
    for y in (330, 400, 470):
        sheet.rect(600, y, 250, 30, wood, radius=8)
    sheet.polygon([(570, 640), (870, 640), (940, 720), (520, 720)], FOREST)
    sheet.rect(518, 718, 424, 26, dark, radius=6)
    for x in (530, 906):
        sheet.rect(x, 740, 24, 196, dark, radius=6)
    leaf(sheet, 640, 702, 165, 74, CLAY_PAIR, shape="oval", width=52)


@scene("ny-publikation-saadan-leder-du-paa-afstand", MEADOW)
def three_houses_far_apart(sheet: Sheet) -> None:
    """Three small glasshouses joined by thin lines across an open land."""
    sheet.rect(0, 0, 1440, 960, sheet.shade("#e3f0ec", "#f6ecc4"))
    sheet.circle(1030, 250, 330, sheet.glow("#ffffff", 0.95))
    sheet.circle(1030, 250, 76, SUN)
    for d, colours in (
        ("M0 470Q240 360 520 440T1040 420T1440 380V960H0Z", ("#a9cfa0", "#8abf82")),
        ("M0 580Q300 450 640 560T1440 500V960H0Z", ("#7fb874", "#5fa35e")),
        ("M0 720Q380 590 800 690T1440 640V960H0Z", ("#4d9a52", "#2f7a45")),
        ("M0 850Q420 760 900 830T1440 790V960H0Z", ("#1f6b3f", "#10402f")),
    ):
        sheet.path(d, sheet.shade(*colours))
    for d in (
        "M330 700C520 300 700 330 905 470",
        "M905 470C1050 380 1180 430 1245 610",
        "M330 700C640 760 980 780 1245 610",
    ):
        sheet.path(d, stroke=PAPER, width=5, dash="1 14")
    for x, y, size in ((210, 735, 250), (840, 486, 130), (1160, 640, 180)):
        glasshouse(
            sheet,
            x,
            y,
            size,
            size * 0.92,
            line=DEEP,
            glass="#ffffff",
            strength=0.75,
            columns=4,
            bar=max(4, size * 0.026),
            door=True,
        )
        for index in range(3):
            sprout(sheet, x + size * (0.14 + 0.3 * index), y - 4, size * 0.3, LEAF_PAIR)
    for x, y, length, turn in (
        (60, 980, 300, 12),
        (140, 990, 240, 40),
        (1360, 980, 300, -16),
        (1270, 990, 210, -44),
        (700, 990, 170, 6),
    ):
        fern(sheet, x, y, length, turn, SPROUT_PAIR if turn % 4 else LIME_PAIR)


@scene("podcast-naar-jorden-braender-under-lederen", NIGHT)
def glowing_ground(sheet: Sheet) -> None:
    """Dark ground with glowing cracks under a calm grid of light panes."""
    sheet.rect(0, 0, 1440, 470, sheet.shade("#f4f8f4", "#d5e6dc"))
    sheet.panes(8, 3, h=470, bar=7, shimmer=0.6, colour="#8fb3a2")
    sheet.rect(0, 462, 1440, 14, DEEP)
    sheet.rect(0, 476, 1440, 484, sheet.shade("#1c120d", "#2a120a"))
    sheet.raw('<g transform="translate(720 960) scale(1 .42)">')
    sheet.circle(0, 0, 860, sheet.glow("#e8672c", 0.8))
    sheet.raw("</g>")

    def crack(x: float, y: float, heading: float, width: float, left: int) -> None:
        places = [(x, y)]
        for _ in range(left):
            heading += sheet.random.uniform(-36, 36)
            heading = max(-75, min(75, heading))
            step = sheet.random.uniform(40, 80)
            x += step * math.sin(math.radians(heading))
            y -= step * math.cos(math.radians(heading)) * 0.72
            if y < 510:
                break
            places.append((x, y))
            if sheet.random.random() < 0.42 and width > 5:
                crack(x, y, heading + sheet.random.choice((-55, 55)), width * 0.55, left - 3)
        d = "M" + "L".join(f"{number(a)} {number(b)}" for a, b in places)
        sheet.path(d, stroke="#d8481b", width=width * 1.9, opacity=0.55)
        sheet.path(d, stroke="#f78a3c", width=width)
        sheet.path(d, stroke="#ffe1a0", width=max(1.5, width * 0.36))

    for start, heading in ((180, 18), (520, -14), (760, 6), (1020, 20), (1300, -24)):
        crack(start, 985, heading, 15, 9)
    sprout(sheet, 720, 474, 190, LEAF_PAIR, stem=DEEP)


@scene("podcast-samarbejde-mellem-embedsmaend-og-politikere", WATER)
def three_open_doors(sheet: Sheet) -> None:
    """A room seen from above; three open doors throw light across its floor."""
    sheet.rect(220, 120, 1000, 720, "#1d5563")
    sheet.panes(10, 7, x=220, y=120, w=1000, h=720, bar=2, shimmer=0.08, colour="#2c6b78")
    light = "#fbeebd"
    for polygon in (
        [(220, 330), (220, 500), (860, 720), (860, 300)],
        [(630, 120), (800, 120), (940, 660), (540, 660)],
        [(1220, 540), (1220, 710), (520, 790), (560, 420)],
    ):
        sheet.polygon(polygon, light, opacity=0.42)
    sheet.path("M220 330V120H630M800 120H1220V540M1220 710V840H220V500", stroke=PAPER, width=26)
    for x, y, turn in ((220, 330, 158), (800, 120, -68), (1220, 710, -20)):
        with sheet.group(x, y, turn=turn):
            sheet.rect(0, -9, 165, 18, CLAY_LIGHT, radius=4)
            sheet.path(
                "M165 0A165 165 0 0 0 62 -153", stroke=PAPER, width=3, opacity=0.6, dash="4 10"
            )
    sheet.circle(712, 500, 124, "#0e3742", opacity=0.4)
    sheet.circle(700, 484, 118, sheet.shade("#e8d3a2", "#cfa96a"))
    for index in range(8):
        angle = index * 45
        with sheet.group(700, 484, turn=angle):
            sheet.rect(-30, -196, 60, 52, (SUN, LIME, CLAY_LIGHT, GLASS)[index % 4], radius=18)
    for index in range(5):
        leaf(
            sheet,
            700,
            484,
            78,
            index * 72 + 20,
            LEAF_PAIR if index % 2 else SPROUT_PAIR,
            shape="oval",
            veins=False,
        )
    for x, y in ((290, 190), (1150, 190), (290, 770), (1140, 400)):
        for index in range(7):
            leaf(sheet, x, y, 74, index * 51, (FRESH_PAIR, SPROUT_PAIR)[index % 2], veins=False)


@scene("ring-foer-du-mailer", EARTH)
def an_empty_hook(sheet: Sheet) -> None:
    """An empty hook in a row of hooks, where a small leaf is unfolding."""
    sheet.panes(6, 1, bar=2, shimmer=0.08)
    sheet.rect(0, 250, 1440, 122, sheet.shade("#f1dcae", "#dcbb7c"))
    sheet.rect(0, 364, 1440, 10, "#a97f45")
    hooks = (170, 445, 720, 995, 1270)
    for x in hooks:
        sheet.rect(x - 25, 272, 50, 80, "#7c5a34", radius=10)
        sheet.path(f"M{x} 330v64q0 52 46 52t46 -44", stroke="#4c3520", width=17)
        sheet.circle(x, 296, 7, "#f1dcae")
    coats = (
        (170, DEEP, "#0b2c20"),
        (445, "#1f5d73", "#174a58"),
        (995, SUN, "#dcb857"),
        (1270, "#eef3e6", "#cfdccb"),
    )
    for x, lit, shaded in coats:
        x += 20
        sheet.path(f"M{x} 392L{x - 104} 470L{x - 122} 900H{x + 4}V392Z", lit)
        sheet.path(f"M{x} 392L{x + 104} 470L{x + 122} 900H{x}Z", shaded)
        sheet.path(f"M{x - 40} 424q40 44 80 0", stroke=lit, width=14)
        for y in (560, 660, 760):
            sheet.circle(x + 22, y, 9, lit)
    sheet.circle(800, 520, 250, sheet.glow(SUN, 0.55))
    sheet.path("M812 402q30 60 0 120", stroke="#cfe09a", width=11)
    leaf(sheet, 812, 520, 170, 134, LIME_PAIR, shape="oval", width=56)
    leaf(sheet, 818, 492, 120, 54, SPROUT_PAIR, shape="oval", width=40)


@scene("topchefer-sendt-paa-vaerksted", MORNING)
def the_bench_from_above(sheet: Sheet) -> None:
    """A workbench from above: ruler, leaves, half-made shapes in a grid."""
    sheet.rect(0, 0, 1440, 960, sheet.shade("#d9a868", "#c18d4c", angle=20))
    for index in range(9):
        y = 60 + index * 112
        sheet.path(
            f"M0 {y}q360 {sheet.random.uniform(-26, 26):.0f} 720 0t720 0",
            stroke="#a87439",
            width=3,
            opacity=0.5,
        )
    with sheet.group(700, 490, turn=-4):
        sheet.rect(-474, -364, 960, 740, DEEP, opacity=0.22)
        sheet.rect(-486, -380, 960, 740, PAPER)
        sheet.panes(12, 9, x=-486, y=-380, w=960, h=740, bar=2, shimmer=0, colour="#b5d0c2")
        for x, y, kind in (
            (-330, -220, 0),
            (-90, -220, 1),
            (150, -220, 2),
            (-330, 20, 2),
            (-90, 20, 0),
            (150, 20, 1),
        ):
            colour = (LEAF, CLAY, "#1f5d73")[kind]
            if kind == 0:
                sheet.path(f"M{x - 80} {y}a80 80 0 0 1 160 0", colour)
                sheet.path(f"M{x + 80} {y}a80 80 0 0 1 -160 0", stroke=colour, width=4, dash="3 13")
            elif kind == 1:
                sheet.polygon([(x - 80, y + 80), (x, y - 80), (x, y + 80)], colour)
                sheet.path(
                    f"M{x} {y - 80}L{x + 80} {y + 80}H{x}", stroke=colour, width=4, dash="3 13"
                )
            else:
                sheet.rect(x - 80, y - 80, 160, 80, colour)
                sheet.path(f"M{x - 80} {y}v80h160v-80", stroke=colour, width=4, dash="3 13")
    with sheet.group(1000, 640, turn=-58):
        sheet.rect(-400, 16, 800, 88, DEEP, opacity=0.25)
        sheet.rect(-410, 0, 800, 88, sheet.shade("#f6dc8e", "#e0b95c"))
        for index in range(40):
            sheet.line(
                (-400 + index * 20, 0),
                (-400 + index * 20, 40 if index % 5 == 0 else 22),
                "#7c5118",
                3,
            )
    for x, y, turn, pair in (
        (180, 330, -40, LEAF_PAIR),
        (250, 780, 30, FRESH_PAIR),
        (1260, 240, 60, DEEP_PAIR),
        (1310, 860, -20, SPROUT_PAIR),
    ):
        leaf(sheet, x + 10, y + 14, 250, turn, (DEEP, DEEP), shape="oval", opacity=0.2)
        leaf(sheet, x, y, 250, turn, pair, shape="oval", width=82)
    with sheet.group(420, 850, turn=72):
        sheet.rect(-14, -190, 28, 300, CLAY)
        sheet.polygon([(-14, -190), (14, -190), (0, -236)], "#f1dcae")
        sheet.polygon([(-5, -220), (5, -220), (0, -236)], DEEP)


@scene("undgaa-vaerdiloes-kompetenceudvikling-med-ny-metode", NIGHT)
def stairs_of_blocks(sheet: Sheet) -> None:
    """Blocks and sprouts, turn by turn, make stairs towards a light field."""
    sheet.panes(6, 4, bar=3, shimmer=0.08)
    sheet.circle(1280, 170, 620, sheet.glow("#fdf3c0", 0.95))
    sheet.rect(1110, 40, 280, 280, "#fffbe2", opacity=0.9)
    sheet.panes(2, 2, x=1110, y=40, w=280, h=280, bar=7, shimmer=0.2, frame=True, colour=DEEP)
    size = 190
    for step in range(6):
        x = 60 + step * size
        top = 800 - step * 104
        lit, shaded = (CLAY_PAIR, ("#e3b65f", "#bf8f3a"), ("#4f9fa6", "#2c7480"))[step % 3]
        sheet.rect(x, top, size - 8, 960 - top, shaded)
        sheet.polygon(
            [(x, top), (x + 30, top - 30), (x + size + 22, top - 30), (x + size - 8, top)], lit
        )
        for row in range(int((960 - top) // 104) + 1):
            sheet.rect(x, top + row * 104, size - 8, 5, DEEP, opacity=0.28)
        if step % 2:
            sprout(
                sheet,
                x + 100,
                top - 12,
                200,
                (SPROUT_PAIR, LIME_PAIR, FRESH_PAIR)[step // 2],
                stem="#8cc168",
            )
        else:
            for index in range(2):
                sheet.circle(x + 60 + index * 78, top - 20, 25, lit)
                sheet.circle(x + 60 + index * 78, top - 24, 19, shaded, opacity=0.5)


@scene(
    "tal-om-kerneopgaven-saa-det-kan-maerkes-vaerktoejer",
    SPRING,
    "Tegnet flade af tre forskellige værktøjer, der peger mod den samme lille spire",
)
def three_tools_one_sprout(sheet: Sheet) -> None:
    """Three different tools that point at the same small sprout."""
    sheet.circle(720, 600, 420, sheet.glow("#ffffff", 0.95))
    sheet.path("M560 760q160 -130 320 0z", "#7c5a34")
    sprout(sheet, 720, 706, 210, LEAF_PAIR, stem=DEEP)
    steel = sheet.shade("#eef3f0", "#a9bdb3", angle=0)
    with sheet.group(500, 520, turn=128):  # a trowel
        sheet.path("M-62 40q0 -150 62 -214q62 64 62 214z", steel)
        sheet.line((0, -150), (0, 20), "#8ea79a", 4)
        sheet.rect(-13, 40, 26, 90, "#8ea79a")
        sheet.rect(-34, 124, 68, 250, CLAY, radius=30)
    with sheet.group(720, 300, turn=180):  # a rake
        sheet.rect(-12, 0, 24, 420, "#c18d4c", radius=8)
        sheet.rect(-130, -20, 260, 30, "#1f5d73", radius=10)
        for index in range(5):
            sheet.rect(-126 + index * 58, -110, 18, 100, "#1f5d73", radius=8)
    with sheet.group(960, 500, turn=-116):  # a watering can
        sheet.path("M-90 60h190l-16 200h-158z", LEAF)
        sheet.path("M-90 60h96v200h-80z", "#2b7647")
        sheet.path("M-84 230C-170 170 -160 -40 -150 -90l40 -10C-112 -30 -106 90 -70 120z", LEAF)
        sheet.path("M90 90q120 -10 104 80t-118 60", stroke=LEAF, width=20)
        sheet.polygon([(-180, -92), (-84, -116), (-112, -160), (-190, -140)], "#10402f")
