"""A subscription moves to a new address when the new inbox says yes."""

import datetime as dt
import re

import pytest

from lederweb.mail.links import make_token
from lederweb.mail.models import OutboxMail
from lederweb.mail.services.suppress import suppress
from newsletter.emails import PREFERENCES
from newsletter.models import AddressChange, Subscriber
from newsletter.services.change_address import delete_unanswered

pytestmark = pytest.mark.django_db

NEW = "karen@nyt-job.example"


@pytest.fixture
def karen(world):
    assert world.home
    return world.subscriber("Karen")


@pytest.fixture
def ask(client, karen):
    link = f"/nyhedsbrev/indstillinger/{make_token(PREFERENCES, karen.public_id)}/ny-adresse/"
    return lambda address=NEW: client.post(link, {"email": address})


def test_the_new_inbox_decides(client, karen, ask, inbox):
    assert ask().status_code == 200
    [link] = inbox(NEW)
    for method in (client.get, client.head):
        assert method(link).status_code == 200
    karen.refresh_from_db()
    assert karen.email == "karen@example.org"
    assert client.post(link).status_code == 200
    karen.refresh_from_db()
    assert (karen.email, karen.email_key, karen.state) == (NEW, NEW, "active")
    assert karen.consents.count() == 1
    assert karen.changes.get().kind == "address"
    assert client.post(link).status_code == 410


def test_nobody_learns_who_has_the_newsletter_or_is_suppressed(ask, world):
    world.subscriber("Jens")
    suppress(address="sara@example.org", reason="asked")
    mains = set()
    for address in ("jens@example.org", "sara@example.org", NEW):
        main = ask(address).content.decode().partition("<main")[2].partition("</main>")[0]
        # The links on it are signed with the second they were made in.
        mains.add(re.sub(r"/[0-9a-f]{32}:[\w:-]+/", "/…/", main))
    assert len(mains) == 1
    assert [mail.recipient for mail in OutboxMail.objects.all()] == [NEW]


def test_an_address_is_asked_once_a_day_however_often_it_is_entered(ask):
    for spelling in (NEW, NEW.upper(), NEW):
        ask(spelling)
    assert OutboxMail.objects.count() == 1


def test_an_address_that_subscribed_meanwhile_keeps_its_own(client, ask, inbox, karen):
    ask()
    [link] = inbox(NEW)
    Subscriber.objects.create(email=NEW, state="left")
    assert client.post(link).status_code == 410
    karen.refresh_from_db()
    assert karen.email == "karen@example.org"


def test_what_is_no_address_is_refused_at_the_field(ask):
    answer = ask("karen")
    assert answer.status_code == 400
    assert 'aria-invalid="true"' in answer.content.decode()


def test_what_is_never_confirmed_is_forgotten_within_a_week(ask):
    ask()
    AddressChange.objects.update(
        asked_at=AddressChange.objects.get().asked_at - dt.timedelta(days=6, hours=1)
    )
    assert delete_unanswered() == 1
