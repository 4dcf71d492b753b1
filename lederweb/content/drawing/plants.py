"""What grows: leaves, sprigs, sprouts, pots, and the house of glass around them."""

from __future__ import annotations

import math

from .sheet import CLAY_PAIR, DEEP, Pair, Point, Sheet, number

# Where the outline bulges: height of the first and second handle, and how far out they stand.
_BELLIES = {
    "lance": (0.28, 0.72, 0.75),
    "oval": (0.12, 0.72, 0.95),
    "heart": (-0.16, 0.52, 1.18),
    "round": (-0.1, 0.96, 1.25),
}


def _edge(side: int, length: float, width: float, shape: str, bend: float, at: float) -> Point:
    """A place on the outline of a leaf, from 0 at its foot to 1 at its tip."""
    low, high, full = _BELLIES[shape]
    reach = side * width * full
    one, two, three = 3 * (1 - at) ** 2 * at, 3 * (1 - at) * at**2, at**3
    x = one * (reach + bend * 0.1) + two * (reach * 0.78 + bend * 0.8) + three * bend
    return x, -length * (one * low + two * high + three)


def _halves(length: float, width: float, shape: str, bend: float) -> tuple[str, str]:
    """The two halves of a leaf that stands at 0,0 and points upwards, split along its rib."""
    tip = f"{number(bend)} {number(-length)}"
    low, high, full = _BELLIES[shape]
    sides = []
    for side in (-1, 1):
        reach = side * width * full
        first = f"{number(reach + bend * 0.1)} {number(-length * low)}"
        second = f"{number(reach * 0.78 + bend * 0.8)} {number(-length * high)}"
        rib = f"{number(bend * 0.1)} {number(-length * 0.5)}"
        sides.append(f"M0 0C{first} {second} {tip}Q{rib} 0 0Z")
    return sides[0], sides[1]


def leaf(
    sheet: Sheet,
    x: float,
    y: float,
    length: float,
    turn: float,
    pair: Pair,
    *,
    width: float = 0,
    shape: str = "lance",
    bend: float = 0,
    veins: bool = True,
    opacity: float = 1,
) -> None:
    """A leaf in two tones, as if the light came from one side. 0 degrees points upwards."""
    width = width or length * 0.3
    bend = bend * length
    left, right = _halves(length, width, shape, bend)
    with sheet.group(x, y, turn=turn, opacity=opacity):
        sheet.path(left, pair[0])
        sheet.path(right, pair[1])
        if veins and length > 70:
            for side, colour in ((-1, pair[1]), (1, pair[0])):
                lines = []
                for step in (0.22, 0.36, 0.5, 0.64):
                    edge_x, edge_y = _edge(side, length, width, shape, bend, step + 0.12)
                    start = length * step * 0.86
                    drift = bend * (start / length) ** 2
                    lines.append(
                        f"M{number(drift)} {number(-start)}L{number(drift + edge_x * 0.8)} "
                        f"{number(-start + (edge_y + start) * 0.9)}"
                    )
                sheet.path(
                    "".join(lines), stroke=colour, width=max(1.4, length * 0.009), opacity=0.5
                )


def _curve(start: Point, control: Point, end: Point, at: float) -> tuple[Point, float]:
    """The place on a quadratic curve, and the way it points there in degrees from upwards."""
    x = (1 - at) ** 2 * start[0] + 2 * (1 - at) * at * control[0] + at**2 * end[0]
    y = (1 - at) ** 2 * start[1] + 2 * (1 - at) * at * control[1] + at**2 * end[1]
    dx = 2 * (1 - at) * (control[0] - start[0]) + 2 * at * (end[0] - control[0])
    dy = 2 * (1 - at) * (control[1] - start[1]) + 2 * at * (end[1] - control[1])
    return (x, y), math.degrees(math.atan2(dx, -dy))


def sprig(
    sheet: Sheet,
    start: Point,
    control: Point,
    end: Point,
    *,
    leaves: int = 7,
    length: float = 120,
    pair: Pair | None = None,
    pairs: tuple[Pair, ...] = (),
    stem: str = DEEP,
    width: float = 7,
    shape: str = "lance",
    spread: float = 52,
    first: float = 0.18,
    crown: bool = True,
) -> None:
    """A bent stem with leaves on both sides and one at the top."""
    pairs = pairs or ((pair,) if pair else sheet.mood.leaves)
    sheet.path(
        f"M{number(start[0])} {number(start[1])}Q{number(control[0])} {number(control[1])} "
        f"{number(end[0])} {number(end[1])}",
        stroke=stem,
        width=width,
    )
    for index in range(leaves):
        at = first + (0.97 - first) * index / max(1, leaves - 1)
        place, heading = _curve(start, control, end, at)
        side = -1 if index % 2 else 1
        size = length * (1 - 0.45 * at) * sheet.random.uniform(0.88, 1.08)
        leaf(
            sheet,
            *place,
            size,
            heading + side * spread * sheet.random.uniform(0.85, 1.15),
            pairs[index % len(pairs)],
            shape=shape,
        )
    if crown:
        place, heading = _curve(start, control, end, 1)
        leaf(sheet, *place, length * 0.72, heading, pairs[0], shape=shape)


def sprout(
    sheet: Sheet,
    x: float,
    y: float,
    height: float,
    pair: Pair,
    *,
    lean: float = 0,
    stem: str = "",
    open_by: float = 58,
) -> None:
    """Two young leaves on a short stem."""
    top = (x + lean, y - height * 0.55)
    sheet.path(
        f"M{number(x)} {number(y)}Q{number(x)} {number(y - height * 0.35)} "
        f"{number(top[0])} {number(top[1])}",
        stroke=stem or pair[1],
        width=max(4, height * 0.045),
    )
    leaf(sheet, *top, height * 0.52, -open_by, pair, shape="oval", width=height * 0.17)
    leaf(sheet, *top, height * 0.58, open_by * 0.8, pair, shape="oval", width=height * 0.17)


def fern(
    sheet: Sheet, x: float, y: float, length: float, turn: float, pair: Pair, *, pairs: int = 9
) -> None:
    """A frond: small leaves in pairs along a straight rib."""
    with sheet.group(x, y, turn=turn):
        sheet.line((0, 0), (0, -length), pair[1], max(3, length * 0.014))
        for index in range(pairs):
            at = 0.14 + 0.84 * index / pairs
            size = length * 0.3 * math.sin(math.pi * (0.18 + 0.78 * (1 - at)))
            for side in (-1, 1):
                leaf(
                    sheet,
                    0,
                    -length * at,
                    size,
                    side * 58,
                    pair,
                    width=size * 0.2,
                    veins=False,
                )
        leaf(sheet, 0, -length, length * 0.12, 0, pair, veins=False)


def pot(
    sheet: Sheet, x: float, y: float, width: float, *, pair: Pair = CLAY_PAIR, height: float = 0
) -> None:
    """A pot that stands at y, its middle at x, `width` across the rim."""
    height = height or width * 0.82
    half, foot, rim = width / 2, width * 0.36, height * 0.24
    body = [
        (x - half * 0.92, y - height),
        (x + half * 0.92, y - height),
        (x + foot, y),
        (x - foot, y),
    ]
    sheet.polygon(body, pair[0])
    sheet.polygon([(x + half * 0.2, y - height), body[1], body[2], (x + foot * 0.2, y)], pair[1])
    sheet.rect(x - half, y - height, width, rim, pair[0], radius=width * 0.02)
    sheet.rect(x + half * 0.2, y - height, half * 0.8, rim, pair[1], radius=width * 0.02)
    sheet.rect(x - half, y - height + rim, width, height * 0.035, DEEP, opacity=0.18)


def glasshouse(
    sheet: Sheet,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    line: str,
    glass: str,
    strength: float = 0.35,
    columns: int = 4,
    bar: float = 4,
    roof: float = 0.36,
    door: bool = False,
) -> None:
    """A house of glass seen from its gable; it stands at y, its left wall at x."""
    eaves = y - height * (1 - roof)
    top = (x + width / 2, y - height)
    outline = [(x, y), (x, eaves), top, (x + width, eaves), (x + width, y)]
    sheet.polygon(outline, glass, opacity=strength)
    sheet.polygon(
        [top, (x + width, eaves), (x + width, y), (x + width / 2, y)],
        glass,
        opacity=strength * 0.45,
    )
    for column in range(1, columns):
        at = x + width * column / columns
        share = 1 - abs(column / columns - 0.5) * 2
        sheet.line((at, y), (at, eaves - height * roof * share), line, bar * 0.7)
    sheet.line((x, eaves), (x + width, eaves), line, bar * 0.7)
    sheet.line((x, (y + eaves) / 2), (x + width, (y + eaves) / 2), line, bar * 0.5)
    sheet.path(
        "M" + "L".join(f"{number(a)} {number(b)}" for a, b in outline) + "Z",
        stroke=line,
        width=bar,
    )
    if door:
        sheet.rect(x + width * 0.39, y - height * 0.4, width * 0.22, height * 0.4, line)


def soil(sheet: Sheet, y: float, pair: Pair, *, wave: float = 16) -> None:
    """Ground from y downwards, with a slightly uneven edge."""
    step = sheet.width / 6
    edge = "".join(
        f"Q{number(step * (index + 0.5))} {number(y + sheet.random.uniform(-wave, wave))} "
        f"{number(step * (index + 1))} {number(y)}"
        for index in range(6)
    )
    sheet.path(f"M0 {number(y)}{edge}V{sheet.height}H0Z", sheet.shade(*pair))
