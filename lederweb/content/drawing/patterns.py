"""Ten motifs that fill a sheet of any size; project pictures and covers are made of them."""

from __future__ import annotations

import math

from .plants import fern, glasshouse, leaf, pot, soil, sprig, sprout
from .sheet import CLAY_PAIR, DEEP, DEEP_PAIR, PAPER, SUN, Sheet, number


def arches(sheet: Sheet) -> None:
    """Tall arched windows; behind each something stands and grows."""
    count = max(2, round(sheet.width / 300))
    step = sheet.width / count
    floor = sheet.height * 0.92
    for index in range(count):
        left, right = index * step + step * 0.09, (index + 1) * step - step * 0.09
        middle, radius = (left + right) / 2, (right - left) / 2
        top = sheet.height * 0.1 + radius
        outline = (
            f"M{number(left)} {number(floor)}V{number(top)}A{number(radius)} {number(radius)} 0 0 1 "
            f"{number(right)} {number(top)}V{number(floor)}Z"
        )
        sheet.path(outline, sheet.shade("#fffdf2", "#dfeee2"), opacity=0.92)
        with sheet.group(clip=outline):
            sheet.circle(middle, top, radius * 1.5, sheet.glow(SUN, 0.55))
            pairs = sheet.mood.leaves
            lean = sheet.random.uniform(-0.3, 0.3) * step
            shape = ("lance", "oval", "heart", "round")[index % 4]
            sprig(
                sheet,
                (middle, floor),
                (middle + lean, floor - sheet.height * 0.3),
                (middle - lean * 0.4, floor - sheet.height * sheet.random.uniform(0.48, 0.66)),
                leaves=8,
                length=step * 0.62,
                pairs=(pairs[index % 3], pairs[(index + 1) % 3]),
                shape=shape,
                width=8,
            )
        for place in (left + radius * 0.66, right - radius * 0.66):
            sheet.line((place, sheet.height * 0.16), (place, floor), PAPER, 4, opacity=0.75)
        for share in (0.36, 0.62):
            sheet.line(
                (left, floor * share + 40), (right, floor * share + 40), PAPER, 4, opacity=0.75
            )
        sheet.path(outline, stroke=DEEP, width=9)
    sheet.rect(0, floor - 4, sheet.width, sheet.height - floor + 4, DEEP)


def ferns(sheet: Sheet) -> None:
    """Ferns that unfold from below before a low sun."""
    sheet.panes(
        max(3, round(sheet.width / 300)), max(2, round(sheet.height / 320)), bar=4, shimmer=0.16
    )
    x, y = sheet.width * sheet.random.uniform(0.4, 0.6), sheet.height * 0.42
    size = min(sheet.width, sheet.height)
    sheet.circle(x, y, size * 0.42, sheet.glow(sheet.mood.light, 0.7))
    sheet.circle(x, y, size * 0.17, SUN)
    count = round(sheet.width / 120)
    for index in range(count + 1):
        at = index / count
        height = sheet.height * (0.44 + 0.3 * abs(at - 0.5) * 2) * sheet.random.uniform(0.8, 1.05)
        fern(
            sheet,
            sheet.width * at,
            sheet.height + 40,
            height,
            (0.5 - at) * 26 + sheet.random.uniform(-14, 14),
            sheet.mood.leaves[(index * 2) % 4],
            pairs=10,
        )


def tiles(sheet: Sheet) -> None:
    """Square panes, each with one leaf from corner to corner."""
    size = min(sheet.width, sheet.height) / 4
    across, down = math.ceil(sheet.width / size), math.ceil(sheet.height / size)
    grounds = ("#fdfcf8", "#deebe4", "#10402f", "#d5e69c", "#f6dc8e", "#2b7647")
    for column in range(across):
        for row in range(down):
            x, y = column * size, row * size
            ground = grounds[sheet.random.randrange(6)]
            sheet.rect(x, y, size + 1, size + 1, ground)
            pairs = [pair for pair in (*sheet.mood.leaves, CLAY_PAIR) if ground not in pair]
            pair = pairs[sheet.random.randrange(len(pairs))]
            corner = sheet.random.randrange(4)
            with sheet.group(x + size / 2, y + size / 2, turn=corner * 90):
                half = size / 2
                kind = sheet.random.randrange(5)
                if kind == 4:
                    sheet.circle(0, 0, size * 0.27, pair[0])
                    sheet.path(
                        f"M0 {number(-size * 0.27)}a{number(size * 0.27)} "
                        f"{number(size * 0.27)} 0 0 1 0 {number(size * 0.54)}z",
                        pair[1],
                    )
                else:
                    n = number
                    sheet.path(
                        f"M{n(-half)} {n(half)}A{n(size)} {n(size)} 0 0 1 {n(half)} {n(-half)}Z",
                        pair[0],
                    )
                    sheet.path(
                        f"M{n(-half)} {n(half)}A{n(size)} {n(size)} 0 0 0 {n(half)} {n(-half)}Z",
                        pair[1],
                    )
    sheet.panes(across, down, w=across * size, h=down * size, bar=6, shimmer=0.1, colour=PAPER)


def terraces(sheet: Sheet) -> None:
    """Rounded terraces, one above the other, with a row of sprouts on each."""
    sheet.circle(
        sheet.width * 0.78, sheet.height * 0.2, sheet.height * 0.32, sheet.glow("#ffffff", 0.8)
    )
    sheet.circle(sheet.width * 0.78, sheet.height * 0.2, sheet.height * 0.075, SUN)
    tones = (
        ("#cfe39a", "#b0cd73"),
        ("#98c478", "#78ad5a"),
        ("#5ba05a", "#3f8549"),
        ("#2f7a45", "#1f6338"),
        ("#1b5836", "#0f3a2c"),
    )
    for index, tone in enumerate(tones):
        y = sheet.height * (0.36 + index * 0.145)
        swell = sheet.height * 0.06 * (1 if index % 2 else -1)
        edge = (
            f"M0 {number(y)}C{number(sheet.width * 0.3)} {number(y - swell)} "
            f"{number(sheet.width * 0.65)} {number(y + swell)} {sheet.width} {number(y)}"
        )
        count = round(sheet.width / (250 - index * 22))
        for plant in range(count):
            at = (plant + 0.5 + sheet.random.uniform(-0.2, 0.2)) / count
            lift = swell * math.sin(at * math.tau) * 0.42
            pair = sheet.mood.leaves[(plant + index) % 4]
            sprout(sheet, sheet.width * at, y - lift + 10, 96 + index * 26, pair, stem=pair[1])
        sheet.path(f"{edge}V{sheet.height}H0Z", sheet.shade(*tone))


def wreath(sheet: Sheet) -> None:
    """Leaves in rings around a light middle."""
    sheet.panes(
        max(4, round(sheet.width / 240)), max(3, round(sheet.height / 240)), bar=3, shimmer=0.12
    )
    x, y = sheet.width / 2, sheet.height / 2
    unit = min(sheet.width, sheet.height) / 960
    sheet.circle(x, y, 420 * unit, sheet.glow(sheet.mood.light, 0.55))
    rings = ((330, 34, 190, "lance"), (214, 26, 160, "oval"), (118, 15, 130, "heart"))
    for order, (radius, count, length, shape) in enumerate(rings):
        for index in range(count):
            turn = index / count * 360 + order * 9
            angle = math.radians(turn)
            leaf(
                sheet,
                x + radius * unit * math.sin(angle),
                y - radius * unit * math.cos(angle),
                length * unit,
                turn + (16 if index % 2 else -16),
                sheet.mood.leaves[(index + order) % 4],
                shape=shape,
            )
    sheet.circle(x, y, 84 * unit, SUN)
    sheet.path(
        f"M{number(x)} {number(y - 84 * unit)}a{number(84 * unit)} {number(84 * unit)} 0 0 1 "
        f"0 {number(168 * unit)}z",
        "#e0b95c",
    )


def hanging(sheet: Sheet) -> None:
    """Pots that hang from the bars of the roof, with long shoots."""
    sheet.panes(
        max(3, round(sheet.width / 260)), max(2, round(sheet.height / 300)), bar=5, shimmer=0.25
    )
    sheet.beams(0, spread=sheet.width * 0.7, strength=0.22)
    count = max(2, round(sheet.width / 330))
    for index in range(count):
        x = sheet.width * (index + 0.5) / count
        drop = sheet.height * (0.3, 0.46, 0.24, 0.4)[index % 4]
        for side in (-1, 1):
            sheet.line((x, 0), (x + side * 84, drop - 110), sheet.mood.line, 4)
        pairs = (sheet.mood.leaves[index % 4], sheet.mood.leaves[(index + 1) % 4])
        for shoot in range(5):
            away = (shoot - 2) * 74
            sprig(
                sheet,
                (x + (shoot - 2) * 30, drop - 130),
                (x + away * 1.5, drop - 210 + abs(shoot - 2) * 30),
                (x + away * 1.25, drop + sheet.height * (0.2 + 0.08 * ((shoot * 3) % 4))),
                leaves=8,
                length=96,
                pairs=pairs,
                shape=("oval", "heart")[index % 2],
                width=5,
                stem=pairs[0][1],
                spread=64,
            )
        pot(
            sheet,
            x,
            drop,
            210,
            pair=(CLAY_PAIR, (SUN, "#d9a93f"), ("#fdfcf8", "#d3e4da"))[index % 3],
        )


def under_the_roof(sheet: Sheet) -> None:
    """Looking up into the roof of a glasshouse; leaves lean in from every side."""
    x, y = sheet.width / 2, sheet.height * 0.42
    sheet.circle(x, y, max(sheet.width, sheet.height) * 0.6, sheet.glow(sheet.mood.light, 0.7))
    for index in range(-7, 8):
        sheet.line(
            (x, y - sheet.height * 0.2),
            (x + index * sheet.width * 0.16, sheet.height),
            sheet.mood.line,
            5,
            opacity=0.55,
        )
        sheet.line(
            (x, y - sheet.height * 0.2),
            (x + index * sheet.width * 0.2, 0),
            sheet.mood.line,
            4,
            opacity=0.4,
        )
    for index in range(1, 7):
        rise = y - sheet.height * 0.2 + (index / 6) ** 1.6 * sheet.height * 0.8
        sheet.line((0, rise), (sheet.width, rise), sheet.mood.line, 3, opacity=0.4)
    count = 34
    for index in range(count):
        angle = index / count * math.tau
        reach_x, reach_y = sheet.width * 0.56, sheet.height * 0.58
        length = min(sheet.width, sheet.height) * sheet.random.uniform(0.26, 0.44)
        leaf(
            sheet,
            x + reach_x * math.cos(angle),
            sheet.height / 2 + reach_y * math.sin(angle),
            length,
            math.degrees(angle) - 90 + sheet.random.uniform(-24, 24),
            sheet.mood.leaves[(index * 3) % 4],
            shape=("lance", "oval")[index % 2],
        )


def beds(sheet: Sheet) -> None:
    """Seed beds from above, in neat rows, each at its own stage."""
    columns = max(2, round(sheet.width / 360))
    rows = max(2, round(sheet.height / 330))
    gap = 34
    w, h = (sheet.width - gap) / columns - gap, (sheet.height - gap) / rows - gap
    for column in range(columns):
        for row in range(rows):
            x, y = gap + column * (w + gap), gap + row * (h + gap)
            sheet.rect(x + 10, y + 12, w, h, DEEP, opacity=0.2)
            sheet.rect(x, y, w, h, "#c18d4c", radius=8)
            sheet.rect(x + 14, y + 14, w - 28, h - 28, sheet.shade("#6b4a2b", "#523720"))
            stage = (column * 2 + row * 3) % 4
            across, down = (5, 4) if stage < 2 else (4, 3)
            for i in range(across):
                for j in range(down):
                    px = x + 14 + (w - 28) * (i + 0.5) / across
                    py = y + 14 + (h - 28) * (j + 0.5) / down
                    size = (20, 40, 62, 84)[stage] * min(1.0, w / 300)
                    pair = sheet.mood.leaves[(stage + column) % 4]
                    if pair == DEEP_PAIR:
                        pair = sheet.mood.leaves[(stage + column + 1) % 4]
                    for part in range((2, 2, 4, 6)[stage]):
                        turn = part * 360 / (2, 2, 4, 6)[stage] + (i + j) * 30
                        leaf(
                            sheet,
                            px,
                            py,
                            size,
                            turn,
                            pair,
                            shape="oval",
                            veins=False,
                            width=size * 0.36,
                        )


def trellis(sheet: Sheet) -> None:
    """A trellis of thin laths, overgrown from one corner."""
    step = 150
    for offset in range(-sheet.height, sheet.width + sheet.height, step):
        sheet.line((offset, 0), (offset + sheet.height, sheet.height), sheet.mood.bars, 6)
        sheet.line((offset + sheet.height, 0), (offset, sheet.height), sheet.mood.bars, 6)
    sheet.circle(
        sheet.width * 0.85,
        sheet.height * 0.15,
        sheet.height * 0.5,
        sheet.glow(sheet.mood.light, 0.8),
    )
    for index in range(7):
        at = index / 6
        start = (sheet.width * (0.02 + 0.5 * at), sheet.height + 30)
        end = (
            sheet.width * (0.1 + 0.78 * at) + sheet.random.uniform(-40, 40),
            sheet.height * (0.1 + 0.5 * at) + sheet.random.uniform(-30, 30),
        )
        sprig(
            sheet,
            start,
            ((start[0] + end[0]) / 2 - 130, (start[1] + end[1]) / 2 - 60),
            end,
            leaves=11,
            length=150,
            pairs=(sheet.mood.leaves[index % 4], sheet.mood.leaves[(index + 1) % 4]),
            shape=("oval", "heart", "lance")[index % 3],
            width=8,
            stem=sheet.mood.leaves[index % 4][1],
        )
        sheet.circle(end[0] + 20, end[1] - 60, 26, (SUN, "#ffffff", "#e8955f")[index % 3])
        sheet.circle(end[0] + 20, end[1] - 60, 11, "#ad4527" if index % 3 == 0 else SUN)


def close_up(sheet: Sheet) -> None:
    """One leaf so close that its veins look like roads."""
    x0, y0, x1, y1 = 0, sheet.height * 0.86, sheet.width, sheet.height * 0.1
    pairs = sheet.mood.leaves
    sheet.rect(0, 0, sheet.width, sheet.height, sheet.shade(pairs[0][0], pairs[0][1], angle=40))
    sheet.polygon(
        [(x0, y0), (x1, y1), (x1, sheet.height), (x0, sheet.height)],
        sheet.shade(pairs[1][1], pairs[0][1], angle=60),
    )
    dx, dy = x1 - x0, y1 - y0
    for index in range(11):
        at = (index + 0.4) / 10
        x, y = x0 + dx * at, y0 + dy * at
        for side in (-1, 1):
            end = (x + dx * 0.24 + side * 20, y + side * sheet.height * 0.62)
            bend = (x + dx * 0.03, y + side * sheet.height * 0.3)
            sheet.path(
                f"M{number(x)} {number(y)}Q{number(bend[0])} {number(bend[1])} {number(end[0])} "
                f"{number(end[1])}",
                stroke=sheet.mood.light,
                width=9,
                opacity=0.62,
            )
            for branch in range(1, 6):
                share = branch / 6
                bx = (1 - share) ** 2 * x + 2 * share * (1 - share) * bend[0] + share**2 * end[0]
                by = (1 - share) ** 2 * y + 2 * share * (1 - share) * bend[1] + share**2 * end[1]
                reach = 84 * (1 - share * 0.4)
                sheet.path(
                    f"M{number(bx)} {number(by)}q{number(reach * 0.4)} {number(side * 6)} "
                    f"{number(reach)} {number(side * -34)}",
                    stroke=sheet.mood.light,
                    width=3,
                    opacity=0.5,
                )
    sheet.line((x0, y0), (x1, y1), sheet.mood.light, 20, opacity=0.9)
    for _ in range(9):
        x, y = sheet.random.uniform(0, sheet.width), sheet.random.uniform(0, sheet.height)
        r = sheet.random.uniform(12, 34)
        sheet.circle(x + 4, y + 6, r, DEEP, opacity=0.25)
        sheet.circle(x, y, r, sheet.shade("#ffffff", "#cfe2d8", angle=50, opacity=(0.9, 0.35)))
        sheet.circle(x - r * 0.3, y - r * 0.35, r * 0.22, "#ffffff")


def village(sheet: Sheet) -> None:
    """Glasshouses of every size side by side, with trees between them."""
    sheet.circle(
        sheet.width * 0.24, sheet.height * 0.24, sheet.height * 0.3, sheet.glow("#ffffff", 0.85)
    )
    floor = sheet.height * 0.82
    x = -60.0
    index = 0
    while x < sheet.width:
        w = sheet.random.uniform(190, 330)
        h = sheet.random.uniform(0.32, 0.62) * sheet.height
        glasshouse(
            sheet,
            x,
            floor,
            w,
            h,
            line=sheet.mood.line,
            glass="#ffffff",
            strength=0.34,
            columns=3 + index % 3,
            bar=6,
            roof=0.3,
        )
        pair = sheet.mood.leaves[index % 4]
        for turn in (-34, 0, 34):
            leaf(sheet, x + w / 2, floor, h * 0.46, turn, pair, shape="oval")
        x += w + 46
        leaf(
            sheet,
            x - 23,
            floor,
            sheet.height * 0.3,
            0,
            sheet.mood.leaves[(index + 2) % 4],
            shape="oval",
            width=52,
        )
        index += 1
    soil(sheet, floor, (sheet.mood.leaves[0][1], DEEP), wave=6)
