"""Drawings for articles: things that grow."""

from __future__ import annotations

import math

from .catalogue import scene
from .plants import glasshouse, leaf, pot, soil, sprig, sprout
from .sheet import (
    CLAY,
    CLAY_LIGHT,
    DEEP,
    DEEP_PAIR,
    FRESH_PAIR,
    LEAF_PAIR,
    LIME,
    LIME_PAIR,
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


@scene("da-krigen-sluttede", NIGHT)
def two_branches_weave(sheet: Sheet) -> None:
    """A branch from each side; they twine across a thin bar."""
    sheet.panes(4, 2, bar=4, shimmer=0.09)
    sheet.beams(120, spread=800, strength=0.14)
    sheet.line((720, 0), (720, 960), "#9fc3ae", 12)
    warm = (LIME_PAIR, SPROUT_PAIR, ("#f0f5cf", "#cfe09a"))
    cool = (FRESH_PAIR, LEAF_PAIR, ("#3f9a86", "#2b7a6b"))

    def height(x: float, side: int) -> float:
        """Two waves in opposite phase: the branches cross four times around the bar."""
        near = math.exp(-(((x - 720) / 420) ** 2))
        return 480 + side * ((x - 720) * 0.16 + 128 * near * math.sin((x - 720) / 96))

    strands = []
    for side, pairs, stem in ((1, warm, "#b9cf7a"), (-1, cool, "#3f9a5a")):
        ends = (-40, 1120) if side == 1 else (1480, 320)
        step = 20 * side
        places = [(x, height(x, side)) for x in range(ends[0], ends[1] + side, step)]
        strands.append((side, pairs, stem, places))
    for side, pairs, stem, places in strands:
        sheet.path(
            "M" + "L".join(f"{number(x)} {number(y)}" for x, y in places), stroke=stem, width=18
        )
        for index in range(3, len(places) - 2, 3):
            x, y = places[index]
            away = abs(x - 720)
            if away < 90:
                continue
            size = 225 - 90 * math.exp(-((away / 260) ** 2)) - 40 * (index / len(places))
            turn = side * (34 if index % 2 else 146) + sheet.random.uniform(-8, 8)
            leaf(sheet, x, y, size, turn, pairs[index % 3], bend=0.05)
    # The first strand comes over again at every other crossing.
    _, _, stem, places = strands[0]
    for crossing in (-1, 1):
        middle = 720 + crossing * 96 * math.pi
        over = [place for place in places if abs(place[0] - middle) < 70]
        sheet.path(
            "M" + "L".join(f"{number(x)} {number(y)}" for x, y in over), stroke=stem, width=18
        )
    sheet.line((720, 380), (720, 470), "#9fc3ae", 12)


@scene("her-er-den-bedste-ide-til-forandring", NIGHT)
def one_leaf_turns(sheet: Sheet) -> None:
    """Rows of the same leaf; one turns the other way and shines."""
    sheet.panes(8, 5, bar=2, shimmer=0.05)
    dark = ("#3a8560", "#24664a")
    for column in range(8):
        for row in range(5):
            x, y = 90 + column * 180, 96 + row * 192
            if (column, row) == (5, 2):
                continue
            leaf(sheet, x, y + 84, 168, 34, dark, width=60)
    sheet.circle(990, 480, 330, sheet.glow(SUN, 0.75))
    leaf(sheet, 1040, 590, 270, -34, ("#fbf3b8", LIME), width=92)


@scene(
    "her-er-den-bedste-ide-til-forandring-stiklinger",
    MORNING,
    "Tegnet flade af en spire, der bliver delt i tre stiklinger og plantet i hver sin rude",
)
def three_cuttings(sheet: Sheet) -> None:
    """One sprout becomes three cuttings, each in a pane of its own."""
    sheet.panes(3, 1, x=120, y=470, w=1200, h=400, bar=8, shimmer=0.5, frame=True, colour=DEEP)
    with sheet.group(720, 400):
        sprig(
            sheet,
            (0, 20),
            (-16, -150),
            (0, -300),
            leaves=6,
            length=150,
            stem=DEEP,
            pairs=(LEAF_PAIR, FRESH_PAIR, SPROUT_PAIR),
            shape="oval",
        )
    for index, x in enumerate((320, 720, 1120)):
        sheet.path(
            f"M720 425Q{(720 + x) / 2} 440 {x} 560",
            stroke=CLAY,
            width=5,
            dash="2 16",
        )
        sheet.path(f"M{x - 200} 800h400v70h-400z", sheet.shade("#7c5a34", "#5a3d20"))
        pair = (LEAF_PAIR, FRESH_PAIR, SPROUT_PAIR)[index]
        sprout(sheet, x, 806, 200, pair, lean=(index - 1) * -10, stem=DEEP)
    sheet.panes(3, 1, x=120, y=470, w=1200, h=400, bar=8, shimmer=0.12, frame=True, colour=DEEP)


@scene("hjaelp-dine-medarbejdere-til-at-blive-ledere", MIST)
def leaning_on_a_stick(sheet: Sheet) -> None:
    """A low plant leans on a thin stick and grows towards the next bar."""
    sheet.panes(3, 3, bar=6, shimmer=0.5)
    sheet.circle(1140, 190, 330, sheet.glow(SUN, 0.7))
    soil(sheet, 800, ("#2b7647", "#10402f"), wave=20)
    sheet.line((800, 860), (800, 210), CLAY, 15)
    sprig(
        sheet,
        (520, 850),
        (640, 560),
        (792, 372),
        leaves=7,
        length=270,
        pairs=(LEAF_PAIR, FRESH_PAIR, DEEP_PAIR),
        stem=DEEP,
        width=13,
        shape="oval",
        first=0.1,
    )
    for y in (392, 470):
        sheet.path(f"M768 {y + 10}q32 -30 58 -4", stroke=PAPER, width=9)
    for index, x in enumerate((90, 230, 1060, 1210, 1370)):
        sprout(sheet, x, 826, 150 + 26 * (index % 3), SPROUT_PAIR if index % 2 else LEAF_PAIR)


@scene("hold-talenterne-varme", NIGHT)
def under_the_bell(sheet: Sheet) -> None:
    """A plant in a pot under a glass bell; a faint light behind a misty pane."""
    sheet.panes(4, 3, bar=5, shimmer=0.1)
    sheet.circle(980, 330, 430, sheet.glow("#f2d9a0", 0.55))
    sheet.rect(720, 0, 720, 640, "#dfeee6", opacity=0.16)
    sheet.rect(0, 790, 1440, 170, sheet.shade("#2a1d12", "#1b120a"))
    sheet.rect(0, 790, 1440, 10, "#7c5a34")
    pot(sheet, 640, 792, 230)
    sprig(
        sheet,
        (640, 610),
        (610, 500),
        (650, 330),
        leaves=7,
        length=190,
        pairs=(SPROUT_PAIR, LIME_PAIR, FRESH_PAIR),
        stem="#8cc168",
        shape="oval",
    )
    bell = "M400 792V420C400 220 500 110 640 110S880 220 880 420V792Z"
    sheet.path(bell, sheet.shade("#ffffff", "#ffffff", angle=0, opacity=(0.24, 0.05)))
    sheet.path(bell, stroke="#dff0e6", width=6, opacity=0.8)
    sheet.circle(640, 84, 27, "none", stroke="#dff0e6", width=6, opacity=0.8)
    sheet.path("M452 720V430C452 300 490 220 560 180", stroke="#ffffff", width=13, opacity=0.5)
    for index in range(26):
        x, y = sheet.random.uniform(420, 860), sheet.random.uniform(240, 760)
        sheet.circle(x, y, sheet.random.uniform(2, 5), "#ffffff", opacity=0.35 + 0.01 * index)


@scene("led-en-forandring-du-ikke-selv-har-valgt", WATER)
def tree_in_the_wind(sheet: Sheet) -> None:
    """A tree bends in the wind; its roots hold on to a calm grid."""
    for index in range(9):
        y = 60.0 + index * 62
        sheet.path(
            f"M{-80 + 60 * (index % 3)} {y}q{260 + 30 * index} {-60 + 14 * index} 620 0t900 -30",
            stroke=sheet.mood.light,
            width=4,
            opacity=0.16,
        )
    sheet.rect(0, 660, 1440, 300, "#0e3742")
    sheet.panes(9, 2, y=660, h=300, bar=4, shimmer=0.1, frame=True, colour="#3d7f88")
    for dx, end, dip in (
        (-14, 250, 180),
        (-8, 430, 250),
        (0, 720, 290),
        (8, 960, 250),
        (14, 1130, 170),
        (-4, 590, 200),
        (4, 830, 200),
    ):
        sheet.path(
            f"M{620 + dx} 650C{620 + dx} {700} {end} {680 + dip * 0.3} {end} {660 + dip}",
            stroke="#d9c9a3",
            width=9 - abs(dx) * 0.25,
        )
    trunk = "M590 668C600 520 640 420 800 330C860 296 930 280 1000 282C880 320 760 400 715 500"
    sheet.path(trunk + "C690 560 672 610 668 668Z", sheet.shade("#efe2bd", "#b89c66", angle=0))
    for index in range(46):
        share = index / 45
        x = 660 + 560 * share + sheet.random.uniform(-70, 70)
        y = 330 - 120 * math.sin(share * 2.6) + sheet.random.uniform(-110, 120)
        leaf(
            sheet,
            x,
            y,
            sheet.random.uniform(105, 190),
            sheet.random.uniform(62, 104),
            sheet.mood.leaves[index % 3],
            veins=index % 2 == 0,
        )
    for x, y, turn in ((1250, 120, 80), (1340, 420, 110), (1180, 560, 130), (1390, 250, 70)):
        leaf(sheet, x, y, 90, turn, SPROUT_PAIR)


@scene("podcast-kan-maalstyring-og-vaerdier-spille-sammen", MORNING)
def ruler_and_vine(sheet: Sheet) -> None:
    """A ruler, and a vine that climbs it in calm turns."""
    sheet.panes(5, 3, bar=4, shimmer=0.5)
    with sheet.group(720, 480, turn=14):
        back, front = [], []
        for turn in range(5):
            y = 560 - turn * 230
            back.append(f"M120 {y - 115}C120 {y - 160} -120 {y - 185} -120 {y - 230}")
            front.append(f"M-120 {y}C-120 {y - 45} 120 {y - 70} 120 {y - 115}")
        sheet.path("".join(back), stroke="#0d4f2b", width=15)
        sheet.rect(-78, -700, 156, 1400, sheet.shade("#f2c46d", "#dca23f", angle=0))
        for index in range(64):
            y = -690 + index * 22
            long = 70 if index % 5 == 0 else 36
            sheet.line((78 - long, y), (78, y), "#7c5118", 5 if index % 5 == 0 else 3)
        sheet.path("".join(front), stroke=LEAF_PAIR[1], width=15)
        for turn in range(5):
            y = 560 - turn * 230
            pairs = (LEAF_PAIR, FRESH_PAIR, SPROUT_PAIR)
            leaf(sheet, 116, y - 100, 235, 68, pairs[turn % 3], shape="heart", width=80)
            leaf(sheet, -116, y - 10, 225, -72, pairs[(turn + 1) % 3], shape="heart", width=78)
            leaf(sheet, -20, y - 56, 120, 8, pairs[(turn + 2) % 3], shape="heart", width=44)


@scene("tal-om-kerneopgaven-saa-det-kan-maerkes", MORNING)
def rings_from_a_core(sheet: Sheet) -> None:
    """A core in the middle with year rings that spread through the grid."""
    rings = ("#e8cf8c", "#ddb96a", "#cfa252", "#b9863b", "#9a6a2b", "#7c5118")
    for index in range(13, 0, -1):
        wobble = []
        radius = 60 + index * 66
        phase = sheet.random.uniform(0, 6)
        for step in range(48):
            angle = step / 48 * math.tau
            r = radius * (1 + 0.025 * math.sin(3 * angle + phase) + 0.02 * math.sin(5 * angle))
            wobble.append(
                f"{number(720 + r * math.cos(angle))} {number(480 + r * math.sin(angle))}"
            )
        sheet.path(
            "M" + "L".join(wobble) + "Z",
            stroke=rings[index % 6],
            width=7 + index % 3 * 5,
            opacity=0.85,
        )
    sheet.circle(720, 480, 260, sheet.glow("#ffffff", 0.9))
    sheet.panes(6, 4, bar=6, shimmer=0.25, colour=PAPER)
    leaf(sheet, 720, 585, 215, -32, LEAF_PAIR, shape="oval", width=74)
    leaf(sheet, 720, 585, 215, 32, FRESH_PAIR, shape="oval", width=74)
    sheet.circle(720, 585, 40, CLAY)
    sheet.circle(708, 573, 13, CLAY_LIGHT)


@scene("traen-din-innovationsmuskel", MIST)
def a_sprout_in_each_pane(sheet: Sheet) -> None:
    """Small sprouts, each shooting up through a pane of its own."""
    columns, rows = 6, 3
    w, h = 1440 / columns, 960 / rows
    tones = ("#eaf3ee", "#dbeae2", "#cfe2d8", "#f6faf6", "#c4dccf")
    for row in range(rows):
        for column in range(columns):
            x, y = column * w, row * h
            sheet.rect(x, y, w, h, tones[(column * 3 + row * 2) % 5])
            sheet.rect(x, y + h - 58, w, 58, "#7c5a34" if (column + row) % 3 else "#96703f")
            grown = 0.55 + 0.45 * ((column * 5 + row * 3) % 7) / 6
            pair = (LEAF_PAIR, SPROUT_PAIR, FRESH_PAIR, DEEP_PAIR)[(column + 2 * row) % 4]
            sprout(
                sheet, x + w / 2, y + h - 52, 262 * grown, pair, lean=sheet.random.uniform(-16, 16)
            )
    sheet.panes(columns, rows, bar=10, shimmer=0.16, colour=DEEP)
    sheet.beams(200, spread=900, strength=0.34)


@scene("podcast-11-hvad-hvis-der-ingen-ledelse-var", SPRING)
def the_open_door(sheet: Sheet) -> None:
    """A glasshouse with its door open; the plants find their own way to the light."""
    sheet.circle(1190, 170, 420, sheet.glow("#ffffff", 0.95))
    sheet.circle(1190, 170, 92, SUN)
    soil(sheet, 800, ("#3d8549", "#17693b"), wave=12)
    glasshouse(
        sheet,
        130,
        822,
        800,
        690,
        line=DEEP,
        glass="#ffffff",
        strength=0.6,
        columns=6,
        bar=9,
        roof=0.34,
    )
    sheet.polygon([(660, 822), (660, 420), (800, 420), (800, 822)], "#f9f6dc")
    sheet.polygon([(800, 420), (905, 460), (905, 880), (800, 822)], "#dbeadf", opacity=0.85)
    sheet.path("M800 420L905 460V880L800 822ZM800 620L905 668", stroke=DEEP, width=8)
    for index, (x, cx, cy, ex, ey) in enumerate(
        (
            (240, 220, 560, 420, 470),
            (390, 400, 540, 600, 560),
            (520, 590, 640, 760, 560),
            (620, 690, 620, 1010, 480),
            (700, 840, 760, 1130, 640),
            (320, 430, 760, 640, 700),
        )
    ):
        sprig(
            sheet,
            (x, 824),
            (cx, cy),
            (ex, ey),
            leaves=6,
            length=150,
            pairs=((DEEP_PAIR, LEAF_PAIR), (FRESH_PAIR, LEAF_PAIR))[index % 2],
            stem=DEEP,
            shape="oval" if index % 2 else "lance",
        )
