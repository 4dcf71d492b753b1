"""Which drawing belongs to which text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .sheet import HEIGHT, WIDTH, Mood, Sheet

Draw = Callable[[Sheet], None]


@dataclass(frozen=True)
class Scene:
    draw: Draw
    mood: Mood
    width: int
    height: int
    alternative: str  # Danish; empty where the text itself says what its picture shows


SCENES: dict[str, Scene] = {}


def scene(
    name: str, mood: Mood, alternative: str = "", *, width: int = WIDTH, height: int = HEIGHT
) -> Callable[[Draw], Draw]:
    """Decorator: the drawing of the text with this slug."""

    def register(draw: Draw) -> Draw:
        SCENES[name] = Scene(draw, mood, width, height, alternative)
        return draw

    return register


def drawing(name: str) -> str:
    """The finished picture as SVG. Raises KeyError when nothing is drawn under the name."""
    found = SCENES[name]
    sheet = Sheet(name, found.mood, width=found.width, height=found.height)
    found.draw(sheet)
    return sheet.svg()
