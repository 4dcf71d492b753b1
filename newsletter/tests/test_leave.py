"""Leaving the newsletter and coming back (promises N5 and N6)."""

import datetime as dt
import re

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from lederweb.mail.links import make_token
from newsletter.emails import LEAVE, REJOIN
from newsletter.models import Consent, Subscriber

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def karen(world):
    assert world.home
    return world.subscriber("Karen")


@pytest.fixture
def link(karen):
    return f"/nyhedsbrev/afmeld/{make_token(LEAVE, karen.public_id)}/"


def state():
    return Subscriber.objects.get().state


def test_looking_at_the_page_changes_nothing(client, link):
    for method in (client.get, client.head, client.get):
        assert method(link).status_code == 200
    assert state() == "active"
    page = client.get(link).content.decode()
    assert '<form method="post">' in page
    assert "/nyhedsbrev/indstillinger/" in page


def test_the_link_for_leaving_opens_nothing_else(client, link):
    """It never expires and stands in mails that are passed on (promise N10)."""
    for page in (client.get(link), client.post(link), client.get(link)):
        leads = re.findall(r'"(/nyhedsbrev/indstillinger/[^"]*)"', page.content.decode())
        assert set(leads) <= {"/nyhedsbrev/indstillinger/"}


def test_the_way_back_is_offered_only_just_after_leaving(client, link, karen):
    assert "/tilmeld-igen/" in client.post(link).content.decode()
    assert "/tilmeld-igen/" in client.post(link).content.decode()
    long_ago = timezone.now() - dt.timedelta(hours=1, minutes=1)
    Subscriber.objects.update(left_at=long_ago)
    assert "/tilmeld-igen/" not in client.post(link).content.decode()


def test_nothing_on_the_page_reports_its_address(client, link):
    page = client.get(link).content.decode()
    assert "beacon" not in page
    assert "/t/" not in page


def test_the_button_ends_the_subscription_and_the_consent(client, link):
    assert client.post(link).status_code == 200
    subscriber = Subscriber.objects.get()
    assert subscriber.state == "left"
    assert subscriber.left_at is not None
    assert Consent.objects.get().withdrawn_at is not None


def test_one_click_from_the_mailbox_provider_works_without_cookie_and_may_be_repeated(link):
    for _time in range(3):
        provider = Client(enforce_csrf_checks=True)
        answer = provider.post(link, ONE_CLICK)
        assert answer.status_code == 200
        assert not answer.cookies
    assert state() == "left"
    first = Subscriber.objects.values().get()
    Client().post(link, ONE_CLICK)
    assert Subscriber.objects.values().get() == first


def test_thousands_may_leave_through_one_provider(world):
    assert world.home
    for number in range(30):
        reader = world.subscriber(f"reader{number}")
        token = make_token(LEAVE, reader.public_id)
        assert Client().post(f"/nyhedsbrev/afmeld/{token}/", ONE_CLICK).status_code == 200
    assert not Subscriber.objects.active().exists()


def test_leaving_works_while_redis_is_away(link, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert Client().post(link, ONE_CLICK).status_code == 200
    assert state() == "left"


def test_the_link_never_expires(client, link, monkeypatch):
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 3 * 365 * 86_400)
    assert client.post(link).status_code == 200
    assert state() == "left"


def test_somebody_who_is_erased_has_left(client, link):
    Subscriber.objects.all().delete()
    assert client.get(link).status_code == 200
    assert client.post(link, ONE_CLICK).status_code == 200


def test_a_broken_link_says_what_to_do(client, link):
    page = client.get(link[:-4] + "/")
    assert page.status_code == 410
    assert "/nyhedsbrev/indstillinger/" in page.content.decode()
    assert client.post(link[:-4] + "/", ONE_CLICK).status_code == 410
    assert state() == "active"


def test_whoever_left_by_mistake_is_back_with_one_press(client, link):
    goodbye = client.post(link).content.decode()
    again = goodbye.split('action="')[1:]
    [path] = [part.split('"')[0] for part in again if "/tilmeld-igen/" in part.split('"')[0]]
    assert client.get(path).status_code == 200
    assert state() == "left"
    assert client.post(path).status_code == 200
    assert state() == "active"
    given = Consent.objects.order_by("pk").last()
    assert given.source == "rejoin"
    assert given.confirmed_at is not None
    assert given.wording
    assert client.post(path).status_code == 200
    assert Consent.objects.count() == 2


def test_whoever_comes_back_while_the_newsletter_paused_gets_it_from_now_on(client, link, karen):
    karen.paused_until = timezone.now().date() + dt.timedelta(days=30)
    karen.save()
    client.post(link)
    path = f"/nyhedsbrev/tilmeld-igen/{make_token(REJOIN, karen.public_id)}/"
    assert "som før" not in client.get(path).content.decode()
    assert "Fra nu af får du nyhedsbrevet" in client.post(path).content.decode()
    assert not Subscriber.objects.get().is_paused


def test_the_way_back_is_open_for_an_hour(client, link, karen, monkeypatch):
    client.post(link)
    path = f"/nyhedsbrev/tilmeld-igen/{make_token(REJOIN, karen.public_id)}/"
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 3605)
    page = client.post(path)
    assert page.status_code == 410
    assert 'action="/nyhedsbrev/tilmeld/"' in page.content.decode()
    assert state() == "left"


def test_the_leaving_link_of_a_forwarded_mail_signs_nobody_up(client, link, karen):
    client.post(link)
    path = f"/nyhedsbrev/tilmeld-igen/{make_token(LEAVE, karen.public_id)}/"
    assert client.post(path).status_code == 410
    assert state() == "left"
