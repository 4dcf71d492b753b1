"""The month in ten lines, two charts and a PDF: on the right day, to the right people, once."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from analytics.dashboard.numbers import METRICS
from analytics.definitions import DEFINITIONS
from analytics.models import ClosedMonth, MonthlyTotal, ReportRecipient, SentReport
from analytics.monthly.report import MonthlyReport
from analytics.services.send_monthly_figures import PURPOSE, send_monthly_figures
from lederweb.lib.periods import Month
from lederweb.lib.working_days import is_working_day
from lederweb.mail.models import OutboxMail
from lederweb.testing.tagged_pdf import faults_against_ua
from lederweb.testing.world import World

pytestmark = pytest.mark.django_db

OCTOBER = Month(2026, 10)
# The second of November 2026 is a Monday; the month is closed in the night to the third.
FIRST_DAY = dt.date(2026, 11, 3)


@pytest.fixture
def october(world: World) -> World:
    """A closed month, and the secretariat wants to know."""
    article = world.article("Hold talenterne varme")
    for month, visitors in ((OCTOBER, 95_958), (OCTOBER.shifted(-12), 80_000)):
        for metric, value in (("visitors", visitors), ("visits", 2 * visitors)):
            _total(month, metric, value)
    _total(OCTOBER, "page_views", 4321, dimension="page", key=str(article.pk))
    _total(OCTOBER, "visits", 1, dimension="referrer", key="search")
    ClosedMonth.objects.create(
        month=OCTOBER.first_day, closed_at=timezone.now(), definition_version=1
    )
    ReportRecipient.objects.create(user=world.sanne_of_the_secretariat)
    return world


def _total(month: Month, metric: str, value: int, **more: Any) -> None:
    wanted = {"dimension": "site", "definition_version": 1} | more
    MonthlyTotal.objects.create(month=month.first_day, metric=metric, value=value, **wanted)


def mails() -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(purpose=PURPOSE))


def test_it_goes_out_once_with_charts_and_pdf(october: World) -> None:
    for _ in range(3):
        send_monthly_figures(today=FIRST_DAY)
    [mail] = mails()
    assert mail.recipient == october.sanne_of_the_secretariat.email
    assert "oktober 2026" in mail.subject
    assert "Besøgende: 95.958 (+20 % mod oktober 2025)" in mail.text
    assert "Hold talenterne varme (4.321 sidevisninger)" in mail.text
    assert "Flest besøg kom fra: søgemaskiner (1 besøg)" in mail.text
    assert mail.text.count("\n- ") <= 10
    files = list(mail.files.all())
    assert [file.content_type for file in files] == ["image/png", "image/png", "application/pdf"]
    assert all(f"cid:{file.content_id}" in mail.html for file in files[:2])
    pdf = PdfReader(io.BytesIO(bytes(files[2].content)))
    words = " ".join(page.extract_text() for page in pdf.pages)
    assert "95.958" in words
    meanings = words.partition("Hvad tallene betyder")[2]
    for metric in (*METRICS, "enrolments", "subscribers", "searches"):
        assert f"{DEFINITIONS[metric].name}:" in meanings, metric
    assert SentReport.objects.get().recipients == 1


@pytest.mark.parametrize(
    ("today", "leaves"),
    [
        (dt.date(2026, 11, 7), False),  # a Saturday
        (dt.date(2026, 11, 9), True),  # nobody was there before
        (dt.date(2026, 12, 1), False),  # it is November's turn, which is not closed
    ],
)
def test_only_on_a_working_day_of_the_next_month(
    october: World, today: dt.date, leaves: bool
) -> None:
    assert send_monthly_figures(today=today) is leaves


def test_not_before_the_month_is_closed_nor_to_nobody(october: World) -> None:
    ReportRecipient.objects.all().delete()
    assert not send_monthly_figures(today=FIRST_DAY)
    ReportRecipient.objects.create(user=october.ellen_the_editor)  # may not see figures
    assert not send_monthly_figures(today=FIRST_DAY)
    ReportRecipient.objects.create(user=october.sanne_of_the_secretariat)
    ClosedMonth.objects.all().delete()
    assert not send_monthly_figures(today=FIRST_DAY)
    assert not SentReport.objects.exists()


def test_danish_holidays_are_no_working_days() -> None:
    free = ((2026, 4, 3), (2026, 4, 6), (2026, 5, 14), (2026, 6, 5), (2027, 1, 1), (2026, 11, 8))
    assert not any(is_working_day(dt.date(*day)) for day in free)
    assert is_working_day(FIRST_DAY)


def test_a_demonstration_is_marked_in_the_mail_too(db: None) -> None:
    for metric in ("visits", "visitors"):
        _total(OCTOBER, metric, 100, series="demo")
    report = MonthlyReport(OCTOBER)
    assert len(report.warnings) == 1
    assert faults_against_ua(report.pdf()) == []


def test_the_secretariat_chooses_who_gets_it_and_sees_the_pdf(world: World) -> None:
    client = Client()
    client.force_login(world.sanne_of_the_secretariat)
    address = "/admin/tal/maanedsmail/"
    page = client.get(address).content.decode()
    assert world.sanne_of_the_secretariat.email in page
    assert world.ellen_the_editor.email not in page
    client.post(address, {"people": [world.sanne_of_the_secretariat.pk]})
    assert ReportRecipient.objects.get().user == world.sanne_of_the_secretariat
    refused = client.post(address, {"people": [world.ellen_the_editor.pk]})
    assert refused.status_code == 200
    client.post(address, {})
    assert not ReportRecipient.objects.exists()
    assert client.get(f"{address}tal.pdf").content.startswith(b"%PDF")
