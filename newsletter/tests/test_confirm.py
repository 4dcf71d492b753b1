"""Confirming from the mail (promises N5 and N10)."""

import datetime as dt

import pytest
from django.core import signing
from django.utils import timezone

from newsletter.models import Consent, Subscriber
from newsletter.services.leave import leave

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(world, sign_up, inbox):
    assert world.home
    sign_up()
    return inbox()[0]


def test_only_the_button_confirms(client, link):
    for method in (client.get, client.head, client.get):
        page = method(link)
        assert page.status_code == 200
    assert Subscriber.objects.get().state == "pending"
    assert '<form method="post">' in client.get(link).content.decode()
    page = client.post(link)
    assert page.status_code == 200
    subscriber = Subscriber.objects.get()
    assert subscriber.state == "active"
    assert subscriber.confirmed_at is not None
    assert Consent.objects.get().confirmed_at is not None


def test_it_needs_no_cookie_and_sets_none(link):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    assert not client.get(link).cookies
    page = client.post(link)
    assert page.status_code == 200
    assert not page.cookies


def test_the_page_is_kept_nowhere_and_its_address_goes_to_no_other_page(client, link):
    headers = client.get(link).headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in headers["Cache-Control"]
    assert headers["X-Robots-Tag"] == "noindex"


def test_confirming_opens_no_settings(client, link):
    settings = "/nyhedsbrev/indstillinger/"
    for page in (client.post(link), client.post(link)):
        shown = page.content.decode()
        assert f'{settings}"' in shown
        assert shown.count(settings) == shown.count(f'{settings}"')


def test_confirming_twice_changes_nothing_more(client, link):
    client.post(link)
    before = Subscriber.objects.values().get()
    assert client.post(link).status_code == 200
    assert Subscriber.objects.values().get() == before
    assert Consent.objects.count() == 1


def test_whoever_opens_the_link_again_is_not_asked_again(client, link):
    assert client.post(link).status_code == 200
    page = client.get(link).content.decode()
    assert "Din tilmelding er allerede bekræftet" in page
    assert "Ja, send mig nyhedsbrevet" not in page


@pytest.mark.parametrize(
    ("choices", "is_asked"),
    [({}, True), ({"frequency": "special"}, True), ({"tiers": ["2"]}, False)],
    ids=["nothing", "how often", "whom"],
)
def test_only_who_has_not_told_is_asked_whom_they_lead(client, link, choices, is_asked):
    Consent.objects.update(choices=choices)
    for page in (client.post(link), client.get(link)):
        assert ("Fortæl os, hvem du leder" in page.content.decode()) == is_asked


def test_after_leaving_the_old_link_does_not_sign_up_again(client, link):
    client.post(link)
    leave(subscriber_id=Subscriber.objects.get().public_id)
    assert client.get(link).status_code == 410
    assert client.post(link).status_code == 410
    assert Subscriber.objects.get().state == "left"


def test_an_old_link_says_so_and_offers_a_new_one(client, link, monkeypatch):
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 6 * 86_400 + 5)
    for page in (client.get(link), client.post(link)):
        assert page.status_code == 410
        assert 'action="/nyhedsbrev/tilmeld/"' in page.content.decode()
    assert Subscriber.objects.get().state == "pending"


def test_a_link_to_somebody_who_is_gone_says_so(client, link):
    Subscriber.objects.all().delete()
    assert client.get(link).status_code == 410
    assert client.post(link).status_code == 410


def test_a_link_cut_off_on_its_way_says_so(client, link):
    assert client.get(link[:-5] + "/").status_code == 410


def test_of_two_mails_either_link_confirms_and_the_other_dies(client, link, sign_up, inbox):
    from lederweb.mail.models import OutboxMail

    OutboxMail.objects.update(created_at=timezone.now() - dt.timedelta(days=1, hours=1))
    sign_up()
    second = inbox()[0]
    assert second != link
    assert client.post(link).status_code == 200
    assert client.post(second).status_code == 410
    assert Subscriber.objects.get().state == "active"


def test_somebody_who_left_comes_back_the_same_way(world, client, sign_up, inbox):
    assert world.home
    world.subscriber("Karen", state="left", left_at=timezone.now())
    sign_up()
    assert Subscriber.objects.get().state == "left"
    client.post(inbox()[0])
    subscriber = Subscriber.objects.get()
    assert subscriber.state == "active"
    assert subscriber.left_at is None
    assert Consent.objects.count() == 2
