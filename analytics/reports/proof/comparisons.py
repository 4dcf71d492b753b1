"""Comparisons of unlike things: only where the text says so (promise V8)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from analytics.comparison import warnings
from analytics.figures.registry import Value
from analytics.reports.proof.passages import Passage, Proof, Told

# What every warning of ours says, and what an editor would write.
_SAID = re.compile(r"sammenlign(?:es|elig|bar)", re.IGNORECASE)
_VISITORS = re.compile(r"\b\d[\d.]*\s+(?:\w+\s+)?besøgende\b", re.IGNORECASE)
_VISITS = re.compile(r"\b\d[\d.]*\s+(?:\w+\s+)?besøg\b", re.IGNORECASE)
_REACH = ("visits", "visitors")


def unlike_is_said(proof: Proof) -> Iterator[Told]:
    """Within a paragraph or point: figures that differ in kind or in the part of the year."""
    for passage in proof.passages:
        for line in passage.lines():
            if _SAID.search(line.words):
                continue
            for warning in dict.fromkeys(_warnings(line)):
                yield Told(
                    "unlike",
                    _("%(warning)s Say so in the text, or keep the numbers apart: “%(words)s”")
                    % {"warning": warning, "words": " ".join(line.words.split())[:120]},
                    passage.place,
                )


def _warnings(line: Passage) -> list[str]:
    by_kind: dict[str, list[Value]] = {}
    for value in line.figures:
        by_kind.setdefault("reach" if value.unit in _REACH else value.unit, []).append(value)
    found = [
        warning
        for kind, values in by_kind.items()
        if kind in ("reach", "subscribers", "followers") and len(values) > 1
        for warning in warnings(value.comparable for value in values)
    ]
    typed = bool(_VISITORS.search(line.words)) and bool(_VISITS.search(line.words))
    if typed and not found:
        found.append(
            _(
                "Visits and visitors are different things: one visitor can come for several "
                "visits. The numbers cannot be compared."
            )
        )
    return found
