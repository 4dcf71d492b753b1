"""Why somebody left: counted, and nobody remembered."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.utils import timezone

from lederweb.core.logs import without_personal_data
from lederweb.lib.periods import Month
from newsletter.models import Goodbye, GoodbyeRemark

REMARKS_KEPT = dt.timedelta(days=365)


def say_why(*, reason: str, remark: str = "") -> None:
    """Count a reason in this month and keep the remark, without what looks like an address."""
    month = Month.of(timezone.now()).first_day
    if reason:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO newsletter_goodbye (month, reason, count) VALUES (%s, %s, 1)"
                " ON CONFLICT (month, reason) DO UPDATE SET count = newsletter_goodbye.count + 1",
                [month, reason],
            )
    if remark:
        GoodbyeRemark.objects.create(month=month, text=without_personal_data(remark)[:300])


def delete_old_remarks() -> int:
    """Delete remarks after a year; the counts stay. How many there were."""
    deleted, _per_model = GoodbyeRemark.objects.filter(
        month__lt=timezone.localdate() - REMARKS_KEPT
    ).delete()
    return deleted


def reasons_since(month: dt.date) -> list[tuple[str, int]]:
    """Each reason in words with its number from the month on, the most frequent first."""
    totals = dict.fromkeys(Goodbye.Reason.values, 0)
    for reason, count in Goodbye.objects.filter(month__gte=month).values_list("reason", "count"):
        totals[reason] = totals.get(reason, 0) + count
    named = [(str(Goodbye.Reason(reason).label), count) for reason, count in totals.items()]
    return sorted(named, key=lambda pair: -pair[1])
