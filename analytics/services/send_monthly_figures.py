"""The figures of the month that was closed, to those who asked for them, once."""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from analytics.models import ClosedMonth, SentReport
from analytics.monthly.report import MonthlyReport
from lederweb.lib.periods import Month
from lederweb.lib.working_days import is_working_day
from lederweb.mail.attachments import AttachedFile
from lederweb.mail.services.queue import queue_mail

logger = logging.getLogger(__name__)

PURPOSE = "monthly figures"


def who_may_get_it() -> QuerySet:
    """Colleagues who may see figures."""
    right = Permission.objects.filter(
        content_type__app_label="analytics", codename="view_dashboard"
    )
    may_see = (
        Q(is_superuser=True) | Q(groups__permissions__in=right) | Q(user_permissions__in=right)
    )
    users = get_user_model().objects.filter(may_see, is_active=True)
    return users.distinct().order_by("email")


def recipients() -> QuerySet:
    """Those who chose it and may still see figures."""
    return who_may_get_it().filter(figures_mail__isnull=False)


def send_monthly_figures(*, today: dt.date) -> bool:
    """Queue last month's mail if it is closed, today is a working day and it has not gone out.

    Runs every morning, so that it leaves on the first working day after closing. The row of the
    month and the mails are one transaction: run twice, or at once, it sends once. Returns whether
    it went out.
    """
    month = Month.of(today).shifted(-1)
    if not is_working_day(today) or not _is_closed(month) or not recipients().exists():
        return False
    if SentReport.objects.filter(month=month.first_day).exists():
        return False
    report = MonthlyReport(month)
    pictures, pdf = report.pictures(), report.pdf()
    with transaction.atomic():
        to = list(recipients())
        _row, is_first = SentReport.objects.get_or_create(
            month=month.first_day, defaults={"recipients": len(to)}
        )
        if not is_first:
            return False
        for user in to:
            queue_mail(
                to=user.email,
                template="monthly_figures",
                context={
                    "report": report,
                    "pictures": [section for section, _picture in pictures],
                    "link": f"{settings.BASE_URL}{reverse('analytics_dashboard')}",
                    "settings_link": f"{settings.BASE_URL}{reverse('analytics_monthly_mail')}",
                },
                purpose=PURPOSE,
                files=[
                    *(
                        AttachedFile(f"{section.slug}.png", "image/png", picture, section.slug)
                        for section, picture in pictures
                    ),
                    AttachedFile(f"lederweb-tal-{month}.pdf", "application/pdf", pdf),
                ],
            )
    logger.info("The figures of %s went to %d colleagues.", month, len(to))
    return True


def _is_closed(month: Month) -> bool:
    return ClosedMonth.objects.filter(month=month.first_day).exists()
