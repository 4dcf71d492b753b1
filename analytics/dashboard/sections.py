"""The order of the dashboard, and the address of each of its parts."""

from __future__ import annotations

from collections.abc import Callable

from analytics.dashboard import pages, published, reach, subscribers
from analytics.dashboard.numbers import Numbers
from analytics.dashboard.section import Section

SECTIONS: dict[str, Callable[[Numbers], Section]] = {
    "besoegende": reach.visitors,
    "besoeg": reach.visits,
    "abonnenter": subscribers.by_month,
    "mest-laeste": pages.most_read,
    "offentliggjort": published.reach,
    "abonnenter-gennem-aarene": subscribers.through_the_years,
    "andre-tal": published.others,
    "ikke-talt": pages.left_out,
}

# Whose sentences stand at the top; those that have nothing to say are left out.
HEADLINES = ("besoegende", "besoeg", "abonnenter", "offentliggjort")
