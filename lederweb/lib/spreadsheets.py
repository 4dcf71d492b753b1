"""Cells of a table that somebody opens in a spreadsheet (promise S6)."""

from __future__ import annotations

import re

# A number is read as what it is, also with its sign before it: +34 of new subscribers.
_SIGNED = re.compile(r"[+-]\d[\d.,]*")
# What makes a spreadsheet take a text for a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(cell: str | int | float | None) -> str | int | float:
    """The cell as it may be written: a text that would be a formula is quoted, None is empty."""
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.startswith(_FORMULA) and not _SIGNED.fullmatch(cell):
        return f"'{cell}"
    return cell
