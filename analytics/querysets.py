"""All reads of totals and figures."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Cast

from analytics.series import Series
from lederweb.lib.periods import Month


class DailyTotalQuerySet(QuerySet):
    def of_page_views(self, since: dt.date, *, demonstration: bool = False) -> Self:
        """Page views by page from the day on, of one series.

        Our own as soon as there are any; until then, or when asked for, the demonstration's.
        """
        rows = self.filter(metric="page_views", dimension="page", day__gte=since)
        own, demo = Q(series=Series.OWN), Q(series=Series.DEMO)
        return rows.filter(demo if demonstration else own | (demo & ~Exists(rows.filter(own))))

    def views_of_outer_page(self, since: dt.date, *, demonstration: bool = False) -> Subquery:
        """For annotating pages: their views since the day; null where nobody came."""
        totals = (
            self.of_page_views(since, demonstration=demonstration)
            .filter(key=Cast(OuterRef("pk"), CharField()))
            .order_by()
            .values("key")
            .annotate(total=Sum("value"))
            .values("total")
        )
        return Subquery(totals)


class MonthlyTotalQuerySet(QuerySet):
    def of_site(self, first: Month, last: Month) -> list[tuple[Month, str, str, int]]:
        """The whole site's numbers: month, metric, series, value."""
        rows = self.filter(
            dimension="site", month__gte=first.first_day, month__lte=last.first_day
        ).values_list("month", "metric", "series", "value")
        return [(Month.of(month), metric, series, value) for month, metric, series, value in rows]
