"""Bounces posted by a mail service: a secret lets in, and nothing is told."""

import json

import pytest

from lederweb.lib.env import BadEnvironment, Environment
from lederweb.lib.redis import client as redis_client
from lederweb.mail.services.suppress import suppression_of
from lederweb.testing.bounces import bounce
from newsletter.models import BounceReport, Delivery
from newsletter.services.return_path import return_path
from newsletter.views import bounces as view

pytestmark = pytest.mark.django_db

URL = "/nyhedsbrev/afvist-post/"
SECRET = "a-secret-that-is-long-enough-for-this"


@pytest.fixture(autouse=True)
def settings_of_bounces(settings):
    redis_client().flushdb()
    settings.NEWSLETTER_BOUNCE_ADDRESS = "bounce@lederweb.dk"
    settings.NEWSLETTER_BOUNCES_TOKEN = SECRET


@pytest.fixture
def path(world):
    """The return path of what was sent to Karen."""
    delivery = Delivery.objects.create(
        issue=world.issue(), subscriber=world.subscriber("Karen"), state="sent"
    )
    return return_path(delivery.message_key)


def post(client, content, secret=SECRET, kind="application/json"):
    content = content if isinstance(content, bytes | str) else json.dumps(content)
    return client.post(URL, content, content_type=kind, HTTP_AUTHORIZATION=f"Bearer {secret}")


def events(path, **fields):
    return {"events": [{"return_path": path, "action": "failed", "status": "5.1.1"} | fields]}


def test_an_event_is_handled_once(client, path):
    for _time in range(2):
        answer = post(client, events(path))
        assert (answer.status_code, answer.content) == (204, b"")
    assert Delivery.objects.get().state == "bounced"
    assert suppression_of("karen@example.org") is not None
    assert BounceReport.objects.count() == 1


def test_a_soft_event_suppresses_nobody(client, path):
    post(client, events(path, action="delayed", status="4.4.1"))
    assert Delivery.objects.get().state == "sent"
    assert BounceReport.objects.get().kind == "soft"


def test_a_notification_may_be_posted_as_it_is(client, path):
    assert post(client, bounce(path), kind="message/rfc822").status_code == 204
    assert Delivery.objects.get().state == "bounced"


def test_a_forged_event_gets_the_same_answer_and_changes_nothing(client, path):
    answer = post(client, events(path.replace("bounce+", "bounce+0")))
    assert answer.status_code == 204
    assert Delivery.objects.get().state == "sent"


@pytest.mark.parametrize("secret", ["", "wrong", SECRET + "x", "æøå"])
def test_without_the_secret_nobody_is_let_in(client, path, secret):
    answer = post(client, events(path), secret)
    assert (answer.status_code, answer.content) == (403, b"")
    assert not BounceReport.objects.exists()


def test_where_no_secret_is_set_there_is_no_such_page(client, path, settings):
    settings.NEWSLETTER_BOUNCES_TOKEN = ""
    assert post(client, events(path), "").status_code == 404


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{", '{"events": 3}', '{"events": [3]}', '{"events": [{"status": {}}]}',
     "[" * 100_000, b"\xff\xfe", {"events": [{}] * 501}],
)  # fmt: skip
def test_what_is_no_list_of_events_is_refused(client, path, content):
    answer = post(client, content)
    assert (answer.status_code, answer.content) == (400, b"")


def test_too_much_at_once_is_refused(client, path):
    assert post(client, "x" * 300_000).status_code == 413


def test_it_is_throttled(client, path, monkeypatch):
    monkeypatch.setattr(view, "_LIMIT", "2 per hour")
    codes = [post(client, events(path), "wrong").status_code for _time in range(4)]
    assert codes == [403, 403, 429, 429]


@pytest.mark.parametrize("value", ["short", "a" * 40, "æ" * 20 + "bcdefghijklmnop"])
def test_a_secret_that_can_be_guessed_stops_the_process(value):
    with pytest.raises(BadEnvironment, match="32 random characters"):
        Environment({"X": value}).password_of_others("X")


def test_it_is_only_posted_to(client):
    assert client.get(URL).status_code == 405
