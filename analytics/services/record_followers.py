"""Counts of followers as somebody entered them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from analytics.models import FollowerCount
from lederweb.lib.periods import Month


@transaction.atomic
def record_followers(*, month: Month, counts: Mapping[str, int | None]) -> None:
    """Keep the month's counts by channel in place of what stood there; None takes one away."""
    FollowerCount.objects.filter(month=month.first_day, channel__in=counts).delete()
    FollowerCount.objects.bulk_create(
        [
            FollowerCount(month=month.first_day, channel=channel, value=value)
            for channel, value in counts.items()
            if value is not None
        ]
    )
