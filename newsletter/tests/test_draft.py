"""The weekly issue that drafts itself."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from lederweb.lib.periods import day_of
from newsletter.models import IssueItem, IssuePage, Sending
from newsletter.services.check import findings_of
from newsletter.services.draft import MOST, draft_weekly_issue, pick_content
from newsletter.tasks import draft_weekly_issue as task

pytestmark = pytest.mark.django_db


def titles(issue):
    return [item.page.title for item in issue.items.all()]


def news(world, title, **fields):
    return world.article(title, **{"published_on": ""} | fields)


def test_what_is_new_stands_in_the_draft_with_a_reason_beside_each(world):
    assert world.newsletter
    news(world, "Ring før du mailer")
    issue = draft_weekly_issue()
    assert titles(issue) == ["Ring før du mailer"]
    assert all(item.reason for item in issue.items.all())
    assert issue.subject == "Ring før du mailer"
    assert not issue.live
    assert issue.state == "draft"
    assert issue.latest_revision is not None


def test_the_order_of_the_draft_is_written_down_and_not_left_to_the_database(world):
    assert world.newsletter
    for number in range(3):
        news(world, f"Historie {number}")
    items = draft_weekly_issue().items.all()
    assert [item.sort_order for item in items] == [0, 1, 2]


@pytest.mark.parametrize("length", [1, 3, 6], ids=["short", "long", "very-long"])
def test_the_words_of_the_draft_keep_to_its_own_check(world, length):
    assert world.newsletter
    world.subscriber("Karen")
    for number in range(4):
        news(world, f"Historie {number}" + ": ledelse på afstand – mellem møder" * length)
    issue = draft_weekly_issue()
    assert findings_of(issue) == []
    assert issue.preview_text.startswith("Også: Historie 2: ledelse på afstand")
    if length > 1:
        for words in (issue.subject, issue.preview_text):
            assert words.endswith(" …")
            whole = words.removesuffix(" …").split()
            assert set(whole) <= {
                "Også:",
                *issue.items.first().page.title.split(),
                "0:",
                "1:",
                "2:",
            }
            assert whole[-1] not in {"–", "·"}


def test_ten_beats_draft_one_issue_a_week(world):
    assert world.newsletter
    news(world, "Ring før du mailer")
    for _beat in range(10):
        task()
    issue = IssuePage.objects.get()
    year, week, _day = day_of(timezone.now()).isocalendar()
    assert issue.week == f"{year}-W{week:02d}"


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_draft_one_issue(world):
    assert world.newsletter
    news(world, "Ring før du mailer")

    def beat():
        try:
            task()
        finally:
            connection.close()

    threads = [threading.Thread(target=beat) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert IssuePage.objects.count() == 1


def test_the_week_is_danish(world):
    assert world.newsletter
    news(world, "Ring før du mailer")
    today = timezone.now().date()
    sunday = today + dt.timedelta(days=6 - today.weekday())
    late = dt.datetime.combine(sunday, dt.time(23, 30), dt.UTC)  # Monday in Copenhagen
    year, week, _day = (sunday + dt.timedelta(days=1)).isocalendar()
    assert draft_weekly_issue(now=late).week == f"{year}-W{week:02d}"


def test_without_news_there_is_no_draft(world):
    assert world.newsletter
    world.article("Da krigen sluttede", published_on="2013-01-11")
    assert draft_weekly_issue() is None
    assert not IssuePage.objects.exists()


def test_without_a_newsletter_page_there_is_no_draft(world):
    news(world, "Ring før du mailer")
    assert draft_weekly_issue() is None


def test_what_was_sent_before_is_not_news(world):
    old, _new = news(world, "Sendt i sidste uge"), news(world, "Ny i denne uge")
    issue = world.issue("Uge 11", pages=[old])
    Sending.objects.create(issue=issue, subject="x", text="x", html="x")
    assert titles(draft_weekly_issue()) == ["Ny i denne uge"]


def test_what_stands_in_a_draft_that_was_never_sent_is_still_news(world):
    page = news(world, "Ventede forgæves")
    world.issue("Uge 11", pages=[page])
    assert titles(draft_weekly_issue()) == ["Ventede forgæves"]


def test_an_old_text_put_on_the_site_today_is_no_news_but_this_years_is(world):
    assert world.newsletter
    today = day_of(timezone.now())
    world.article("Fra 2013", published_on="2013")
    world.article("Fra i år", published_on=str(today.year))
    world.article("Fra denne måned", published_on=f"{today:%Y-%m}")
    assert set(titles(draft_weekly_issue())) == {"Fra i år", "Fra denne måned"}


def test_only_what_anybody_may_read_is_picked(world):
    from wagtail.models import PageViewRestriction

    assert world.newsletter
    secret, gone = news(world, "For en lukket kreds"), news(world, "Taget af siden")
    PageViewRestriction.objects.create(
        page=secret, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    gone.unpublish()
    assert draft_weekly_issue() is None


def test_every_vaeksthus_finds_something(world):
    assert world.newsletter
    news(world, "Til topledere", owners=["1"])
    for number in range(10):
        news(world, f"Til institutionsledere {number}", owners=["3"])
    news(world, "Til mellemledere", owners=["2"])
    for number in range(10, 14):
        news(world, f"Til institutionsledere {number}", owners=["3"])
    picks = pick_content(timezone.now())
    assert len(picks) == MOST
    assert picks[0].page.title == "Til institutionsledere 13"
    assert [pick.page.title for pick in picks[1:3]] == ["Til topledere", "Til mellemledere"]
    assert len({pick.page.pk for pick in picks}) == MOST


def test_the_preview_text_names_as_many_others_as_fit_whole(world):
    assert world.newsletter
    for number in range(6):
        news(world, f"En artikel med en lang titel om ledelse nummer {number}")
    issue = draft_weekly_issue()
    assert len(issue.preview_text) <= 150
    assert "nummer 4" in issue.preview_text
    assert issue.preview_text.endswith(tuple("012345"))


def test_the_draft_can_be_changed_by_an_editor(world, client):
    assert world.newsletter
    news(world, "Ring før du mailer")
    issue = draft_weekly_issue()
    client.force_login(world.ellen_the_editor)
    page = client.get(f"/admin/pages/{issue.pk}/edit/")
    assert page.status_code == 200
    assert IssueItem.objects.get().reason in page.content.decode()
