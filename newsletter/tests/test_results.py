"""What came of an issue, for the secretariat: numbers, a range of clicks, nobody's name."""

import datetime as dt
import io
import re

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from newsletter.models import BounceReport, Delivery, IssueLink, LinkDay, Sending, Subscriber
from newsletter.results import click_range
from newsletter.services.leave import leave, rejoin

pytestmark = pytest.mark.django_db

RESULTS = "/admin/reports/nyhedsbrevets-resultater/"
CLICKS = "/admin/reports/klik-i-nyhedsbrevet/"


@pytest.fixture
def sending(world):
    """Went out two days ago to six, each with another fate."""
    issue = world.issue("Uge 12, 2026")
    began = timezone.now() - dt.timedelta(days=2)
    states = ["sent", "sent", "refused", "bounced", "uncertain", "withdrawn"]
    for number, state in enumerate(states):
        reader = world.subscriber(f"reader{number}")
        Delivery.objects.create(issue=issue, subscriber=reader, state=state)
    sending = Sending.objects.create(
        issue=issue, state="sent", subject="Hej", text="", html="", started_at=began,
        audience_count=len(states),
    )  # fmt: skip
    BounceReport.objects.create(fingerprint="1", kind="soft", issue=issue)
    BounceReport.objects.create(fingerprint="2", kind="unknown")
    link = IssueLink.objects.create(issue=issue, url="https://a.example/", label="=1+1")
    today = timezone.localdate()
    LinkDay.objects.create(link=link, day=today, people=120, unsure=15, machines=900)
    LinkDay.objects.create(link=link, day=today - dt.timedelta(days=1), unsure=5)
    return sending


def row(client, world):
    client.force_login(world.sanne_of_the_secretariat)
    book = load_workbook(io.BytesIO(client.get(f"{RESULTS}?export=xlsx").getvalue()))
    return dict(zip(*[[cell.value for cell in line] for line in book.active], strict=True))


def test_each_fate_is_counted_once(client, world, sending):
    found = row(client, world)
    assert [found[name] for name in ("Modtagere", "Leveret")] == [6, 2]
    assert list(found.values())[3:] == [6, 2, 1, 1, 1, 1, 1, 0, 120, 140, 900]


def test_who_left_within_a_week_is_a_number(client, world, sending):
    from newsletter.models import Consent

    readers = Consent.objects.filter(subscriber__deliveries__state="sent").order_by("pk")
    Consent.objects.filter(pk=readers[0].pk).update(withdrawn_at=timezone.now())
    Consent.objects.filter(pk=readers[1].pk).update(
        withdrawn_at=sending.started_at + dt.timedelta(days=7, minutes=1)
    )
    assert list(row(client, world).values())[10] == 1


def test_who_left_by_mistake_and_is_back_has_not_left(client, world, sending):
    reader = Subscriber.objects.filter(deliveries__state="sent").first()
    leave(subscriber_id=reader.public_id)
    assert list(row(client, world).values())[10] == 1
    rejoin(subscriber_id=reader.public_id)
    assert list(row(client, world).values())[10] == 0
    leave(subscriber_id=reader.public_id)
    assert list(row(client, world).values())[10] == 1


def test_the_page_shows_a_range_and_no_reader(client, world, sending):
    client.force_login(world.sanne_of_the_secretariat)
    for address in (RESULTS, f"{CLICKS}?issue={sending.issue_id}"):
        page = client.get(address).content.decode()
        assert "mellem 120 og 140" in page
        assert "@example.org" not in page.replace(world.sanne_of_the_secretariat.email, "")


def test_a_links_words_are_no_formula_in_a_spreadsheet(client, world, sending):
    client.force_login(world.sanne_of_the_secretariat)
    answer = b"".join(client.get(f"{CLICKS}?export=csv").streaming_content).decode()
    assert "'=1+1" in answer
    assert ";=1+1" not in answer


def test_an_issue_that_was_not_sent_has_no_results(client, world):
    client.force_login(world.sanne_of_the_secretariat)
    world.issue("Kladden")
    assert "Kladden" not in client.get(RESULTS).content.decode()


def test_reports_cost_the_same_however_many_issues(
    client, world, sending, django_assert_max_num_queries
):
    client.force_login(world.sanne_of_the_secretariat)
    client.get(RESULTS)
    for number in range(5):
        Sending.objects.create(
            issue=world.issue(f"Nr. {number}"), state="sent", subject="x", text="", html="",
            started_at=timezone.now(),
        )  # fmt: skip
    with django_assert_max_num_queries(16):
        client.get(RESULTS)


def test_without_doubt_the_range_is_a_number():
    assert click_range(1200, 0) == "1.200"
    assert click_range(0, 0) == "0"


def test_of_an_issue_that_went_out_elsewhere_nothing_is_counted(client, world):
    issue = world.issue("Særnummer, 2017")
    at = timezone.now()
    sending = Sending.objects.create(
        issue=issue, state="sent", subject="Hej", text="", html="", started_at=at, finished_at=at
    )
    client.force_login(world.sanne_of_the_secretariat)
    page = client.get(f"/admin/newsletter_sendings/{sending.pk}/").content.decode()
    assert "så vi ved ikke noget om modtagere og klik" in page
    assert "Modtagere</th>" not in page
    report = client.get(RESULTS).content.decode()
    assert re.findall(r"<td\b[^>]*>\s*([–\d]+)\s*<", report) == ["–"] * 9
