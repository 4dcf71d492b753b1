"""Small square drawings on the idea cards of "Innovative gaver", one for each title."""

from __future__ import annotations

import math
from collections.abc import Callable

from .catalogue import Draw, Scene
from .plants import glasshouse, leaf, pot, sprig, sprout
from .sheet import (
    CLAY,
    CLAY_LIGHT,
    CLAY_PAIR,
    DEEP,
    DEEP_PAIR,
    EARTH,
    FOREST,
    FRESH_PAIR,
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
    Mood,
    Sheet,
)

SIZE = 640
IDEAS: dict[str, Scene] = {}


def idea(title: str, mood: Mood, alternative: str) -> Callable[[Draw], Draw]:
    """Decorator: the drawing on the card with this title."""

    def register(draw: Draw) -> Draw:
        IDEAS[title] = Scene(draw, mood, SIZE, SIZE, alternative)
        return draw

    return register


def idea_drawing(title: str) -> str:
    """The finished picture as SVG. Raises KeyError when nothing is drawn for the title."""
    found = IDEAS[title]
    sheet = Sheet(title, found.mood, width=found.width, height=found.height)
    sheet.panes(4, 4, bar=2, shimmer=0.12)
    found.draw(sheet)
    return sheet.svg()


# --- Things that several drawings have ----------------------------------------------------------
def _chair(sheet: Sheet, x: float, y: float, size: float, colour: str) -> None:
    """A chair from the side; x, y is the foot of its back leg."""
    bar = size * 0.06
    sheet.line((x, y), (x - size * 0.06, y - size), colour, bar)
    sheet.line((x, y - size * 0.45), (x + size * 0.46, y - size * 0.45), colour, bar * 1.4)
    sheet.line((x + size * 0.44, y - size * 0.45), (x + size * 0.48, y), colour, bar)
    sheet.line((x - size * 0.04, y - size * 0.72), (x - size * 0.01, y - size * 0.62), colour, bar)


def _person(sheet: Sheet, x: float, y: float, size: float, colour: str) -> None:
    """Somebody, from the shoulders up; x, y is where the ground would be."""
    sheet.circle(x, y - size * 0.8, size * 0.2, colour)
    half = size * 0.32
    sheet.path(f"M{x - half} {y}V{y - size * 0.3}a{half} {half} 0 0 1 {half * 2} 0V{y}Z", colour)


def _note(sheet: Sheet, x: float, y: float, size: float, turn: float, fill: str = PAPER) -> None:
    """A slip of paper with three lines of writing, its middle at x, y."""
    with sheet.group(x, y, turn=turn):
        sheet.rect(-size / 2, -size * 0.36, size, size * 0.72, fill, radius=4)
        for row, share in enumerate((0.7, 0.55, 0.36)):
            top = -size * 0.18 + row * size * 0.17
            sheet.line(
                (-size * 0.36, top), (-size * 0.36 + size * share, top), DEEP, 5, opacity=0.6
            )


def _clock(sheet: Sheet, x: float, y: float, radius: float) -> None:
    sheet.circle(x, y, radius, FOREST)
    sheet.circle(x, y, radius * 0.88, PAPER)
    for hour in range(12):
        turn = math.radians(hour * 30)
        inner, outer = radius * 0.72, radius * 0.8
        sheet.line(
            (x + inner * math.sin(turn), y - inner * math.cos(turn)),
            (x + outer * math.sin(turn), y - outer * math.cos(turn)),
            DEEP,
            6,
        )


# --- The cards --------------------------------------------------------------------------------
@idea("Den tomme stol", MIST, "Tegning af en tom stol i lyset fra et vindue")
def _(sheet: Sheet) -> None:
    sheet.circle(320, 330, 300, sheet.glow(SUN, 0.9))
    sheet.rect(0, 540, 640, 100, FOREST)
    _chair(sheet, 230, 560, 380, CLAY)
    sprout(sheet, 336, 392, 150, FRESH_PAIR)


@idea("Ti minutter i døren", MORNING, "Tegning af en åben dør med planter på begge sider")
def _(sheet: Sheet) -> None:
    sheet.rect(190, 110, 260, 450, DEEP)
    sheet.rect(210, 130, 220, 430, sheet.shade("#fffdf2", SUN))
    sheet.polygon([(430, 130), (520, 90), (520, 600), (430, 560)], CLAY)
    sheet.circle(500, 345, 9, SUN)
    sheet.rect(0, 560, 640, 80, FOREST)
    pot(sheet, 110, 590, 110)
    sprig(sheet, (110, 500), (90, 420), (120, 330), leaves=6, length=90, pair=LEAF_PAIR)


@idea(
    "Byt plads for en formiddag", SPRING, "Tegning af to potter, hvis planter bytter plads i en bue"
)
def _(sheet: Sheet) -> None:
    pot(sheet, 170, 560, 170)
    pot(sheet, 470, 560, 170, pair=DEEP_PAIR)
    for start, end, top, pair in ((170, 470, 130, LEAF_PAIR), (470, 170, 230, CLAY_PAIR)):
        sheet.path(f"M{start} 420Q320 {top - 90} {end} 400", stroke=pair[1], width=10, dash="2 24")
        leaf(sheet, end, 410, 150, 200 if start < end else 160, pair, shape="oval")


@idea("Stopklodsen", EARTH, "Tegning af et hjul, der standser ved en klods")
def _(sheet: Sheet) -> None:
    sheet.rect(0, 510, 640, 130, DEEP)
    sheet.circle(260, 350, 160, stroke=PAPER, width=26)
    for spoke in range(8):
        turn = math.radians(spoke * 45)
        end = (260 + 150 * math.sin(turn), 350 - 150 * math.cos(turn))
        sheet.line((260, 350), end, PAPER, 8)
    sheet.circle(260, 350, 28, SUN)
    sheet.polygon([(396, 510), (560, 510), (560, 400)], LIME)
    sprout(sheet, 545, 412, 120, SPROUT_PAIR)


@idea(
    "Det omvendte problem",
    WATER,
    "Tegning af en plante, der vokser med hovedet nedad fra sin potte",
)
def _(sheet: Sheet) -> None:
    with sheet.group(320, 330, turn=180):
        pot(sheet, 0, 220, 210)
        sprig(sheet, (0, 60), (50, -60), (-20, -220), leaves=9, length=130, pair=LIME_PAIR)


@idea(
    "Den billigste prøve", MEADOW, "Tegning af en lille spire i et æggebæger foran et stort drivhus"
)
def _(sheet: Sheet) -> None:
    glasshouse(sheet, 210, 520, 360, 400, line=PAPER, glass=PAPER, strength=0.16, columns=5)
    sheet.rect(0, 520, 640, 120, FOREST)
    sheet.path("M90 430h120l-22 90h-76z", SUN)
    sheet.rect(126, 516, 48, 40, SUN)
    sprout(sheet, 150, 436, 170, LIME_PAIR)


@idea("Fejlfesten", EARTH, "Tegning af en kage med et lys, der er et blad")
def _(sheet: Sheet) -> None:
    sheet.circle(320, 190, 240, sheet.glow(SUN, 0.7))
    sheet.rect(120, 380, 400, 170, PAPER, radius=12)
    sheet.path("M120 400q50 70 100 0q50 70 100 0q50 70 100 0q50 70 100 0v-20h-400z", CLAY_LIGHT)
    sheet.rect(308, 260, 24, 124, LIME)
    leaf(sheet, 320, 262, 120, 0, (SUN, CLAY_LIGHT), shape="oval", veins=False)
    for x, y, turn in ((90, 200, 20), (550, 230, -30), (480, 110, 60), (160, 100, -50)):
        leaf(sheet, x, y, 60, turn, SPROUT_PAIR, veins=False)


@idea("En fremmed på besøg", MIST, "Tegning af en gruppe grønne skikkelser og en i en anden farve")
def _(sheet: Sheet) -> None:
    for x, size, colour in ((110, 240, FOREST), (250, 270, DEEP), (540, 250, FOREST)):
        _person(sheet, x, 560, size, colour)
    _person(sheet, 400, 560, 300, CLAY)
    sheet.rect(0, 560, 640, 80, DEEP)
    sheet.path("M356 150a44 44 0 1 1 62 40c-14 8-18 16-18 34", stroke=CLAY, width=18)
    sheet.circle(400, 262, 12, CLAY)


@idea("Tre ord fra borgeren", SPRING, "Tegning af tre talebobler, hver med et blad")
def _(sheet: Sheet) -> None:
    bubbles = (
        (170, 190, PAPER, LEAF_PAIR),
        (450, 270, FOREST, LIME_PAIR),
        (230, 450, SUN, CLAY_PAIR),
    )
    for x, y, fill, pair in bubbles:
        sheet.rect(x - 130, y - 90, 260, 160, fill, radius=36)
        sheet.polygon([(x - 30, y + 60), (x + 40, y + 60), (x - 40, y + 120)], fill)
        leaf(sheet, x - 70, y + 20, 150, 78, pair, shape="oval")


@idea("Møde på fødderne", MEADOW, "Tegning af en sti gennem bakker med fodspor")
def _(sheet: Sheet) -> None:
    sheet.path("M0 330Q180 230 360 300T640 250V640H0Z", "#2b7647")
    sheet.path(
        "M230 640C300 520 480 500 400 400C350 340 300 330 330 286L352 286C350 330 470 360 500 440C530 540 420 570 400 640Z",
        SUN,
    )
    for x, y, turn in (
        (300, 590, 12),
        (360, 550, 20),
        (392, 490, 30),
        (446, 470, 0),
        (404, 420, -28),
    ):
        with sheet.group(x, y, turn=turn):
            sheet.path("M-12 0a12 20 0 1 1 24 0a12 26 0 0 1 -24 0z", FOREST)
    sheet.circle(500, 130, 60, SUN)


@idea("Idéens værge", NIGHT, "Tegning af en spire under en glasklokke")
def _(sheet: Sheet) -> None:
    sheet.circle(320, 330, 280, sheet.glow(LIME, 0.4))
    sprout(sheet, 320, 520, 240, SPROUT_PAIR)
    sheet.path("M150 530V300a170 170 0 0 1 340 0V530Z", PAPER, opacity=0.16)
    sheet.path("M150 530V300a170 170 0 0 1 340 0V530Z", stroke=PAPER, width=7)
    sheet.circle(320, 112, 20, PAPER)
    sheet.rect(110, 528, 420, 30, CLAY_LIGHT, radius=6)


@idea("Hvad nu hvis", WATER, "Tegning af en dør midt i et åbent landskab, hvor ingen væg er")
def _(sheet: Sheet) -> None:
    sheet.rect(0, 470, 640, 170, FOREST)
    sheet.rect(220, 150, 200, 360, PAPER)
    sheet.rect(240, 170, 160, 340, CLAY)
    sheet.circle(380, 345, 10, SUN)
    for x, height in ((80, 130), (150, 90), (500, 110), (570, 150)):
        sprout(sheet, x, 520, height, SPROUT_PAIR)


@idea(
    "Lån fra et andet fag", MORNING, "Tegning af en gryde med en plante i, som om den var en potte"
)
def _(sheet: Sheet) -> None:
    sprig(sheet, (320, 380), (250, 240), (330, 90), leaves=9, length=130, pair=LEAF_PAIR)
    sheet.rect(150, 360, 340, 190, FOREST, radius=24)
    sheet.rect(130, 350, 380, 36, DEEP, radius=10)
    for x in (84, 506):
        sheet.rect(x, 400, 50, 30, CLAY, radius=10)


@idea("Det tavse svar", MIST, "Tegning af sedler med skrift, der ligger spredt på et bord")
def _(sheet: Sheet) -> None:
    sheet.circle(320, 330, 290, CLAY_LIGHT)
    places = ((210, 190, -14), (430, 210, 10), (170, 370, 6), (390, 400, -8), (290, 520, 12))
    for (x, y, turn), fill in zip(places, (PAPER, LIME, PAPER, SUN, PAPER), strict=True):
        _note(sheet, x, y, 180, turn, fill)


@idea(
    "Sig ja i en uge", SPRING, "Tegning af fem felter i en kalender, hver med et flueben af blade"
)
def _(sheet: Sheet) -> None:
    sheet.rect(70, 170, 500, 320, PAPER, radius=10)
    sheet.rect(70, 170, 500, 70, CLAY, radius=10)
    for day in range(5):
        x = 120 + day * 100
        sheet.rect(x - 38, 280, 76, 160, LIME, radius=6)
        leaf(sheet, x - 6, 410, 46, -42, LEAF_PAIR, veins=False)
        leaf(sheet, x - 8, 412, 100, 26, LEAF_PAIR, veins=False)


@idea("Brevet fra fremtiden", NIGHT, "Tegning af en kuvert, som der vokser en plante op af")
def _(sheet: Sheet) -> None:
    sheet.circle(320, 250, 250, sheet.glow(SUN, 0.4))
    sprig(
        sheet, (320, 400), (380, 260), (300, 80), leaves=8, length=120, pair=SPROUT_PAIR, stem=LIME
    )
    sheet.rect(110, 330, 420, 240, PAPER, radius=8)
    sheet.path("M110 340L320 480L530 340", stroke=FOREST, width=8)
    sheet.path("M110 566L260 440M530 566L380 440", stroke=FOREST, width=6, opacity=0.6)


@idea(
    "Kortet over omveje",
    MORNING,
    "Tegning af et kort, hvor en stiplet sti går uden om den lige vej",
)
def _(sheet: Sheet) -> None:
    sheet.rect(80, 110, 480, 420, PAPER, radius=6)
    for x in (240, 400):
        sheet.line((x, 110), (x, 530), "#d9c88f", 4)
    sheet.line((130, 480), (510, 160), FOREST, 14, opacity=0.35)
    sheet.path(
        "M130 480C160 300 330 540 380 400S420 230 510 160", stroke=CLAY, width=14, dash="4 26"
    )
    sheet.circle(130, 480, 20, FOREST)
    leaf(sheet, 510, 168, 110, 10, LEAF_PAIR, shape="heart")


@idea("Den nyes øjne", WATER, "Tegning af et par briller med en spire i hvert glas")
def _(sheet: Sheet) -> None:
    for x in (190, 450):
        sheet.circle(x, 320, 120, PAPER, opacity=0.2)
        sheet.circle(x, 320, 120, stroke=SUN, width=18)
        sprout(sheet, x, 400, 150, LIME_PAIR)
    sheet.path("M308 300q12-24 24 0", stroke=SUN, width=16)
    sheet.line((70, 300), (20, 270), SUN, 16)
    sheet.line((570, 300), (620, 270), SUN, 16)


@idea("Halv tid", MEADOW, "Tegning af et ur, hvor den ene halvdel er vokset til med blade")
def _(sheet: Sheet) -> None:
    _clock(sheet, 320, 320, 250)
    sheet.path("M320 100A220 220 0 0 0 320 540Z", "#8cc168")
    for index in range(7):
        leaf(sheet, 310, 320, 190, -20 - index * 23, (LEAF_PAIR, FRESH_PAIR)[index % 2])
    sheet.line((320, 320), (320, 150), DEEP, 14)
    sheet.line((320, 320), (420, 400), CLAY, 14)
    sheet.circle(320, 320, 18, SUN)


@idea("Det skarpe spørgsmål", EARTH, "Tegning af en kaktus blandt runde blade")
def _(sheet: Sheet) -> None:
    for x, turn in ((110, -30), (180, -12), (460, 12), (530, 30)):
        leaf(sheet, x, 560, 250, turn, LIME_PAIR, shape="round")
    sheet.rect(250, 150, 140, 420, FOREST, radius=70)
    sheet.path("M390 330h60v-90", stroke=FOREST, width=56)
    for y in range(210, 540, 60):
        for x in (290, 350):
            sheet.path(f"M{x - 10} {y - 10}L{x} {y}L{x + 10} {y - 10}", stroke=SUN, width=5)
    sheet.rect(0, 560, 640, 80, DEEP)


@idea("Prototypen i pap", MORNING, "Tegning af et lille drivhus bygget af papkasser og tape")
def _(sheet: Sheet) -> None:
    sheet.rect(0, 540, 640, 100, FOREST)
    sheet.rect(140, 300, 360, 250, "#c99a62")
    sheet.polygon([(120, 310), (320, 150), (520, 310)], "#b5834b")
    sheet.rect(270, 400, 100, 150, "#8a5f34")
    for x in (180, 410):
        sheet.rect(x, 350, 56, 70, PAPER)
    sheet.line((140, 470), (500, 452), SUN, 18, opacity=0.8)
    sheet.line((236, 190), (300, 320), SUN, 18, opacity=0.8)
    sprout(sheet, 320, 540, 110, LEAF_PAIR)


@idea("De fem hvorfor", NIGHT, "Tegning af en plante, hvis rod går gennem fem lag jord")
def _(sheet: Sheet) -> None:
    layers = ("#8a5f34", "#74502d", "#5f4226", "#4a341f", "#372818")
    for index, colour in enumerate(layers):
        sheet.rect(0, 220 + index * 84, 640, 90, colour)
    sprout(sheet, 320, 224, 180, SPROUT_PAIR)
    sheet.path("M320 224C290 320 350 380 310 460S330 560 320 610", stroke=LIME, width=12)
    for y, side in ((300, 1), (384, -1), (468, 1), (545, -1)):
        sheet.path(f"M318 {y}q{side * 50} 10 {side * 110} 50", stroke=LIME, width=6)
    sheet.circle(320, 604, 18, SUN)


@idea("Tak på forhånd", SPRING, "Tegning af en buket blade med en sløjfe")
def _(sheet: Sheet) -> None:
    pairs = (LEAF_PAIR, DEEP_PAIR, FRESH_PAIR)
    for index in range(9):
        leaf(sheet, 320, 440, 290, -60 + index * 15, pairs[index % 3])
    sheet.path("M320 430L270 590M320 430L320 600M320 430L370 590", stroke=DEEP, width=12)
    leaf(sheet, 320, 446, 120, -100, CLAY_PAIR, shape="oval")
    leaf(sheet, 320, 446, 120, 100, CLAY_PAIR, shape="oval")
    sheet.circle(320, 446, 22, CLAY)


@idea("Nabohjælp", MEADOW, "Tegning af to huse, hvor en plante rækker fra det ene til det andet")
def _(sheet: Sheet) -> None:
    sheet.rect(0, 540, 640, 100, FOREST)
    for x, wall, roof in ((60, PAPER, CLAY), (400, SUN, DEEP)):
        sheet.rect(x, 340, 180, 210, wall)
        sheet.polygon([(x - 20, 350), (x + 90, 230), (x + 200, 350)], roof)
        sheet.rect(x + 60, 410, 60, 70, FOREST)
    sprig(sheet, (150, 440), (310, 180), (480, 420), leaves=9, length=90, pair=LIME_PAIR, stem=LIME)


@idea("Gaven videre", EARTH, "Tegning af en gave, som der vokser en spire op af")
def _(sheet: Sheet) -> None:
    sprout(sheet, 320, 320, 230, LIME_PAIR)
    sheet.rect(150, 320, 340, 240, PAPER, radius=6)
    sheet.rect(130, 290, 380, 70, SUN, radius=6)
    sheet.rect(292, 290, 56, 270, FOREST)
    leaf(sheet, 320, 300, 130, -70, LEAF_PAIR, shape="oval")
    leaf(sheet, 320, 300, 130, 70, LEAF_PAIR, shape="oval")
