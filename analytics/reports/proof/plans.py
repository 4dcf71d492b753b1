"""What one report planned and the next one tells as done."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import ngettext

from analytics.models import StatusReportPage
from analytics.reports.proof.passages import Proof, Told

# Title and text of a focus area
Point = tuple[str, str]


def plans_before(page: StatusReportPage) -> tuple[str, list[Point]]:
    """The title of the published report before this one, and what it planned. One query."""
    earlier = StatusReportPage.objects.live().filter(period_to__lt=page.period_to)
    before = earlier.exclude(pk=page.pk).order_by("-period_to").first()
    if before is None:
        return "", []
    return before.title, [point for block in _focus(before, "planned") for point in block[1]]


def plans_are_told_anew(proof: Proof) -> Iterator[Told]:
    """A draft proposes plans as done in their old words, which promise and do not tell."""
    done = _focus(proof.page, "done")
    if not any(points for _id, points in done):
        return
    title, planned = plans_before(proof.page)
    for block_id, points in done:
        same = [name for name, text in points if (name, text) in planned]
        if same:
            yield Told(
                "plans",
                ngettext(
                    "What was done is still told in the words in which “%(report)s” planned it: "
                    "%(names)s. Write what came of it.",
                    "What was done is still told in the words in which “%(report)s” planned it: "
                    "%(names)s. Write what came of each.",
                    len(same),
                )
                % {"report": title, "names": "; ".join(same)},
                f"#block-{block_id}-section",
            )


def _focus(page: StatusReportPage, what: str) -> list[tuple[str, list[Point]]]:
    """The focus areas that are done or planned: each block's id with its points."""
    return [
        (block.id, [(point["title"], point["text"]) for point in block.value["points"]])
        for block in page.body
        if block.block_type == "focus" and block.value["what"] == what
    ]
