"""Printed publications: the stock of each edition, and what readers order of it."""
