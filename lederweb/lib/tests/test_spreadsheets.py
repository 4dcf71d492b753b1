"""Cells that somebody opens in a spreadsheet (promise S6)."""

import pytest

from lederweb.lib.spreadsheets import safe_cell


@pytest.mark.parametrize("text", ["=1+1", "+1+cmd", "-2+3", "@SUM(A1)", "\tx", "+", "-a"])
def test_what_would_run_is_quoted(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["+34", "-1.250", "+2,5", "34", 34, -2, "ord"])
def test_numbers_and_words_stay_as_they_are(cell: object) -> None:
    assert safe_cell(cell) == cell  # type: ignore[arg-type]


def test_nothing_is_an_empty_cell() -> None:
    assert safe_cell(None) == ""
