"""What analytics puts on the first page of the admin."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.dashboard.numbers import Numbers
from analytics.dashboard.section import about
from analytics.definitions import DEFINITIONS
from analytics.models import FollowerCount, StatusReportPage
from lederweb.core.admin_home import MOST_ROWS, HomePanel, Row
from lederweb.core.templatetags.lederweb import danish_date
from lederweb.lib.periods import Month, day_of


class FiguresPanel(HomePanel):
    """The month that is over, what is still to be entered of it, and reports that are not out."""

    name = "figures"
    heading = gettext_lazy("Figures")
    icon = "chart"
    order = 210

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("analytics.view_dashboard")

    def rows(self, request: HttpRequest) -> list[Row]:
        month = Month.of(day_of(timezone.now())).shifted(-1)
        rows = [self._month(month)]
        if request.user.has_perm("analytics.change_publishedfigure"):
            rows += self._followers(month)
        if request.user.has_perm("analytics.publish_statusreportpage"):
            rows += self._reports()
        return rows[: MOST_ROWS + 1]

    @staticmethod
    def _month(month: Month) -> Row:
        numbers = Numbers()
        found = [
            f"{about(figure)} {str(DEFINITIONS[metric].name).lower()}"
            for metric in ("visitors", "visits")
            if (figure := numbers.of_months[metric].get(month.first_day))
        ]
        told = [
            ", ".join(found) or _("Nothing was counted."),
            *(numbers.warn_of_beginning([month]) if found else []),
            *numbers.demonstration_warnings,
        ]
        return Row(capfirst(month.name), reverse("analytics_dashboard"), " · ".join(told))

    @staticmethod
    def _followers(month: Month) -> list[Row]:
        if FollowerCount.objects.filter(month=month.first_day).exists():
            return []
        return [
            Row(
                _("Followers of %(month)s") % {"month": month.name},
                reverse("analytics_followers"),
                _("are not entered yet"),
            )
        ]

    @staticmethod
    def _reports() -> list[Row]:
        reports: Any = StatusReportPage.objects.filter(has_unpublished_changes=True)
        newest = F("latest_revision_created_at").desc(nulls_last=True)
        return [
            Row(
                report.draft_title,
                reverse("analytics_report", args=[report.pk]),
                _("Changes that are not published")
                if report.live
                else _("Draft, %(first)s – %(last)s")
                % {"first": danish_date(report.period_from), "last": danish_date(report.period_to)},
            )
            for report in reports.defer_streamfields().order_by(newest)[: MOST_ROWS + 1]
        ]
