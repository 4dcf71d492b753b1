"""The numbers that several sections share, each read once."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from itertools import pairwise

from django.db.models import Min, Sum
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from analytics.comparison import Comparable, warnings
from analytics.dashboard.period import Period
from analytics.dashboard.period_form import default_period
from analytics.dashboard.standing import subscribed_at
from analytics.definitions import VERSION
from analytics.models import DailyTotal, MonthlyTotal, PublishedFigure, Series
from analytics.querysets import Figure, TotalQuerySet
from lederweb.core.templatetags.lederweb import danish_date
from lederweb.lib.periods import Month, day_of, months_between, start_of
from newsletter.models import Consent
from publications.models import CourseDay

METRICS = ("visitors", "visits", "page_views", "downloads", "plays")
# Last month a year ago is one of them.
_MONTHS_BACK = 13
_WEEK, _HALF_A_WEEK = 7, 3  # days


class Numbers:
    """Totals as they stand on a Danish day, today unless another is given.

    They are of one series: what this site counted, as soon as it has counted anything; until
    then, or when asked for, the demonstration's. `period` is what is shown, the last twelve
    months unless told otherwise, and `compared` what it is held against, by default the same
    period a year before.
    """

    def __init__(
        self,
        today: dt.date | None = None,
        *,
        demonstration: bool = False,
        period: Period | None = None,
        compared: Period | None = None,
    ) -> None:
        self._asked_for_demonstration = demonstration
        self.today = today or day_of(timezone.now())
        self.this_month = Month.of(self.today)
        self.period = period or default_period(self.today)
        self.compared = compared or self.period.a_year_before()
        # By metric, dimension and how many: what was most in the period.
        self.ranked: dict[tuple[str, str, int | None], list[tuple[str, int]]] = {}

    # --- Which series ----------------------------------------------------------------------------
    @cached_property
    def _there(self) -> set[str]:
        return MonthlyTotal.objects.series_there() & set(Series.values)

    @property
    def holds_demonstration(self) -> bool:
        """Whether the demonstration is loaded, shown or not."""
        return Series.DEMO in self._there

    @property
    def is_demonstration(self) -> bool:
        """Whether the numbers shown are the demonstration's."""
        return self.holds_demonstration and (
            self._asked_for_demonstration or Series.OWN not in self._there
        )

    @property
    def series(self) -> Series:
        return Series.DEMO if self.is_demonstration else Series.OWN

    @property
    def has_choice(self) -> bool:
        """Whether there are numbers of both kinds to choose between."""
        return self._there == set(Series.values)

    @property
    def source(self) -> str:
        """Who counted them, or that nobody did."""
        if self.is_demonstration:
            return _("The demonstration: the visits are made up by the program")
        return _("Counted by this site, without cookies.").rstrip(".")

    # --- What must be said beside them (promise V8) ----------------------------------------------
    @property
    def demonstration_warnings(self) -> list[str]:
        if not self.is_demonstration:
            return []
        return [_("The numbers are a demonstration: the visits are made up by the program.")]

    @cached_property
    def comparison_warnings(self) -> list[str]:
        """Of the period and the other one, where they are not the same part of the year."""
        return warnings(
            Comparable.of_period("", period.first, period.last, self.counted_by(period.months))
            for period in (self.period, self.compared)
        )

    @cached_property
    def _versions(self) -> dict[Month, int]:
        """By which definitions each month was counted, of all months that are shown."""
        first = min(self.period.first, self.compared.first, self.this_month.shifted(-24).first_day)
        last = max(self.period.last, self.compared.last, self.today)
        found = MonthlyTotal.objects.versions(Month.of(first).first_day, last, series=self.series)
        return {Month.of(first_day): version for first_day, version in found.items()}

    def counted_by(self, months: list[Month]) -> str:
        """The site, by such definitions: what `Comparable` tells apart."""
        versions = {self._versions[month] for month in months if month in self._versions}
        return " ".join(["site", *map(str, sorted(versions or {VERSION}))])

    @cached_property
    def new_definitions(self) -> list[Month]:
        """The months of the period from which on something else was counted than before."""
        if self.period.grain != "month":
            return []
        there = [month for month in self.period.months if month in self._versions]
        return [
            month
            for before, month in pairwise(there)
            if self._versions[before] != self._versions[month]
        ]

    @property
    def definition_warnings(self) -> list[str]:
        return [
            _(
                "From %(month)s on the numbers are counted by new definitions. Before and after "
                "cannot be compared."
            )
            % {"month": month.name}
            for month in self.new_definitions
        ]

    @cached_property
    def spans(self) -> dict[str, tuple[dt.date, dt.date]]:
        """From which day to which day each series has counted by day."""
        return DailyTotal.objects.spans()

    @property
    def ended(self) -> dt.date | None:
        """The last day counted, where counting does not go on: the demonstration stands still."""
        if not self.is_demonstration or self.series not in self.spans:
            return None
        last = self.spans[self.series][1]
        return last if last < self.today - dt.timedelta(days=1) else None

    def is_whole(self, month: Month) -> bool:
        """Whether the month was counted from its first day, and to its last if it is over."""
        began = self.spans.get(self.series, (month.first_day, None))[0]
        return not (month.first_day < began <= month.last_day or self._ended_within(month))

    def _ended_within(self, stretch: Month | Period) -> bool:
        first, last = (
            (stretch.first_day, stretch.last_day)
            if isinstance(stretch, Month)
            else (stretch.first, stretch.last)
        )
        return self.ended is not None and first <= self.ended < last

    def is_counted(self, period: Period) -> bool:
        """Whether all days of the period are over and were counted."""
        began = self.spans.get(self.series, (period.first, None))[0]
        last = self.ended or self.today - dt.timedelta(days=1)
        return began <= period.first and period.last <= last

    @property
    def can_be_compared(self) -> bool:
        """Whether the sums of the two periods say anything beside each other."""
        return self.is_counted(self.period) and self.is_counted(self.compared)

    @property
    def beginning_warnings(self) -> list[str]:
        """Where counting began or stopped within the period or the other one."""
        began = self.spans.get(self.series, (dt.date.min, None))[0]
        periods = (self.period, self.compared)
        return [
            _("Counting began on %(day)s, so %(period)s was counted in part.")
            % {"day": danish_date(began), "period": period.name}
            for period in periods
            if period.first < began <= period.last
        ] + [
            _("The demonstration ends on %(day)s, so %(period)s was counted in part.")
            % {"day": danish_date(self.ended), "period": period.name}
            for period in periods
            if self.ended and self._ended_within(period)
        ]

    @property
    def is_running(self) -> bool:
        """Whether the period has begun and is not over."""
        return self.period.first <= self.today <= self.period.last

    @property
    def began_within(self) -> dt.date | None:
        """The day counting began, where it cut short one of two periods that are alike else."""
        periods = (self.period, self.compared)
        began = self.spans.get(self.series, (dt.date.min, None))[0]
        if not any(one.first < began <= one.last for one in periods):
            return None
        asked = (Comparable.of_period("", one.first, one.last, "") for one in periods)
        return None if warnings(asked) else began

    @property
    def unfinished_warnings(self) -> list[str]:
        """Where one of the two is not over, and its sums are still to grow."""
        return [
            _("%(period)s is not over yet, so its numbers are not compared.")
            % {"period": capfirst(period.name)}
            for period in (self.period, self.compared)
            if period.last >= self.today
        ]

    def name_of(self, month: Month) -> str:
        """november 2026 indtil nu, of the month that has begun."""
        if month != self.this_month:
            return month.name
        return _("%(month)s until now") % {"month": month.name}

    def warn_of_beginning(self, months: list[Month]) -> list[str]:
        partial = next((month for month in months if not self.is_whole(month)), None)
        if partial is None:
            return []
        day = self.spans[self.series][0]
        text = _("Counting began on %(day)s, so %(month)s is not a whole month.")
        if self.ended and self._ended_within(partial):
            day = self.ended
            text = _("The demonstration ends on %(day)s, so %(month)s is not a whole month.")
        return [text % {"day": danish_date(day), "month": partial.name}]

    def warn_of_definitions(self, months: list[Month]) -> list[str]:
        """Where these months stand side by side and were not counted by the same definitions."""
        return warnings(
            Comparable("", ((1, 1), (1, 31)), self.counted_by([month]))
            for month in months
            if month in self._versions
        )

    # --- The whole site ---------------------------------------------------------------------------
    @cached_property
    def of_period(self) -> dict[str, dict[dt.date, Figure]]:
        """The whole site's numbers in the period, by metric and step."""
        return self._site(self.period)

    @cached_property
    def of_compared(self) -> dict[str, dict[dt.date, Figure]]:
        return self._site(self.compared)

    def _site(self, period: Period) -> dict[str, dict[dt.date, Figure]]:
        # Both by the same steps, whatever the other one would be shown by alone.
        steps = period.steps_by(self.period.grain)
        if self.period.grain == "month":
            totals: TotalQuerySet = MonthlyTotal.objects.all()
            found = totals.of_metrics(METRICS, steps[0], steps[-1], series=self.series)
            return _with_zeros(found, [step for step in steps if _has_any(found, step)])
        # Whole months: one without any row was not counted, whatever came before and after it.
        first, last = Month.of(steps[0]).first_day, Month.of(steps[-1]).last_day
        found = DailyTotal.objects.of_metrics(METRICS, first, last, series=self.series)
        months = {Month.of(day) for figures in found.values() for day in figures}
        began = self.spans.get(self.series, (dt.date.max, None))[0]
        ended = self.ended or self.today
        counted = [
            day
            for day in steps
            if _has_any(found, day) or (began <= day <= ended and Month.of(day) in months)
        ]
        return _with_zeros(found, counted)

    @cached_property
    def beside(self) -> dict[dt.date, dt.date]:
        """Each step of the period with the one that it is held against.

        Days of two periods that are weeks long stand beside the nearest same weekday, so that no
        weekend stands beside a working day; all others beside what has the same place.
        """
        steps, others = self.period.steps, self.compared.steps_by(self.period.grain)
        if not self.is_by_weekday:
            return dict(zip(steps, others, strict=False))
        ahead = (steps[0].weekday() - others[0].weekday() + _HALF_A_WEEK) % _WEEK - _HALF_A_WEEK
        shift = others[0] - steps[0] + dt.timedelta(days=ahead)
        return {step: step + shift for step in steps if others[0] <= step + shift <= others[-1]}

    @property
    def is_by_weekday(self) -> bool:
        """Whether days stand beside the same weekday of the other period."""
        days = (len(period.steps_by("day")) for period in (self.period, self.compared))
        return self.period.grain == "day" and min(days) >= _WEEK

    @cached_property
    def of_months(self) -> dict[str, dict[dt.date, Figure]]:
        """The whole site's numbers of this month and the 24 before it, whatever is shown."""
        months = months_between(self.this_month.shifted(-24), self.this_month)
        steps = [month.first_day for month in months]
        found = MonthlyTotal.objects.of_metrics(METRICS, steps[0], steps[-1], series=self.series)
        return _with_zeros(found, [step for step in steps if _has_any(found, step)])

    def value(self, month: Month, metric: str) -> int | None:
        """A number of one of these months; None where nothing was counted."""
        figure = self.of_months[metric].get(month.first_day)
        return figure.value if figure else None

    # --- What other floors count -------------------------------------------------------------------
    @cached_property
    def figures(self) -> list[PublishedFigure]:
        """All published figures; a year that cannot be is seen in their own list."""
        figures = PublishedFigure.objects.of_known_years()
        return list(figures.order_by("year", "unit", "on_date", "key"))

    @cached_property
    def enrolments(self) -> dict[Month, int]:
        """Enrolments in e-courses by month, of this month and the 24 before it."""
        rows = (
            CourseDay.objects.filter(day__gte=self.this_month.shifted(-24).first_day)
            .values_list("day__year", "day__month")
            .annotate(total=Sum("enrolled"))
            .order_by()
        )
        found = {Month(year, number): total for year, number, total in rows}
        if not found:
            return {}
        # A month without any is one, once counting has begun.
        months = months_between(min(found), max(self.this_month, *found))
        return {month: found.get(month, 0) for month in months}

    @cached_property
    def subscribers(self) -> dict[Month, int]:
        """How many subscribed at the end of this month (now) and of each of the 13 before it."""
        return {month: self._standing[month.ends_at] for month in self._last_months}

    @cached_property
    def subscribers_of_period(self) -> dict[dt.date, int]:
        """How many subscribed at the end of each step of the period; today's is now.

        Steps before anybody had confirmed, or to come, are left out: nobody knows, which is not 0.
        """
        began = self.subscribed_since
        return {
            step: self._standing[end]
            for step, end in self._ends.items()
            if began is not None and began < end and step <= self.today
        }

    @property
    def subscribers_before(self) -> int:
        """How many subscribed when the period began."""
        return self._standing[start_of(self.period.first)]

    @cached_property
    def subscribed_since(self) -> dt.datetime | None:
        """When the first one known of confirmed."""
        moment: dt.datetime | None = Consent.objects.aggregate(at=Min("confirmed_at"))["at"]
        return moment

    @property
    def _last_months(self) -> list[Month]:
        return months_between(self.this_month.shifted(-_MONTHS_BACK), self.this_month)

    @property
    def _ends(self) -> dict[dt.date, dt.datetime]:
        """Each step of the period with the moment at which it is over."""
        by_month = self.period.grain == "month"
        return {
            step: Month.of(step).ends_at if by_month else start_of(step + dt.timedelta(days=1))
            for step in self.period.steps
        }

    @cached_property
    def _standing(self) -> dict[dt.datetime, int]:
        months = (month.ends_at for month in self._last_months)
        return subscribed_at({*months, *self._ends.values(), start_of(self.period.first)})


def _has_any(found: dict[str, dict[dt.date, Figure]], step: dt.date) -> bool:
    return any(step in figures for figures in found.values())


def _with_zeros(
    found: dict[str, dict[dt.date, Figure]], counted: list[dt.date]
) -> dict[str, dict[dt.date, Figure]]:
    """The numbers of the steps that were counted: totals have no row for what there was none of.

    Where somebody read, somebody came: visitors without a row are unknown then, not none.
    """
    read = {step for metric in ("visits", "page_views") for step in found[metric]}
    return {
        metric: {
            step: figures.get(step, Figure(0))
            for step in counted
            if step in figures or metric != "visitors" or step not in read
        }
        for metric, figures in found.items()
    }
