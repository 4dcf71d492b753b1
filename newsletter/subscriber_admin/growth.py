"""Subscribers week by week, and why readers leave."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from lederweb.lib.periods import Month, day_of, start_of
from lederweb.mail.models import Suppression
from newsletter.models import Consent, GoodbyeRemark, Subscriber
from newsletter.querysets import IsSuppressed
from newsletter.services.goodbye import reasons_since

# Older consents of people who left are deleted after two years, so longer would be wrong.
PERIODS = ((13, "13"), (26, "26"), (52, "52"), (104, "104"))
REMARKS_SHOWN = 50

# One query: each week of the period with what happened in it. Danish days and weeks.
_WEEKS = """
WITH week AS (
    SELECT generate_series(%(first)s::date, %(last)s::date, '7 days')::date AS monday
), came AS (
    SELECT date_trunc('week', confirmed_at AT TIME ZONE 'Europe/Copenhagen')::date AS monday,
        count(*) AS all_of_them,
        count(*) FILTER (WHERE source = %(import)s) AS imported
    FROM newsletter_consent WHERE confirmed_at >= %(since)s GROUP BY 1
), went AS (
    SELECT date_trunc('week', withdrawn_at AT TIME ZONE 'Europe/Copenhagen')::date AS monday,
        count(*) AS left_it
    FROM newsletter_consent WHERE withdrawn_at >= %(since)s AND confirmed_at IS NOT NULL GROUP BY 1
), bounced AS (
    SELECT date_trunc('week', created_at AT TIME ZONE 'Europe/Copenhagen')::date AS monday,
        count(*) AS addresses
    FROM mail_suppression WHERE created_at >= %(since)s AND reason = %(bounced)s GROUP BY 1
)
SELECT monday, coalesce(all_of_them, 0), coalesce(imported, 0), coalesce(left_it, 0),
    coalesce(addresses, 0)
FROM week LEFT JOIN came USING (monday) LEFT JOIN went USING (monday)
    LEFT JOIN bounced USING (monday)
ORDER BY monday DESC
"""


@dataclass(frozen=True)
class Week:
    monday: dt.date
    new: int
    imported: int
    left: int
    bounced: int
    # Percent of the longest bar of the period.
    new_width: int = 0
    gone_width: int = 0

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def net(self) -> int:
        return self.new - self.left - self.bounced


def weeks(count: int, today: dt.date) -> list[Week]:
    """The last weeks, the present one first."""
    last = today - dt.timedelta(days=today.weekday())
    first = last - dt.timedelta(weeks=count - 1)
    names: dict[str, Any] = {
        "first": first,
        "last": last,
        "since": start_of(first),
        "import": Consent.Source.IMPORT.value,
        "bounced": Suppression.Reason.BOUNCED.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WEEKS, names)
        rows = cursor.fetchall()
    longest = max((max(new, left + bounced) for _d, new, _i, left, bounced in rows), default=0)

    def width(number: int) -> int:
        return round(100 * number / longest) if longest else 0

    return [
        Week(monday, new, imported, left, bounced, width(new), width(left + bounced))
        for monday, new, imported, left, bounced in rows
    ]


class PeriodForm(forms.Form):
    weeks = forms.TypedChoiceField(
        label=gettext_lazy("Weeks"), choices=PERIODS, coerce=int, initial=26
    )


class GrowthView(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    permission_required = "newsletter.view_subscriber"
    template_name = "newsletter/admin/growth.html"
    page_title = gettext_lazy("New and gone")
    header_icon = "order"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        from newsletter.subscriber_admin.crumbs import crumbs

        return [*self.breadcrumbs_items, *crumbs(self.page_title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = PeriodForm(self.request.GET or None)
        count = form.cleaned_data["weeks"] if form.is_valid() else 26
        today = day_of(timezone.now())
        found = weeks(count, today)
        context["form"] = form if form.is_valid() else PeriodForm()
        context["weeks"] = found
        context["sums"] = {
            name: sum(getattr(week, name) for week in found)
            for name in ("new", "imported", "left", "bounced", "net")
        }
        # Weeks count a suppressed address as gone, so it is none of these.
        reached = Subscriber.objects.active().exclude(IsSuppressed("email_key"))
        context["active"] = reached.count()
        since = Month.of(today - dt.timedelta(weeks=count)).first_day
        context["reasons_since"] = since
        context["reasons"] = [pair for pair in reasons_since(since) if pair[1]]
        context["remarks"] = GoodbyeRemark.objects.filter(month__gte=since)[:REMARKS_SHOWN]
        return context
