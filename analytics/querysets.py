"""All reads of totals and figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Self

from django.db.models import (
    CharField,
    Count,
    Exists,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Cast, TruncMonth

from analytics.series import Series

# Its rows of different periods must never be added up.
_NOT_ADDITIVE = "visitors"
_LONGEST_WORD = 200  # letters of a word that stands in a key with something else


@dataclass(frozen=True)
class Figure:
    """One number; `is_estimate` means that it is shown with "ca."."""

    value: int
    is_estimate: bool = False


class TotalQuerySet(QuerySet):
    """Reads of the totals of one length of period: of `HourlyTotal`, `DailyTotal` and so on.

    `first` and `last` are what the model's period field holds (the moment an hour begins, a day,
    the first day of a month or year), both included. All reads are of one series.
    """

    @property
    def period(self) -> str:
        return str(self.model.PERIOD)  # type: ignore[attr-defined]

    def within(self, first: dt.date, last: dt.date, *, series: str = Series.OWN) -> Self:
        return self.filter(
            **{f"{self.period}__gte": first, f"{self.period}__lte": last, "series": series}
        )

    def over_time(
        self,
        metric: str,
        first: dt.date,
        last: dt.date,
        *,
        dimension: str = "site",
        key: str = "",
        series: str = Series.OWN,
    ) -> dict[dt.date, Figure]:
        """One number through time, oldest first; periods without it are missing. One query."""
        rows = self.within(first, last, series=series).filter(
            metric=metric, dimension=dimension, key=key
        )
        found = rows.order_by(self.period).values_list(self.period, "value", "is_estimate")
        return {period: Figure(value, is_estimate) for period, value, is_estimate in found}

    def of_metrics(
        self,
        metrics: Collection[str],
        first: dt.date,
        last: dt.date,
        *,
        dimension: str = "site",
        key: str = "",
        series: str = Series.OWN,
    ) -> dict[str, dict[dt.date, Figure]]:
        """Several numbers of the same thing through time, by metric. One query."""
        rows = self.within(first, last, series=series).filter(
            metric__in=metrics, dimension=dimension, key=key
        )
        return rows._through_time("metric", metrics)

    def by_key(
        self,
        metric: str,
        dimension: str,
        keys: Collection[str],
        first: dt.date,
        last: dt.date,
        *,
        series: str = Series.OWN,
    ) -> dict[str, dict[dt.date, Figure]]:
        """Several keys of one dimension through time, by key. One query."""
        rows = self.within(first, last, series=series).filter(
            metric=metric, dimension=dimension, key__in=keys
        )
        return rows._through_time("key", keys)

    def _through_time(
        self, column: str, names: Collection[str]
    ) -> dict[str, dict[dt.date, Figure]]:
        """For each name that the column may have, its figures in the order of time."""
        found: dict[str, dict[dt.date, Figure]] = {name: {} for name in names}
        for name, period, value, is_estimate in self.order_by(self.period).values_list(
            column, self.period, "value", "is_estimate"
        ):
            found[name][period] = Figure(value, is_estimate)
        return found

    def of_page(
        self,
        dimension: str,
        page: int,
        first: dt.date,
        last: dt.date,
        *,
        series: str = Series.OWN,
        count: int | None = None,
    ) -> list[tuple[str, int]]:
        """What led to one page ("page_referrer" or "page_word") with its page views, most first.

        One query; of a whole dimension `ranking.py` asks.
        """
        rows = self.within(first, last, series=series).filter(
            metric="page_views", dimension=dimension, key__startswith=f"{page}:"
        )
        found = (
            rows.order_by()
            .values("key")
            .annotate(total=Sum("value"))
            .order_by("-total", "key")
            .values_list("key", "total")
        )
        return [(key.removeprefix(f"{page}:"), total) for key, total in found[:count]]

    def results_of(
        self, words: Collection[str], first: dt.date, last: dt.date, *, series: str = Series.OWN
    ) -> dict[str, tuple[int, int]]:
        """The fewest and the most pages that searches for each word found. One query.

        Words of which nobody kept how many are missing.
        """
        asked = {word[:_LONGEST_WORD]: word for word in words}
        if not asked:
            return {}
        begins_with = [Q(key__startswith=f"{start}:") for start in asked]
        keys = self.within(first, last, series=series).filter(
            reduce(or_, begins_with), metric="searches", dimension="word_results"
        )
        found: dict[str, tuple[int, int]] = {}
        for key in keys.order_by().values_list("key", flat=True).distinct():
            start, _colon, number = key.rpartition(":")
            if word := asked.get(start):
                fewest, most = found.get(word, (int(number), int(number)))
                found[word] = min(fewest, int(number)), max(most, int(number))
        return found

    def sums_of(
        self,
        metric: str,
        dimension: str,
        keys: Collection[str],
        first: dt.date,
        last: dt.date,
        *,
        series: str = Series.OWN,
    ) -> dict[str, int]:
        """The sums of some keys over the periods; keys without any are missing. One query.

        Raises ValueError for visitors of more than one period.
        """
        self._refuse_sum(metric, first, last)
        rows = self.within(first, last, series=series).filter(
            metric=metric, dimension=dimension, key__in=keys
        )
        return dict(rows.order_by().values_list("key").annotate(total=Sum("value")))

    def series_there(self) -> set[str]:
        """The series that have any visits or page views. One query."""
        rows = self.filter(metric__in=("visits", "page_views"), dimension="site", key="")
        return set(rows.order_by().values_list("series", flat=True).distinct())

    def total(
        self,
        metric: str,
        first: dt.date,
        last: dt.date,
        *,
        dimension: str = "site",
        key: str = "",
        series: str = Series.OWN,
    ) -> int:
        """The sum over the periods; 0 where nothing was counted. One query.

        Raises ValueError for visitors of more than one period.
        """
        self._refuse_sum(metric, first, last)
        rows = self.within(first, last, series=series).filter(
            metric=metric, dimension=dimension, key=key
        )
        return rows.aggregate(total=Sum("value"))["total"] or 0

    def _refuse_sum(self, metric: str, first: dt.date, last: dt.date) -> None:
        if metric == _NOT_ADDITIVE and first != last:
            raise ValueError("Visitors of several periods are never added up.")


class DailyTotalQuerySet(TotalQuerySet):
    def spans(self) -> dict[str, tuple[dt.date, dt.date]]:
        """The first and the last day that each series has reach of. One query."""
        rows = self.filter(metric__in=("visitors", "visits", "page_views"), dimension="site")
        found = rows.order_by().values_list("series").annotate(Min("day"), Max("day"))
        return {series: (first, last) for series, first, last in found}

    def days_by_month(
        self, first: dt.date, last: dt.date, *, series: Collection[str]
    ) -> dict[str, dict[dt.date, int]]:
        """Of how many days of each month each series has reach; none are left out. One query."""
        rows = self.filter(
            series__in=series,
            day__range=(first, last),
            metric__in=("visitors", "visits", "page_views"),
            dimension="site",
        )
        counted: dict[str, dict[dt.date, int]] = {one: {} for one in series}
        for one, month, days in (
            rows.order_by()
            .annotate(month=TruncMonth("day"))
            .values_list("series", "month")
            .annotate(days=Count("day", distinct=True))
        ):
            counted[one][month] = days
        return counted

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


class MonthlyTotalQuerySet(TotalQuerySet):
    def of_metrics_by_series(
        self,
        metrics: Collection[str],
        first: dt.date,
        last: dt.date,
        *,
        series: Collection[str],
    ) -> dict[str, dict[str, dict[dt.date, Figure]]]:
        """The site's numbers of several series, kept apart: by series, metric and month."""
        rows = self.filter(
            month__gte=first,
            month__lte=last,
            series__in=series,
            metric__in=metrics,
            dimension="site",
        ).values_list("series", "metric", "month", "value", "is_estimate")
        found: dict[str, dict[str, dict[dt.date, Figure]]] = {
            one: {metric: {} for metric in metrics} for one in series
        }
        for one, metric, month, value, is_estimate in rows.order_by("month"):
            found[one][metric][month] = Figure(value, is_estimate)
        return found

    def versions(
        self, first: dt.date, last: dt.date, *, series: str = Series.OWN
    ) -> dict[dt.date, int]:
        """Under which version of the definitions each month was counted. One query."""
        rows = self.within(first, last, series=series).filter(dimension="site", metric="visits")
        return dict(rows.order_by("month").values_list("month", "definition_version"))
