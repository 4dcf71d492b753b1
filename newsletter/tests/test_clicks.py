"""Clicks are counted for an issue's links and for nobody; machines are kept out (promise N9)."""

import re

import pytest
import redis
from django.core.cache import cache
from django_redis import get_redis_connection

from lederweb.mail.rendering import RenderedMail
from newsletter import clicks
from newsletter.models import Consent, Delivery, IssueLink, LinkDay, Sending, Subscriber
from newsletter.services.approve import approve_issue
from newsletter.services.count_links import with_counted_links
from newsletter.tasks import send_issue

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PERSON = {
    "HTTP_USER_AGENT": FIREFOX,
    "HTTP_ACCEPT_LANGUAGE": "da",
    "HTTP_SEC_FETCH_MODE": "navigate",
    "HTTP_SEC_FETCH_DEST": "document",
}


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def issue(world):
    return world.issue()


@pytest.fixture
def links(issue):
    """Five links of one issue."""
    return [
        IssueLink.objects.create(issue=issue, url=f"http://testserver/artikler/{n}/", position=n)
        for n in range(5)
    ]


def click(client, link, method="get", **headers):
    return getattr(client, method)(f"/nyhedsbrev/l/{link.token}/", **PERSON | headers)


def counted(*links):
    wanted = links or IssueLink.objects.all()
    rows = IssueLink.objects.filter(pk__in=[link.pk for link in wanted]).with_clicks()
    return {
        kind: sum(getattr(row, kind) for row in rows) for kind in ("people", "unsure", "machines")
    }


def test_a_click_leads_on_and_counts(client, links):
    answer = click(client, links[0])
    assert answer.status_code == 302
    assert answer["Location"] == links[0].url
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert counted() == {"people": 1, "unsure": 0, "machines": 0}


def test_each_click_reaches_us_though_pages_are_cached(client, links, settings):
    settings.PAGE_CACHE_SECONDS = 600
    for number in range(3):
        click(client, links[0], REMOTE_ADDR=f"192.0.2.{number}")
    assert counted()["people"] == 3


def test_a_head_leads_on_and_counts_nothing(client, links):
    assert click(client, links[0], "head").status_code == 302
    assert not LinkDay.objects.exists()


def test_nothing_is_posted_to_a_link(client, links):
    assert click(client, links[0], "post").status_code == 405


def test_no_address_can_be_put_in_and_unknown_links_are_not_found(client, links):
    url = f"/nyhedsbrev/l/{links[0].token}/?url=https://evil.example/&next=//evil.example"
    assert client.get(url, **PERSON)["Location"] == links[0].url
    assert client.get("/nyhedsbrev/l/xxxxxxxx/", **PERSON).status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; BarracudaSentinel/1.0)"},
        {"HTTP_USER_AGENT": "python-requests/2.32"},
        {"HTTP_USER_AGENT": ""},
        {"HTTP_ACCEPT_LANGUAGE": ""},
        {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {"HTTP_X_MOZ": "prefetch"},
    ],
)
def test_machines_are_kept_out(client, links, headers):
    assert click(client, links[0], **headers).status_code == 302
    assert counted() == {"people": 0, "unsure": 0, "machines": 1}


def test_a_browser_that_does_not_say_it_navigates_is_unsure(client, links):
    click(client, links[0], HTTP_SEC_FETCH_MODE="", HTTP_SEC_FETCH_DEST="")
    assert counted() == {"people": 0, "unsure": 1, "machines": 0}


def test_a_double_click_is_one(client, links):
    click(client, links[0])
    click(client, links[0])
    assert counted() == {"people": 1, "unsure": 0, "machines": 0}


def test_two_links_at_once_are_unsure_and_four_are_a_machines(client, links):
    click(client, links[0])
    click(client, links[1])
    assert counted() == {"people": 0, "unsure": 2, "machines": 0}
    for link in links[2:]:
        click(client, link)
    assert counted() == {"people": 0, "unsure": 0, "machines": 5}


def test_readers_behind_one_address_with_other_browsers_are_no_burst(client, links):
    for number, link in enumerate(links):
        click(client, link, HTTP_USER_AGENT=FIREFOX.replace("140", str(120 + number)))
    assert counted()["people"] == 5


def test_what_tells_bursts_apart_is_gone_after_seconds_and_holds_no_address(client, links):
    click(client, links[0], REMOTE_ADDR="192.0.2.77")
    connection = get_redis_connection("default")
    keys = [key for key in connection.keys("*") if b"clicks" in key]
    assert len(keys) == 1
    assert 0 < connection.ttl(keys[0]) <= clicks.BURST_SECONDS
    assert b"192.0.2.77" not in keys[0]


def test_without_the_cache_the_link_works_and_the_click_is_unsure(client, links, monkeypatch):
    def away(*arguments):
        raise redis.ConnectionError

    monkeypatch.setattr(clicks, "get_redis_connection", away)
    assert click(client, links[0]).status_code == 302
    assert counted() == {"people": 0, "unsure": 1, "machines": 0}


def test_who_asks_not_to_be_counted_is_not(client, links):
    click(client, links[0], HTTP_DNT="1")
    click(client, links[0], HTTP_SEC_GPC="1")
    assert not LinkDay.objects.exists()


def test_following_every_link_of_a_mail_changes_nothing_about_anybody(world, client, mail_server):
    karen = world.subscriber("Karen")
    issue = world.issue()
    approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator)
    send_issue(issue.pk)
    before = [list(model.objects.values()) for model in (Subscriber, Consent, Delivery)]
    body = mail_server.to(karen.email)[0].part("html")
    for path in re.findall(r'href="http://testserver(/[^"]*)"', body):
        client.get(path, **PERSON)
        client.head(path, **PERSON)
    after = [list(model.objects.values()) for model in (Subscriber, Consent, Delivery)]
    assert after == before


def test_all_readers_have_the_same_links_but_for_their_own_two(world, mail_server):
    choices = (("Karen", "1"), ("Ida", "1"), ("Poul", "3"))
    readers = [world.subscriber(name, tiers=[tier]) for name, tier in choices]
    articles = [world.article(owners=[tier]) for tier in ("3", "1", "2", "2", "1")]
    issue = world.issue(pages=articles)
    approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator)
    send_issue(issue.pk)
    seen = []
    for reader in readers:
        body = mail_server.to(reader.email)[0].part("html")
        plain = mail_server.to(reader.email)[0].part("plain")
        assert not re.search(r"testserver/artikler/", body + plain)
        assert "/nyhedsbrev/l/" in plain
        seen.append(set(re.findall(r"/nyhedsbrev/l/(\w+)/", body)))
    assert seen[0] == seen[1]
    # Another edition leaves some out; what both have is one row for an address.
    assert seen[0] | seen[2] <= set(IssueLink.objects.values_list("token", flat=True))
    assert seen[0] & seen[2]
    targets = set(IssueLink.objects.values_list("url", flat=True))
    assert {f"http://testserver{article.url}" for article in articles} <= targets
    assert not any("afmeld" in url or "indstillinger" in url for url in targets)


def test_links_are_rewritten_in_both_parts_and_nothing_else_is(issue):
    mail = RenderedMail(
        subject="Hej",
        text="Læs https://a.example/?x=1&y=2. Eller https://a.example/ (se https://b.example).\n",
        html='<img src="https://a.example/"><a class="x" href="https://a.example/?x=1&amp;y=2">Læs'
        '</a><a href="https://a.example/">A</a><a href="mailto:x@example.org">skriv</a>'
        '<a href="https://link.invalid/leave">Afmeld</a>',
    )
    first = with_counted_links(mail, issue_id=issue.pk)
    assert with_counted_links(mail, issue_id=issue.pk) == first
    tokens = dict(IssueLink.objects.values_list("url", "token"))
    ours = {url: f"http://testserver/nyhedsbrev/l/{token}/" for url, token in tokens.items()}
    long, short = ours["https://a.example/?x=1&y=2"], ours["https://a.example/"]
    assert first.text == f"Læs {long}. Eller {short} (se https://b.example).\n"
    assert f'<a class="x" href="{long}">' in first.html
    assert '<img src="https://a.example/">' in first.html
    assert "mailto:x@example.org" in first.html
    assert "https://link.invalid/leave" in first.html
    assert IssueLink.objects.get(url="https://a.example/").label == "A"


def test_the_archive_and_the_preview_have_the_plain_links(world, client, issue):
    world.subscriber("Karen")
    approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator)
    issue.refresh_from_db()
    assert "/nyhedsbrev/l/" in Sending.objects.get().html
    assert "/nyhedsbrev/l/" not in client.get(issue.url).content.decode()
