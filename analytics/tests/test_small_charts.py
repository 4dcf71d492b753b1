"""Columns of few: a line at each whole number, each number once."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from analytics import charts, drawings
from analytics.charts import Bar


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        pytest.param([1], ["0", "1"], id="one"),
        pytest.param([2, 1], ["0", "1", "2"], id="two"),
        pytest.param([4, None, 0], ["0", "1", "2", "3", "4"], id="four"),
        pytest.param([-2, 1], ["−2", "−1", "0", "1"], id="fewer"),
        pytest.param([1500, 3], ["0", "500", "1.000", "1.500"], id="many"),
    ],
)
def test_the_axis_has_no_number_twice(values: list[int | None], lines: list[str]) -> None:
    bars = [Bar(f"d{number}", value) for number, value in enumerate(values)]
    chart = charts.columns(bars)
    drawn = ElementTree.fromstring(drawings.svg(chart, slug="few", title="Få", description="Få"))
    words = [text.text for text in drawn.iter() if text.tag.endswith("}text") and text.text]
    assert [word for word in words if not word.startswith("d")] == lines
