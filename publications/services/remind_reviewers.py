"""Reminders of pages whose day of review has come: one mail a month to each owner."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse

from lederweb.mail.services.queue import queue_mail
from publications.models import ContentPage, ReviewReminder

REVIEWS = "reviews"


def remind_reviewers(*, today: dt.date) -> int:
    """Queue the reminders that are due; how many.

    An owner with pages to review hears of it on the first run of a month that finds any, and not
    again before the next month. May be run twice at once, and killed: the month's row and the
    mail are one transaction, and a second row is refused.
    """
    month = today.replace(day=1)
    due = ContentPage.objects.to_be_reviewed(today)
    owners = get_user_model().objects.filter(is_active=True, pk__in=due.values("review_owner"))
    waiting = owners.exclude(review_reminders__month=month)
    return sum(_remind(owner, month, today) for owner in waiting)


def _remind(owner: Any, month: dt.date, today: dt.date) -> bool:
    with transaction.atomic():
        _row, is_first = ReviewReminder.objects.get_or_create(owner=owner, month=month)
        if not is_first:
            return False
        pages = (
            ContentPage.objects.to_be_reviewed(today)
            .filter(review_owner=owner)
            .values_list("pk", "title", "review_on")
        )
        context = {
            "name": owner.get_short_name(),
            "pages": [
                {
                    "title": title,
                    "review_on": review_on,
                    "link": settings.BASE_URL + reverse("wagtailadmin_pages:edit", args=[pk]),
                }
                for pk, title, review_on in pages
            ],
        }
        queue_mail(to=owner.email, template="reviews", context=context, purpose=REVIEWS)
    return True
