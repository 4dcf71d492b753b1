"""All reads of totals and figures."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db.models import CharField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Cast

from lederweb.lib.periods import Month


class DailyTotalQuerySet(QuerySet):
    def of_page_views(self, since: dt.date) -> Self:
        """Page views by page from the day on."""
        return self.filter(metric="page_views", dimension="page", day__gte=since)

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
    def of_site(self, first: Month, last: Month) -> list[tuple[Month, str, str, int]]:
        """The whole site's numbers: month, metric, series, value."""
        rows = self.filter(
            dimension="site", month__gte=first.first_day, month__lte=last.first_day
        ).values_list("month", "metric", "series", "value")
        return [(Month.of(month), metric, series, value) for month, metric, series, value in rows]
