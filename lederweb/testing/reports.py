"""Status reports of the world."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

REPORT_PAGES = {
    "the status reports": "/status/",
    "a status report": "/status/status-2013/",
}
YEAR = {"period_from": dt.date(2013, 1, 1), "period_to": dt.date(2013, 12, 31)}


class ReportWorld:
    """Mixed into `World`."""

    if TYPE_CHECKING:
        home: Any
        section: Any

    def report(self, title: str = "Status 2013", **fields: Any) -> Any:
        """An unpublished report of 2013 below the overview of reports."""
        from analytics.models import StatusReportIndexPage, StatusReportPage

        index = self.section(StatusReportIndexPage, "Status", "status")
        page = StatusReportPage(title=title, live=False, **YEAR | fields)
        index.add_child(instance=page)
        page.save_revision()
        return page

    def published_report(self) -> Any:
        """With every kind of section; its files are made when they are asked for."""
        from analytics.models import StatusReportPage
        from analytics.reports.kinds import SECTIONS

        body: list[tuple[str, Any]] = [
            ("results", "<ul><li>Året bragte meget med sig.</li></ul>"),
            *(("counted", {"what": name}) for name in SECTIONS),
            ("words", {"heading": "Tak", "text": "<p>Tak til alle, der var med.</p>"}),
            ("focus", {"what": "planned", "points": [{"title": "Søgning", "text": "Enkel."}]}),
        ]
        page = self.report(lead="Hvad Væksthuset nåede.", body=body)
        page.save_revision().publish()
        return StatusReportPage.objects.get(pk=page.pk)
