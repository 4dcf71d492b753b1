"""A report as an accessible PDF (PDF/UA-1, ISO 14289-1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from analytics import drawings
from analytics.reports import receipt
from analytics.reports.document import Drawing, Grid, Items, Report, Section, Words
from analytics.reports.outline import is_below_part, nodes_in
from analytics.reports.pictures import jpegs_of
from lederweb.core.templatetags.lederweb import danish_date
from publications.press.rich_text import absolute
from publications.press.typeset import Made, typeset

_TEMPLATES = Path(__file__).resolve().parent
_WIDEST = 400  # pixels; a cover is 26 mm wide
_SIZE = 11.0  # points
# A card is set smaller and smaller until it stands on one page.
_CARD_SIZES = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0)


def write(report: Report) -> bytes:
    """The whole report with front, contents and receipt. Takes about a second.

    Raises CannotBeMade when something in it cannot be made accessible.
    """
    with translation.override(settings.LANGUAGE_CODE):
        return _Parts(report, receipt.grid(report)).set(_SIZE, is_card=False).content


def write_card(report: Report) -> bytes:
    """The same without front and contents, on one page as long as it fits in legible type.

    Raises CannotBeMade when something in it cannot be made accessible.
    """
    with translation.override(settings.LANGUAGE_CODE):
        parts = _Parts(report, receipt.short_grid(report))
        for size in _CARD_SIZES:
            made = parts.set(size, is_card=True)
            if made.pages == 1:
                break
        return made.content


@dataclass
class _Parts:
    """What the template gets: words as data, and pictures as files."""

    report: Report
    receipt: Grid
    pictures: dict[str, bytes] = field(default_factory=dict)
    data: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        report = self.report
        for key, jpeg in jpegs_of(report, widest=_WIDEST).items():
            self.pictures[f"{key}.jpg"] = jpeg
        self.data = {
            "title": report.title,
            "subtitle": report.subtitle,
            "period": report.period,
            "lead": report.lead,
            "address": absolute(report.address),
            "made": _("Put together on %(day)s")
            % {"day": danish_date(dt.date.fromisoformat(report.day))},
            "sections": [
                {
                    "heading": section.heading,
                    "warnings": section.warnings,
                    "blocks": [
                        self._block(section, block) | {"part": is_below_part(section, block)}
                        for block in section.blocks
                    ],
                }
                for section in report.sections
            ],
            "receipt": asdict(self.receipt),
            "checksum": receipt.checksum(report),
            "wording": {
                "contents": _("Contents"),
                "receipt": _("Receipt"),
                "receipt-words": receipt.explanation(),
                "checksum": _("Checksum (SHA-256)"),
            },
        }

    def set(self, size: float, *, is_card: bool) -> Made:
        """`size` of the type in points."""
        return typeset(
            "report.typ",
            self.data | {"size": size, "card": is_card},
            self.pictures,
            at=dt.datetime.combine(dt.date.fromisoformat(self.report.day), dt.time(12), dt.UTC),
            templates=_TEMPLATES,
        )

    def _block(self, section: Section, block: Words | Grid | Drawing | Items) -> dict[str, Any]:
        if isinstance(block, Words):
            return {"kind": "words", "nodes": nodes_in(section, block)}
        if isinstance(block, Grid):
            return {"kind": "grid"} | asdict(block)
        if isinstance(block, Items):
            return {"kind": "items", "items": [self._item(item) for item in block.items]}
        name = f"chart-{len(self.pictures)}.svg"
        self.pictures[name] = drawings.bare(block.chart).encode()
        return {
            "kind": "drawing",
            "heading": block.heading,
            "alt": " ".join([f"{block.heading}.", block.description, *block.warnings]),
            "warnings": block.warnings,
            "source": _("Source: %(source)s") % {"source": block.source} if block.source else "",
            "table": asdict(block.table),
            "chart": name,
            "share": drawings.share_of_page(block.chart),
        }

    def _item(self, item: Any) -> dict[str, Any]:
        name = f"{item.picture}.jpg"
        return asdict(item) | {
            "address": absolute(item.address),
            "picture": name if name in self.pictures else "",
        }
