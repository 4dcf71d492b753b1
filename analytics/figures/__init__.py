"""Figures: named numbers that editors put into running text. docs/figures.md is the map."""
