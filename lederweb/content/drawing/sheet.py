"""A sheet to draw on: SVG from a few shapes, in the colours of static/css/tokens.css."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

WIDTH, HEIGHT = 1440, 960

Pair = tuple[str, str]  # the lit side of a thing and its shaded side
Point = tuple[float, float]

DEEP, GROUND, FOREST = "#10402f", "#0f3a2c", "#1f5d40"
LEAF, MID, FRESH = "#17693b", "#2b7647", "#4d9a52"
SPROUT, LIME, PALE = "#8cc168", "#d5e69c", "#eef3cf"
PAPER, AIR, GLASS, GLASS_DEEP = "#fdfcf8", "#e7f0ec", "#f1f6f2", "#deebe4"
CLAY, CLAY_LIGHT, SUN = "#ad4527", "#d9794f", "#f6dc8e"

CLAY_PAIR: Pair = (CLAY_LIGHT, CLAY)
DEEP_PAIR: Pair = (FOREST, DEEP)
LEAF_PAIR: Pair = (MID, LEAF)
FRESH_PAIR: Pair = ("#5fa95e", "#3d8549")
SPROUT_PAIR: Pair = ("#a3d07d", "#7ab259")
LIME_PAIR: Pair = ("#e4f0b4", "#c4d987")
GLASS_PAIR: Pair = ("#f6faf6", "#d3e4da")


@dataclass(frozen=True)
class Mood:
    """The light a picture is drawn in."""

    top: str
    bottom: str
    bars: str
    light: str
    leaves: tuple[Pair, ...]
    line: str


NIGHT = Mood(
    "#124634", "#0a2a20", "#3f6d5c", LIME, (LEAF_PAIR, FRESH_PAIR, SPROUT_PAIR, LIME_PAIR), PALE
)
MORNING = Mood(
    "#fbf3d9",
    "#f3e3b4",
    "#d9c88f",
    "#ffffff",
    (LEAF_PAIR, DEEP_PAIR, FRESH_PAIR, SPROUT_PAIR),
    DEEP,
)
MIST = Mood(
    "#f2f7f3",
    "#cfe2d8",
    "#a9c6b8",
    "#ffffff",
    (LEAF_PAIR, FRESH_PAIR, DEEP_PAIR, SPROUT_PAIR),
    DEEP,
)
SPRING = Mood(
    "#dcebA6", "#c0d97f", "#a3c164", "#fbfde9", (DEEP_PAIR, LEAF_PAIR, FRESH_PAIR, LEAF_PAIR), DEEP
)
MEADOW = Mood(
    "#6cae5d", "#3f8b4d", "#8cc47a", LIME, (DEEP_PAIR, LEAF_PAIR, LIME_PAIR, SPROUT_PAIR), PAPER
)
EARTH = Mood(
    "#c4603c", "#96391d", "#d98d6b", SUN, (LIME_PAIR, SPROUT_PAIR, DEEP_PAIR, GLASS_PAIR), PAPER
)
WATER = Mood(
    "#2c7480",
    "#174a58",
    "#5b9aa1",
    "#d9f0ec",
    (SPROUT_PAIR, LIME_PAIR, FRESH_PAIR, GLASS_PAIR),
    PAPER,
)


def number(value: float) -> str:
    """A coordinate with one decimal, which is finer than a pixel."""
    return f"{value:.1f}".removesuffix(".0")


def points(places: Sequence[Point]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in places)


def mix(one: str, other: str, share: float) -> str:
    """The colour that lies `share` (0 to 1) of the way from one to the other."""
    pairs = zip(
        (int(one[i : i + 2], 16) for i in (1, 3, 5)),
        (int(other[i : i + 2], 16) for i in (1, 3, 5)),
        strict=True,
    )
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


class Sheet:
    """What is drawn later lies on top. Chance comes from the name, so a picture never changes."""

    def __init__(self, name: str, mood: Mood, *, width: int = WIDTH, height: int = HEIGHT) -> None:
        self.random = random.Random(name)
        self.mood = mood
        self.width, self.height = width, height
        self._parts: list[str] = []
        self._definitions: list[str] = []
        self.rect(0, 0, width, height, self.shade(mood.top, mood.bottom))

    # --- Colour ----------------------------------------------------------------------------
    def _define(self, tag: str, attributes: str, content: str) -> str:
        name = f"d{len(self._definitions)}"
        self._definitions.append(f'<{tag} id="{name}" {attributes}>{content}</{tag}>')
        return f"url(#{name})"

    def shade(
        self, start: str, end: str, *, angle: float = 90, opacity: Sequence[float] = (1, 1)
    ) -> str:
        """A paint that runs from one colour to another; 90 degrees is downwards."""
        x, y = math.cos(math.radians(angle)) / 2, math.sin(math.radians(angle)) / 2
        return self._define(
            "linearGradient",
            f'x1="{0.5 - x:.3f}" y1="{0.5 - y:.3f}" x2="{0.5 + x:.3f}" y2="{0.5 + y:.3f}"',
            f'<stop offset="0" stop-color="{start}" stop-opacity="{opacity[0]}"/>'
            f'<stop offset="1" stop-color="{end}" stop-opacity="{opacity[1]}"/>',
        )

    def glow(self, colour: str, strength: float = 1) -> str:
        """A paint that is strongest in the middle and nothing at the rim."""
        return self._define(
            "radialGradient",
            "",
            f'<stop offset="0" stop-color="{colour}" stop-opacity="{strength}"/>'
            f'<stop offset=".45" stop-color="{colour}" stop-opacity="{strength * 0.45:.2f}"/>'
            f'<stop offset="1" stop-color="{colour}" stop-opacity="0"/>',
        )

    # --- Shapes ----------------------------------------------------------------------------
    def raw(self, markup: str) -> None:
        self._parts.append(markup)

    def path(
        self,
        d: str,
        fill: str = "none",
        *,
        stroke: str = "",
        width: float = 0,
        opacity: float = 1,
        dash: str = "",
    ) -> None:
        line = (
            f' stroke="{stroke}" stroke-width="{number(width)}" stroke-linecap="round"'
            f' stroke-linejoin="round"'
            if stroke
            else ""
        )
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        see_through = f' opacity="{opacity:.2f}"' if opacity < 1 else ""
        self.raw(f'<path d="{d}" fill="{fill}"{line}{dashes}{see_through}/>')

    def rect(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        fill: str,
        *,
        opacity: float = 1,
        radius: float = 0,
    ) -> None:
        rounded = f' rx="{number(radius)}"' if radius else ""
        see_through = f' opacity="{opacity:.2f}"' if opacity < 1 else ""
        self.raw(
            f'<rect x="{number(x)}" y="{number(y)}" width="{number(w)}" height="{number(h)}"'
            f'{rounded} fill="{fill}"{see_through}/>'
        )

    def circle(
        self,
        x: float,
        y: float,
        r: float,
        fill: str = "none",
        *,
        stroke: str = "",
        width: float = 0,
        opacity: float = 1,
    ) -> None:
        line = f' stroke="{stroke}" stroke-width="{number(width)}"' if stroke else ""
        see_through = f' opacity="{opacity:.2f}"' if opacity < 1 else ""
        self.raw(
            f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(r)}" fill="{fill}"'
            f"{line}{see_through}/>"
        )

    def polygon(self, places: Sequence[Point], fill: str, *, opacity: float = 1) -> None:
        see_through = f' opacity="{opacity:.2f}"' if opacity < 1 else ""
        self.raw(f'<polygon points="{points(places)}" fill="{fill}"{see_through}/>')

    def line(
        self,
        start: Point,
        end: Point,
        stroke: str,
        width: float,
        *,
        opacity: float = 1,
        dash: str = "",
    ) -> None:
        self.path(
            f"M{number(start[0])} {number(start[1])}L{number(end[0])} {number(end[1])}",
            stroke=stroke,
            width=width,
            opacity=opacity,
            dash=dash,
        )

    @contextmanager
    def group(
        self,
        x: float = 0,
        y: float = 0,
        *,
        turn: float = 0,
        scale: float = 1,
        flip: bool = False,
        opacity: float = 1,
        clip: str = "",
    ) -> Iterator[None]:
        """Everything drawn inside is moved, turned clockwise, scaled, clipped by a path."""
        transform = f"translate({number(x)} {number(y)})"
        if turn:
            transform += f" rotate({number(turn)})"
        if scale != 1 or flip:
            transform += f" scale({-scale if flip else scale:.3f} {scale:.3f})"
        cut = (
            f' clip-path="{self._define("clipPath", "", f"<path d={chr(34)}{clip}{chr(34)}/>")}"'
            if clip
            else ""
        )
        see_through = f' opacity="{opacity:.2f}"' if opacity < 1 else ""
        self.raw(f'<g transform="{transform}"{see_through}{cut}>')
        yield
        self.raw("</g>")

    @contextmanager
    def frame(self, x: float, y: float, w: float, h: float, *, clip: str) -> Iterator[None]:
        """Inside, the sheet is this part of itself, cut along the path (in its own places)."""
        outer = self.width, self.height
        with self.group(x, y, clip=clip):
            self.width, self.height = round(w), round(h)
            self.rect(0, 0, w, h, self.shade(self.mood.top, self.mood.bottom))
            yield
        self.width, self.height = outer

    # --- Glass and light ---------------------------------------------------------------------
    def panes(
        self,
        columns: int,
        rows: int,
        *,
        x: float = 0,
        y: float = 0,
        w: float = 0,
        h: float = 0,
        bar: float = 3,
        shimmer: float = 0.1,
        frame: bool = False,
        colour: str = "",
    ) -> None:
        """Panes of glass between thin bars; each catches a little more or less light."""
        w, h = w or self.width, h or self.height
        colour = colour or self.mood.bars
        pane_w, pane_h = w / columns, h / rows
        for column in range(columns):
            for row in range(rows):
                left, top = x + column * pane_w, y + row * pane_h
                self.rect(
                    left,
                    top,
                    pane_w,
                    pane_h,
                    self.mood.light,
                    opacity=round(self.random.random() ** 2 * shimmer, 2),
                )
                if self.random.random() < 0.18:  # a glint across the corner
                    cut = self.random.uniform(0.3, 0.7)
                    self.polygon(
                        [
                            (left, top + pane_h * cut),
                            (left + pane_w * cut, top),
                            (left + pane_w * min(1, cut + 0.22), top),
                            (left, top + pane_h * min(1, cut + 0.22)),
                        ],
                        self.mood.light,
                        opacity=round(shimmer * 0.8, 2),
                    )
        first, last = (0, 1) if frame else (1, 0)
        for column in range(first, columns + last):
            at = x + column * pane_w
            self.line((at, y), (at, y + h), colour, bar)
        for row in range(first, rows + last):
            at = y + row * pane_h
            self.line((x, at), (x + w, at), colour, bar)

    def beams(
        self, x: float, *, spread: float = 520, count: int = 3, strength: float = 0.16
    ) -> None:
        """Light that falls in from above, slanting to the right."""
        for index in range(count):
            start = x + index * spread / count
            width = self.random.uniform(70, 170)
            self.polygon(
                [
                    (start, 0),
                    (start + width, 0),
                    (start + width + 520, self.height),
                    (start + 520 - width * 0.6, self.height),
                ],
                self.shade(self.mood.light, self.mood.light, opacity=(strength, 0)),
            )

    def svg(self) -> str:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}"'
            f' width="{self.width}" height="{self.height}">'
            f"<defs>{''.join(self._definitions)}</defs>{''.join(self._parts)}</svg>"
        )
