"""The dashboard's charts, drawn before anybody asks for them."""

from __future__ import annotations

from analytics.dashboard.numbers import Numbers
from analytics.dashboard.sections import SCREENS


def draw_charts() -> int:
    """Draw the charts of the usual period into the cache; returns how many there are.

    Drawing takes some hundredths of a second each, and numbers grow every ten minutes: whoever
    looks first would wait for all of them. A chart that the cache has is not drawn again.
    """
    numbers = Numbers()
    sections = [build(numbers) for screen in SCREENS for build in screen.sections.values()]
    return sum(section.chart is not None for section in sections)
