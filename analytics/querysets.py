"""All reads of totals and figures."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Cast

from lederweb.lib.periods import Month


class DailyTotalQuerySet(QuerySet):
    def of_page_views(self, since: dt.date) -> Self:
        """Page views by page from the day on."""
        return self.filter(metric="page_views", dimension="page", day__gte=since)

    def most_viewed(self, since: dt.date, count: int) -> list[tuple[int, int]]:
        """Ids of the most viewed pages with their views since the day, most viewed first."""
        rows = (
            self.of_page_views(since)
            .values("key")
            .annotate(total=Sum("value"))
            .order_by("-total", "key")[:count]
        )
        return [(int(row["key"]), row["total"]) for row in rows]

    def views_of_outer_page(self, since: dt.date) -> Subquery:
        """For annotating pages: their views since the day; null where nobody came."""
        totals = (
            self.of_page_views(since)
            .filter(key=Cast(OuterRef("pk"), CharField()))
            .order_by()
            .values("key")
            .annotate(total=Sum("value"))
            .values("total")
        )
        return Subquery(totals)


class MonthlyTotalQuerySet(QuerySet):
    def of_site(self, first: Month, last: Month) -> dict[Month, dict[str, int]]:
        """The whole site's numbers by month and metric; a month without hits is not there.

        All series are added up: a demonstration has visitors of its own.
        """
        rows = (
            self.filter(dimension="site", month__gte=first.first_day, month__lte=last.first_day)
            .values("month", "metric")
            .annotate(total=Sum("value"))
        )
        months: dict[Month, dict[str, int]] = {}
        for row in rows:
            months.setdefault(Month.of(row["month"]), {})[row["metric"]] = row["total"]
        return months

    def has_demonstration(self, first: Month, last: Month) -> bool:
        return self.filter(
            series="demo", month__gte=first.first_day, month__lte=last.first_day
        ).exists()


class PublishedFigureQuerySet(QuerySet):
    def monthly_reach(self) -> Self:
        """Visits and visitors of the site as averages of a month, oldest first."""
        return self.filter(unit__in=("visits", "visitors"), is_monthly_average=True).order_by(
            F("year"), F("key")
        )

    def of_subscribers(self) -> Self:
        """The numbers of subscribers that were published, oldest first."""
        return self.filter(unit="subscribers").order_by("year", "on_date", "key")
