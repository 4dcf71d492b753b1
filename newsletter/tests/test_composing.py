"""Writing an issue in the admin: themes, tests, approval, times, and what the first page says."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from lederweb.core import page_cache
from lederweb.mail.models import OutboxMail
from lederweb.mail.services.suppress import suppress
from newsletter import ledger
from newsletter.models import IssueItem, IssuePage, NewsletterSettings, QuietWeek, Sending
from newsletter.services.approve import NotReady, approve_issue
from newsletter.services.draft import draft_weekly_issue, pick_content
from newsletter.services.send_test import MOST_AN_HOUR
from newsletter.services.special import pick_for_theme, theme_of, themes

pytestmark = pytest.mark.django_db


def check_page(issue):
    return reverse("newsletter_send_issue", args=[issue.pk])


def test_page(issue):
    return reverse("newsletter_test_issue", args=[issue.pk])


test_page.__test__ = False


@pytest.fixture
def ellen(world, client):
    assert world.newsletter
    client.force_login(world.ellen_the_editor)
    return client


# --- The weekly draft ----------------------------------------------------------------------------
def test_a_week_without_news_is_told_once_by_mail_and_on_the_first_page(world, ellen):
    assert world.morten_the_moderator
    for _beat in range(3):
        assert draft_weekly_issue() is None
    assert QuietWeek.objects.count() == 1
    told = OutboxMail.objects.filter(purpose="newsletter-quiet-week")
    people = {world.ellen_the_editor.email, world.morten_the_moderator.email}
    assert {mail.recipient for mail in told} == people
    assert told.count() == 2
    assert "/admin/newsletter_issues/" in told[0].text
    page = ellen.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("newsletter_special_issue") in page


def test_what_was_stopped_is_news_again(world):
    page = world.article("Nåede ikke ud", published_on="")
    issue = world.issue(pages=[page])
    sending = Sending.objects.create(issue=issue, subject="x", text="x", html="x")
    assert pick_content(timezone.now()) == []
    sending.state = Sending.State.STOPPED
    sending.save()
    assert [pick.page.pk for pick in pick_content(timezone.now())] == [page.pk]


def test_topics_take_turns_after_the_tiers(world):
    assert world.newsletter
    styring, trivsel = world.topic("Styring"), world.topic("Trivsel")
    lone = world.article("Om trivsel", published_on="", owners=["3"])
    lone.topics.add(trivsel)
    lone.save()
    for number in range(9):
        page = world.article(f"Om styring {number}", published_on="", owners=["3"])
        page.topics.add(styring)
        page.save()
    picks = pick_content(timezone.now())
    assert picks[1].page.pk == lone.pk
    assert "Trivsel" in picks[1].reason


# --- Special issues ------------------------------------------------------------------------------
def test_a_tag_by_the_name_of_a_topic_is_one_theme_with_it(world):
    topic = world.topic("Kerneopgaven")
    about = world.article("Hvad er I her for?", topics=[topic], tags=["tillid"])
    tagged = world.article("Spørg hinanden", tags=["kerneopgaven"])
    (_topics, in_topics), (_tags, in_tags) = themes()
    assert in_topics == [(f"topic:{topic.pk}", "Kerneopgaven (2)")]
    assert [name for _key, name in in_tags] == ["tillid (1)"]
    picks = pick_for_theme(theme_of(f"topic:{topic.pk}"))
    assert {pick.page.pk for pick in picks} == {about.pk, tagged.pk}


def test_a_special_issue_starts_from_a_topic_with_what_lies_below_it(world, ellen):
    topic = world.topic("Styring")
    for title, about in (("Ny styring", topic), ("Strategi", world.topic("Strategi", topic))):
        page = world.article(title)
        page.topics.add(about)
        page.save()
    world.article("Noget andet")
    form = ellen.get(reverse("newsletter_special_issue")).content.decode()
    assert "Styring (2)" in form
    ellen.post(reverse("newsletter_special_issue"), {"theme": f"topic:{topic.pk}"})
    issue = IssuePage.objects.get()
    assert issue.kind == IssuePage.Kind.SPECIAL
    assert "Styring" in issue.subject
    assert {item.page.title for item in issue.items.all()} == {"Ny styring", "Strategi"}
    assert all(item.reason for item in issue.items.all())
    assert issue.owner == world.ellen_the_editor


def test_of_a_project_the_newest_stands_first_then_one_for_each_tier_then_what_names_it(world):
    project = world.project("Sygefravær")
    for number in range(8):
        world.article(f"Nr. {number}", project=project, published_on=f"2016-01-0{number + 1}")
    world.article("Om sygefravær", project=project, published_on="2010")
    world.article("For topledere", project=project, published_on="2009", owners=["1"])
    picks = pick_for_theme(theme_of(f"project:{project.pk}"))
    titles = [pick.page.title for pick in picks]
    assert titles[:3] == ["Nr. 7", "For topledere", "Om sygefravær"]
    assert len(titles) == 8


def test_a_tag_is_a_theme(world):
    page = world.article("Mærket")
    page.tags.add("frivillige")
    page.save()
    tag = page.tags.get()
    assert [pick.page.pk for pick in pick_for_theme(theme_of(f"tag:{tag.pk}"))] == [page.pk]


@pytest.mark.parametrize("theme", ["", "topic:", "topic:²", "page:1", "project:999999"])
def test_what_is_no_theme_drafts_nothing(ellen, theme):
    assert theme_of(theme) is None
    assert ellen.post(reverse("newsletter_special_issue"), {"theme": theme}).status_code == 200
    assert not IssuePage.objects.exists()


def test_the_secretariat_writes_no_issues(world, client):
    assert world.newsletter
    client.force_login(world.sanne_of_the_secretariat)
    assert client.get(reverse("newsletter_special_issue")).status_code == 302
    issue = world.issue()
    client.post(test_page(issue), {"to": "me"})
    assert not OutboxMail.objects.exists()


# --- Tests ---------------------------------------------------------------------------------------
def test_a_test_goes_to_oneself_with_a_mark_and_no_link_for_a_reader(world, ellen):
    issue = world.issue()
    ellen.post(test_page(issue), {"to": "me"})
    mail = OutboxMail.objects.get()
    assert mail.recipient == world.ellen_the_editor.email
    assert mail.subject == "[Test] Frivillige skal også ledes"
    assert "link.invalid" not in mail.text + mail.html
    assert "List-Unsubscribe" not in mail.headers


def test_a_test_goes_to_the_list_but_not_to_whom_mail_is_suppressed(world, ellen):
    NewsletterSettings.objects.create(test_addresses="a@example.org\n\nb@example.org\n")
    suppress(address="b@example.org", reason="asked")
    page = ellen.post(test_page(world.issue()), {"to": "list"}, follow=True)
    assert OutboxMail.objects.filter(status="waiting").count() == 1
    assert "1 adresse" in page.content.decode()


def test_tests_are_few_an_hour(world, ellen):
    issue = world.issue()
    queue = [
        OutboxMail(recipient="a@example.org", purpose="newsletter-test", subject="x", text="x")
        for _mail in range(MOST_AN_HOUR)
    ]
    OutboxMail.objects.bulk_create(queue)
    ellen.post(test_page(issue), {"to": "me"})
    assert OutboxMail.objects.count() == MOST_AN_HOUR


@pytest.mark.parametrize("lines", ["karen", "\n".join(f"a{n}@example.org" for n in range(11))])
def test_the_list_of_testers_is_short_and_of_addresses(lines):
    with pytest.raises(ValidationError):
        NewsletterSettings(test_addresses=lines).full_clean()


# --- Approval and time ---------------------------------------------------------------------------
def test_an_editor_submits_and_the_moderator_is_told_and_approving_publishes_nothing(
    world, ellen, mailoutbox
):
    issue, morten = world.issue(), world.morten_the_moderator
    world.subscriber("Karen")
    edit = reverse("wagtailadmin_pages:edit", args=[issue.pk])
    assert 'name="action-submit"' in ellen.get(edit).content.decode()
    issue.get_workflow().start(issue, world.ellen_the_editor)
    assert morten.email in [address for mail in mailoutbox for address in mail.recipients()]
    state = issue.current_workflow_state
    state.current_task_state.approve(user=morten)
    issue.refresh_from_db()
    assert not issue.live
    assert not Sending.objects.exists()
    approve_issue(issue_id=issue.pk, approved_by=morten)
    issue.refresh_from_db()
    assert issue.live


def test_an_issue_for_later_is_public_when_it_is_sent_and_as_it_was_approved(world, client):
    world.subscriber("Karen")
    issue, morten = world.issue(), world.morten_the_moderator
    client.force_login(morten)
    when = timezone.localtime(timezone.now() + dt.timedelta(days=1)).replace(second=0)
    data = {"revision": issue.latest_revision_id or 0, "when": "later"}
    assert 'type="datetime-local"' in client.get(check_page(issue)).content.decode()
    client.post(check_page(issue), data | {"send_at": when.strftime("%Y-%m-%dT%H:%M")})
    sending = Sending.objects.get()
    assert timezone.localtime(sending.send_at).strftime("%H:%M") == when.strftime("%H:%M")
    client.logout()
    assert client.get(issue.url).status_code == 404
    assert issue.subject not in client.get("/nyhedsbrev/feed.xml").content.decode()
    later = issue.get_latest_revision_as_object()
    later.introduction = "<p>Skrevet bagefter</p>"
    later.save_revision()
    Sending.objects.update(send_at=timezone.now())
    ledger.freeze_audience(Sending.objects.get())
    page = client.get(issue.url)
    assert page.status_code == 200
    assert "Skrevet bagefter" not in page.content.decode()


@pytest.mark.parametrize("send_at", ["", "i morgen", "2017-03-01T09:00"])
def test_a_time_that_is_none_or_has_passed_sends_nothing(world, client, send_at):
    world.subscriber("Karen")
    issue = world.issue()
    client.force_login(world.morten_the_moderator)
    data = {"revision": issue.latest_revision_id, "when": "later", "send_at": send_at}
    assert client.post(check_page(issue), data).status_code == 200
    assert not Sending.objects.exists()
    with pytest.raises(NotReady):
        approve_issue(
            issue_id=issue.pk,
            approved_by=world.morten_the_moderator,
            send_at=timezone.now() - dt.timedelta(seconds=1),
        )


@pytest.mark.parametrize("send_at", ["2031-03-30T02:30", "2031-10-26T02:30"])
def test_an_hour_that_the_clock_leaves_out_or_has_twice_is_asked_about(world, client, send_at):
    world.subscriber("Karen")
    issue = world.issue()
    client.force_login(world.morten_the_moderator)
    data = {"revision": issue.latest_revision_id, "when": "later", "send_at": send_at}
    page = client.post(check_page(issue), data).content.decode()
    assert "fordi uret bliver stillet den nat" in page
    assert not Sending.objects.exists()


# --- The feed ------------------------------------------------------------------------------------
def test_a_time_beside_send_now_is_asked_about_and_sends_nothing(world, client):
    world.subscriber("Karen")
    issue = world.issue()
    client.force_login(world.morten_the_moderator)
    data = {"revision": issue.latest_revision_id, "when": "now", "send_at": "2099-03-27T09:00"}
    page = client.post(check_page(issue), data)
    assert not Sending.objects.exists()
    assert "Der står et tidspunkt, men »Send nu« er valgt" in page.content.decode()
    assert 'value="2099-03-27T09:00"' in page.content.decode()


def test_the_feed_has_what_was_sent_and_the_pages_name_it(world, client, settings):
    settings.PAGE_CACHE_SECONDS = 0
    world.subscriber("Karen")
    issue = world.issue()
    assert b"<item>" not in client.get("/nyhedsbrev/feed.xml").content
    approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator)
    page_cache.forget_all()  # as when the transaction ends
    answer = client.get("/nyhedsbrev/feed.xml")
    feed = answer.content.decode()
    assert "Frivillige skal også ledes" in feed
    assert issue.url in feed
    assert f"<link>{settings.BASE_URL}/nyhedsbrev/</link>" in feed
    again = client.get("/nyhedsbrev/feed.xml", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    for address in ("/nyhedsbrev/", issue.url):
        assert 'href="/nyhedsbrev/feed.xml"' in client.get(address).content.decode()


def test_an_item_without_a_page_yet_does_not_break_the_preview(world):
    issue = world.issue()
    issue.items.add(IssueItem())
    assert len(issue.pages()) == 1


def test_the_weeks_issue_is_looked_at_and_drafted_by_hand(world, ellen):
    assert world.newsletter
    address = reverse("newsletter_weekly_issue")
    assert "Der er ikke udgivet noget nyt" in ellen.get(address).content.decode()
    assert not IssuePage.objects.exists()
    world.article("Ring før du mailer", published_on="")
    shown = ellen.get(address).content.decode()
    assert "Ring før du mailer" in shown
    assert "Det nyeste af alt" in shown
    ellen.post(address)
    issue = IssuePage.objects.get()
    assert [item.page.title for item in issue.items.all()] == ["Ring før du mailer"]
    # Asked again, the same week has one issue.
    assert ellen.get(address).headers["Location"].endswith(f"/{issue.pk}/edit/")
    ellen.post(address)
    assert IssuePage.objects.count() == 1
    assert not OutboxMail.objects.exists()
