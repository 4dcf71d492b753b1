"""What the newsletter's pages in the admin say fits what the issue has come through."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lederweb.core.templatetags.lederweb import danish_date
from newsletter.models import Sending
from newsletter.services import control
from newsletter.services.approve import approve_issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(world):
    world.subscriber("Karen")
    return world.issue()


@pytest.fixture
def morten(world, client):
    client.force_login(
        world.morten_the_moderator, backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def approve_in_workflow(world, issue):
    issue.get_workflow().start(issue, world.ellen_the_editor)
    task = issue.current_workflow_task_state
    task.task.specific.on_action(task, world.morten_the_moderator, "approve")


def send_page(client, issue):
    return client.get(reverse("newsletter_send_issue", args=[issue.pk])).content.decode()


def words_of(page, when):
    parts = BeautifulSoup(page, "html.parser").select(f'form [data-when="{when}"]')
    return "".join(part.decode_contents() for part in parts)


def edit_page(client, issue):
    return client.get(reverse("wagtailadmin_pages:edit", args=[issue.pk])).content.decode()


def list_page(client):
    return client.get(reverse("newsletter_issues:index")).content.decode()


def scheduled(world, issue):
    at = timezone.now() + dt.timedelta(days=1)
    return approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator, send_at=at)


def test_what_is_approved_is_sent_and_not_approved_again(world, issue, morten):
    assert "Godkend og send til 1" in send_page(morten, issue)
    approve_in_workflow(world, issue)
    page = send_page(morten, issue)
    assert "Godkend og send" not in page
    assert "Send til 1" in page
    assert "Godkendt, ikke sendt endnu" in list_page(morten)


def test_who_chooses_a_time_is_told_that_it_goes_out_then(world, issue, morten):
    page = send_page(morten, issue)
    for now, later in (
        ("sendes nu til <strong>1</strong>", "sendes på det tidspunkt, du vælger"),
        ("Godkend og send til 1", "Godkend og planlæg"),
    ):
        assert words_of(page, "now").count(now) == 1
        assert words_of(page, "later").count(later) == 1
    approve_in_workflow(world, issue)
    page = send_page(morten, issue)
    assert "Planlæg udsendelsen" in words_of(page, "later")


def test_what_stands_within_a_sentence_is_small_and_names_are_quoted(world, issue, client):
    client.force_login(world.ellen_the_editor, backend="django.contrib.auth.backends.ModelBackend")
    page = edit_page(client, issue)
    assert "Tilføj indslag" in page
    assert "Send til »Godkendelse«" in page


def test_what_was_submitted_is_not_to_be_submitted_again(world, issue, client):
    client.force_login(world.ellen_the_editor, backend="django.contrib.auth.backends.ModelBackend")
    assert "Send det til godkendelse" in send_page(client, issue)
    assert world.morten_the_moderator
    issue.get_workflow().start(issue, world.ellen_the_editor)
    assert "Send det til godkendelse" not in send_page(client, issue)
    assert "Det venter på en moderator" in send_page(client, issue)
    assert "Venter på godkendelse" in list_page(client)
    task = issue.current_workflow_task_state
    task.task.specific.on_action(task, world.morten_the_moderator, "reject")
    assert "Sendt tilbage til rettelse" in list_page(client)


def test_a_change_after_the_approval_is_to_be_approved(world, issue, morten):
    approve_in_workflow(world, issue)
    issue.refresh_from_db()
    issue.subject = "Et andet emne"
    issue.save_revision()
    assert "Godkend og send til 1" in send_page(morten, issue)
    assert "Godkendt, ikke sendt endnu" not in list_page(morten)


def test_a_submission_that_no_task_waited_for_is_approved_at_once(world, issue, morten):
    workflow = issue.get_workflow()
    workflow.tasks.update(active=False)
    workflow.start(issue, world.ellen_the_editor)
    assert issue.approval() == ""  # whoever sends it approves it
    assert list_page(morten)


def test_the_list_costs_the_same_however_many_there_are(world, issue, morten):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            list_page(morten)
        return len(asked)

    queries()
    before = queries()
    for week in range(13, 18):
        world.issue(f"Uge {week}, 2026")
    assert queries() <= before
    assert before <= 30


def test_an_issue_that_waits_for_its_time_says_when(world, issue, morten):
    sending = scheduled(world, issue)
    when = f"Sendes den {danish_date(sending.send_at)}"
    for page in (list_page(morten), morten.get("/admin/newsletter_sendings/").content.decode()):
        assert when in page
    page = edit_page(morten, issue)
    assert f'href="/admin/newsletter_sendings/{sending.pk}/"' in page
    assert "Tjek og send" not in page


def test_of_what_went_out_elsewhere_no_recipients_are_told(world, issue, morten):
    sending = scheduled(world, issue)
    Sending.objects.filter(pk=sending.pk).update(
        state=Sending.State.SENT, audience_count=0, finished_at=timezone.now()
    )
    page = " ".join(morten.get("/admin/newsletter_sendings/").content.decode().split())
    cells = re.findall(r"<td[^>]*>\s*(?:<[^>]*>\s*)*([^<]*?)\s*<", page)
    assert "–" in cells
    assert "0" not in cells


def test_a_pause_before_it_began_counts_nobody(world, issue, morten):
    sending = scheduled(world, issue)
    control.pause_sending(sending_id=sending.pk)
    page = morten.get(f"/admin/newsletter_sendings/{sending.pk}/").content.decode()
    assert "Ingen har fået nyhedsbrevet, og intet går ud" in page
    assert "Sat på pause før afsendelsen" in list_page(morten)
    asked = morten.get(reverse("newsletter_resume_sending", args=[sending.pk])).content.decode()
    assert "Ingen har fået nyhedsbrevet endnu." in asked
    assert "har fået det indtil nu" not in asked


def test_whoever_opens_an_approved_issue_hears_that_the_mail_is_made(world, issue, morten):
    assert "ændrer" not in messages_of(morten, issue)
    sending = scheduled(world, issue)
    assert "Aflys udsendelsen først" in messages_of(morten, issue)
    page = morten.get(f"/admin/newsletter_sendings/{sending.pk}/").content.decode()
    assert "Modtagere</th>" not in page
    sending.started_at = timezone.now()
    sending.save()
    assert "kun på nyhedsbrevets side i arkivet" in messages_of(morten, issue)


def messages_of(client, issue):
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[issue.pk]))
    return " ".join(str(message) for message in answer.context["messages"])
