"""An issue's way from the editor to the moderator who sends it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, WorkflowState, WorkflowTask
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from lederweb.mail.models import OutboxMail
from lederweb.mail.services.suppress import suppress
from newsletter.admin_views import left_out
from newsletter.ledger import freeze_audience
from newsletter.models import Delivery, IssueItem, IssuePage, Sending
from newsletter.own_links import links_in
from newsletter.services.approve import approve_issue
from newsletter.services.check import NotReady, problems_of
from newsletter.services.draft import pick_content

pytestmark = pytest.mark.django_db


def edit(issue):
    return reverse("wagtailadmin_pages:edit", args=[issue.pk])


def data_of(issue, **changes):
    """What the editor's form sends; without items unless told otherwise."""
    return nested_form_data(
        {
            "title": issue.title,
            "slug": issue.slug,
            "subject": issue.subject,
            "preview_text": issue.preview_text,
            "kind": issue.kind,
            "introduction": rich_text(""),
            "before": streamfield([]),
            "after": streamfield([]),
            "items": inline_formset([]),
            "comments": inline_formset([]),
        }
        | changes
    )


@pytest.fixture
def submitted(world):
    world.subscriber("Karen")
    issue = world.issue()
    assert world.morten_the_moderator
    issue.get_workflow().start(issue, world.ellen_the_editor)
    return issue


def test_approving_says_that_it_approves_and_leads_to_sending(world, client, submitted):
    client.force_login(world.morten_the_moderator)
    page = client.get(edit(submitted)).content.decode()
    assert "Godkend med en kommentar" in page
    assert "Godkend og udgiv" not in page
    state = submitted.current_workflow_task_state
    answer = client.post(
        edit(submitted),
        data_of(submitted)
        | {
            "action-workflow-action": "true",
            "workflow-action-name": "approve",
            "workflow-task-state-id": state.pk,
        },
    )
    assert answer["Location"] == reverse("newsletter_send_issue", args=[submitted.pk])
    assert (
        "Det kommer ud, når du sender det herfra" in client.get(answer["Location"]).content.decode()
    )
    submitted.refresh_from_db()
    assert submitted.current_workflow_state is None
    assert not submitted.live


def history_of(client, issue):
    return client.get(reverse("wagtailadmin_pages:history", args=[issue.pk])).content.decode()


@pytest.mark.parametrize("is_for_later", [False, True], ids=["at once", "at a time"])
def test_whoever_sends_what_waits_for_approval_has_approved_it(
    world, client, submitted, is_for_later
):
    morten = world.morten_the_moderator
    send_at = dt.datetime(2031, 3, 1, 8, 30, tzinfo=dt.UTC) if is_for_later else None
    approve_issue(issue_id=submitted.pk, approved_by=morten, send_at=send_at)
    [workflow] = submitted.workflow_states.all()
    assert workflow.status == WorkflowState.STATUS_APPROVED
    assert workflow.current_task_state.finished_by == morten
    submitted.refresh_from_db()
    assert submitted.live is not is_for_later
    client.force_login(morten)
    history = history_of(client, submitted)
    said = (
        "Godkendt til afsendelse den 1. marts 2031 kl. 9.30"
        if is_for_later
        else "Godkendt til afsendelse med det samme"
    )
    assert said in history
    assert morten.get_full_name() in history
    of_workflow = reverse("wagtailadmin_pages:workflow_history", args=[submitted.pk])
    assert "1 forløb i arbejdsgangen" in client.get(of_workflow).content.decode()


def test_what_was_sent_back_and_is_sent_all_the_same_reads_as_approved(world, submitted):
    submitted.current_workflow_task_state.reject(user=world.morten_the_moderator)
    approve_issue(issue_id=submitted.pk, approved_by=world.morten_the_moderator)
    assert submitted.workflow_states.get().status == WorkflowState.STATUS_APPROVED


def test_the_writer_of_what_is_sent_later_is_not_told_that_it_can_be_read(
    world, settings, submitted
):
    settings.EMAIL_BACKEND = "lederweb.mail.backend.OutboxBackend"
    send_at = dt.datetime(2031, 3, 1, 8, 30, tzinfo=dt.UTC)
    approve_issue(issue_id=submitted.pk, approved_by=world.morten_the_moderator, send_at=send_at)
    mail = OutboxMail.objects.get(recipient=world.ellen_the_editor.email)
    assert "er godkendt.\n\nSiden bliver offentlig, når nyhedsbrevet bliver sendt." in mail.text
    assert "Alle kan læse" not in mail.text


def test_sending_asks_nobody_else_to_approve(world, settings, submitted):
    settings.EMAIL_BACKEND = "lederweb.mail.backend.OutboxBackend"
    workflow = submitted.get_workflow()
    second = GroupApprovalTask.objects.create(name="Sekretariatet ser på det")
    second.groups.add(Group.objects.get(name="Sekretariatet"))
    WorkflowTask.objects.create(workflow=workflow, task=second, sort_order=9)
    assert world.sanne_of_the_secretariat
    approve_issue(issue_id=submitted.pk, approved_by=world.morten_the_moderator)
    assert submitted.workflow_states.get().status == WorkflowState.STATUS_APPROVED
    assert [mail.recipient for mail in OutboxMail.objects.all()] == [world.ellen_the_editor.email]


def test_what_is_done_to_a_sending_stands_in_the_history_of_its_issue(world, client, submitted):
    client.force_login(world.morten_the_moderator)
    sending = approve_issue(issue_id=submitted.pk, approved_by=world.morten_the_moderator)
    client.post(reverse("newsletter_pause_sending", args=[sending.pk]))
    assert "Udsendelsen er sat på pause." in history_of(client, submitted)


def test_an_article_is_still_approved_and_published_in_one(world, client):
    article = world.article("Om tillid", live=False)
    article.save_revision()
    assert world.morten_the_moderator
    article.get_workflow().start(article, world.ellen_the_editor)
    client.force_login(world.morten_the_moderator)
    assert "Godkend og udgiv" in client.get(edit(article)).content.decode()


def test_a_draft_is_saved_while_an_items_page_is_still_to_be_chosen(world, client):
    issue = world.issue()
    client.force_login(world.ellen_the_editor)
    items = inline_formset([{"page": "", "reason": "Den bedste", "ORDER": "1"}])
    answer = client.post(
        edit(issue), data_of(issue, items=items), headers={"Accept": "application/json"}
    )
    assert answer.status_code == 200, answer.content[:300]
    issue.refresh_from_db()
    draft = issue.get_latest_revision_as_object()
    assert (None, "Den bedste") in [(item.page, item.reason) for item in draft.items.all()]
    assert any("har ingen side" in problem for problem in problems_of(draft))
    assert client.get(edit(issue)).status_code == 200


def test_an_item_without_a_page_hides_no_news(world):
    page = world.article("Ny", published_on="")
    issue = world.issue(pages=[])
    IssueItem.objects.create(issue=issue, page=None)
    Sending.objects.create(issue=issue, subject="x", text="x", html="x")
    assert [pick.page.pk for pick in pick_content(timezone.now())] == [page.pk]


def test_nothing_new_is_found_with_one_question(world, django_assert_num_queries):
    assert world.newsletter
    pick_content(timezone.now())
    with django_assert_num_queries(1):
        assert pick_content(timezone.now()) == []


def test_who_does_not_get_it_is_said_with_the_reason(world, client):
    for number in range(3):
        world.subscriber(f"Karen{number}")
    world.subscriber("Paul", paused_until=timezone.localdate() + dt.timedelta(days=9))
    world.subscriber("Sara", frequency="special")
    issue = world.issue()
    client.force_login(world.morten_the_moderator)
    address = reverse("newsletter_send_issue", args=[issue.pk])
    assert (
        'href="/admin/settings/newsletter/newslettersettings/'
        in client.get(address).content.decode()
    )
    words = "Der er 5 abonnenter i alt: 1 har sat det på pause og 1 vil kun have særnumre."
    assert words in client.get(address).content.decode()
    issue.kind = IssuePage.Kind.SPECIAL
    issue.save_revision()
    page = client.get(address).content.decode()
    assert "Der er 5 abonnenter i alt: 1 har sat det på pause." in page


def test_one_subscriber_is_spoken_of_as_one(world):
    world.subscriber("Paul", paused_until=timezone.localdate() + dt.timedelta(days=9))
    assert left_out(world.issue()) == "Der er 1 abonnent i alt: 1 har sat det på pause."


def test_the_secretariat_is_told_who_decides_on_the_uncertain(world, client):
    karen = world.subscriber("Karen")
    issue = world.issue()
    sending = Sending.objects.create(
        issue=issue, subject="x", text="x", html="x", state="sent", finished_at=timezone.now()
    )
    Delivery.objects.create(issue=issue, subscriber=karen, state=Delivery.State.UNCERTAIN)
    client.force_login(world.sanne_of_the_secretariat)
    page = client.get(f"/admin/newsletter_sendings/{sending.pk}/").content.decode()
    assert "En moderator afgør, om de uvisse skal sendes igen" in page
    client.force_login(world.morten_the_moderator)
    page = client.get(f"/admin/newsletter_sendings/{sending.pk}/").content.decode()
    assert reverse("newsletter_resend_sending", args=[sending.pk]) in page
    assert "En moderator afgør" not in page


def test_a_link_is_named_by_its_words_before_its_picture():
    html = (
        '<a href="https://example.org/a"><img alt="To ledere ved et bord"></a>'
        '<a href="https://example.org/a">Ring før du mailer</a>'
        '<a href="https://example.org/b"><img alt="Forsiden"></a>'
        '<a href="https://example.org/c"><img></a>'
    )
    assert links_in(html) == {
        "https://example.org/a": "Ring før du mailer",
        "https://example.org/b": "Forsiden",
        "https://example.org/c": "https://example.org/c",
    }


def test_who_may_not_be_written_to_is_no_recipient_and_is_named_as_left_out(world, client):
    for number in range(3):
        world.subscriber(f"Karen{number}")
    world.subscriber("Paul", paused_until=timezone.localdate() + dt.timedelta(days=9))
    world.subscriber("Sara", frequency="special")
    for name in ("karen1", "paul"):
        suppress(address=f"{name}@example.org", reason="bounced")
    issue = world.issue()
    client.force_login(world.morten_the_moderator)
    page = client.get(reverse("newsletter_send_issue", args=[issue.pk])).content.decode()
    assert "<strong>2</strong>" in page
    assert "Der er 5 abonnenter i alt: 1 vil kun have særnumre og 2 har en spærret adresse." in page
    sending = approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator)
    freeze_audience(sending)
    assert Sending.objects.get().audience_count == Delivery.objects.count() == 2


def test_three_reasons_are_a_list(world):
    world.subscriber("Karen")
    world.subscriber("Paul", paused_until=timezone.localdate() + dt.timedelta(days=9))
    world.subscriber("Sara", frequency="special")
    suppress(address="karen@example.org", reason="bounced")
    assert left_out(world.issue()).endswith(
        "1 har sat det på pause, 1 vil kun have særnumre og 1 har en spærret adresse."
    )


def test_an_issue_that_nobody_may_be_sent_is_not_ready(world):
    world.subscriber("Karen")
    suppress(address="karen@example.org", reason="bounced")
    with pytest.raises(NotReady):
        approve_issue(issue_id=world.issue().pk, approved_by=world.morten_the_moderator)
