"""What a subscriber sees and changes behind a signed link (promises N5, N7 and N10)."""

import json

import pytest
from django.core import signing
from django.db import connection

from lederweb.mail.links import make_token
from lederweb.mail.models import OutboxMail, Suppression
from lederweb.mail.services.suppress import is_suppressed, suppress
from newsletter.emails import LEAVE, PREFERENCES
from newsletter.forms import PreferencesLinkForm
from newsletter.models import Consent, Delivery, Subscriber
from newsletter.tests.conftest import OURS

pytestmark = pytest.mark.django_db


@pytest.fixture
def karen(world):
    assert world.home
    return world.subscriber("Karen")


@pytest.fixture
def link(karen):
    return f"/nyhedsbrev/indstillinger/{make_token(PREFERENCES, karen.public_id)}/"


def ask(client, address):
    data = {"email": address, "proof": PreferencesLinkForm().make_proof()}
    return client.post("/nyhedsbrev/indstillinger/", data, **OURS)


def test_the_link_comes_by_mail_to_the_address_itself(client, karen, inbox):
    assert ask(client, "KAREN@example.org").url == "/nyhedsbrev/indstillinger/sendt/"
    page = client.get(inbox()[0])
    assert page.status_code == 200


def test_nobody_learns_who_subscribes(client, karen, world):
    world.subscriber("Pia", state="pending", confirmed_at=None)
    answers = {
        (answer.status_code, answer.url, answer.content)
        for answer in (ask(client, f"{name}@example.org") for name in ("karen", "pia", "ukendt"))
    }
    assert len(answers) == 1
    assert OutboxMail.objects.count() == 1


def test_an_address_gets_two_links_a_day(client, karen):
    for _time in range(5):
        ask(client, "karen@example.org")
    assert OutboxMail.objects.count() == 2


def test_the_reader_chooses_the_vaeksthuse_of_interest(client, link, karen):
    assert 'type="checkbox"' in client.get(link).content.decode()
    page = client.post(link, {"tiers": ["3", "1"]})
    assert page.status_code == 200
    assert 'role="status"' in page.content.decode()
    karen.refresh_from_db()
    assert karen.tiers == ["1", "3"]
    client.post(link, {})
    karen.refresh_from_db()
    assert karen.tiers == []


def test_a_choice_that_does_not_exist_is_refused(client, link, karen):
    client.post(link, {"tiers": ["9"]})
    karen.refresh_from_db()
    assert karen.tiers == []


def test_a_link_is_good_for_sixty_days_and_then_leads_to_a_new_one(client, link, monkeypatch):
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 59 * 86_400)
    assert client.get(link).status_code == 200
    monkeypatch.setattr(signing.time, "time", lambda: now + 61 * 86_400)
    page = client.get(link)
    assert page.status_code == 410
    assert 'action="/nyhedsbrev/indstillinger/"' in page.content.decode()


def test_the_link_for_leaving_opens_no_settings(client, karen):
    token = make_token(LEAVE, karen.public_id)
    for rest in ("", "mine-data/", "slet/"):
        assert client.get(f"/nyhedsbrev/indstillinger/{token}/{rest}").status_code == 410


def test_a_subscriber_can_fetch_all_that_is_stored(client, link, karen, world):
    issue = world.issue()
    Delivery.objects.create(issue=issue, subscriber=karen, state="sent")
    ask(client, "karen@example.org")
    answer = client.get(f"{link}mine-data/")
    assert "attachment" in answer.headers["Content-Disposition"]
    data = json.loads(answer.content)
    assert data["email"] == "karen@example.org"
    assert data["consents"][0]["wording"] == Consent.objects.get().wording
    assert data["issues"][0]["issue__title"] == issue.title
    assert data["other_mails"][0]["purpose"] == "newsletter-preferences"
    assert data["suppressed"] is None
    suppress(address="karen@example.org", reason="bounced")
    data = json.loads(client.get(f"{link}mine-data/").content)
    assert data["suppressed"]["reason"] == "bounced"
    # A field that is added to the subscriber or the consent must be told, too.
    told = {"email", "state", "tiers", "topics", "frequency", "paused_until"}
    told |= {"created_at", "confirmed_at", "left_at"}
    internal = {"id", "public_id", "email_key"}
    assert {field.attname for field in Subscriber._meta.concrete_fields} == told | internal


def test_looking_at_the_page_for_erasing_erases_nothing(client, link):
    for method in (client.get, client.head):
        assert method(f"{link}slet/").status_code == 200
    assert Subscriber.objects.exists()


def test_erasing_removes_the_address_everywhere_but_for_a_hash(client, link, karen, world):
    issue = world.issue()
    Delivery.objects.create(issue=issue, subscriber=karen, state="sent")
    ask(client, "karen@example.org")
    assert client.post(f"{link}slet/").status_code == 200
    assert not Subscriber.objects.exists()
    assert not Consent.objects.exists()
    assert Delivery.objects.get().subscriber is None
    assert is_suppressed("karen@example.org")
    assert Suppression.objects.get().reason == "erased"
    assert not tables_with("karen@example.org")


def tables_with(word: str) -> list[str]:
    """Every table of the database in which a row holds the word."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for [table] in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE row_to_json(t)::text ILIKE %s',
                [f"%{word}%"],
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def test_a_second_press_on_erase_is_answered(client, link):
    client.post(f"{link}slet/")
    assert client.post(f"{link}slet/").status_code == 410
