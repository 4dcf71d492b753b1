"""A subscription moves to a new address when the new inbox says yes."""

import datetime as dt
import re

import pytest

from lederweb.mail.links import make_token
from lederweb.mail.models import OutboxMail
from lederweb.mail.services.suppress import suppress
from newsletter.emails import LEAVE, PREFERENCES
from newsletter.models import AddressChange, Subscriber
from newsletter.services.change_address import confirm_address, delete_unanswered
from newsletter.services.leave import leave

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


@pytest.mark.parametrize("state", ["pending", "set_aside"])
def test_who_never_said_yes_gives_way(client, ask, inbox, karen, world, state):
    Subscriber.objects.create(email=NEW, state=state)
    ask()
    assert client.post(inbox(NEW)[0]).status_code == 200
    assert Subscriber.objects.get().email == NEW


def test_an_address_that_left_gets_no_mail_and_the_page_says_what_to_do(ask, sign_up, inbox):
    Subscriber.objects.create(email=NEW, state="left")
    page = ask().content.decode()
    assert not OutboxMail.objects.exists()
    assert "får eller har fået nyhedsbrevet" in page
    assert "tilmeld den nye adresse" in page
    sign_up(NEW)
    assert "/bekraeft/" in inbox(NEW)[0]


def test_who_has_left_has_nothing_that_moves(client, ask, inbox, karen):
    ask()
    [link] = inbox(NEW)
    leave(subscriber_id=karen.public_id)
    assert not AddressChange.objects.exists()
    assert (client.get(link).status_code, client.post(link).status_code) == (410, 410)
    ask("karen@endnu-et.example")
    assert not AddressChange.objects.exists()
    karen.refresh_from_db()
    assert (karen.email, karen.state) == ("karen@example.org", "left")


def test_an_address_that_was_suppressed_meanwhile_is_not_moved_to(client, ask, inbox):
    ask()
    [link] = inbox(NEW)
    suppress(address=NEW, reason="asked")
    assert client.post(link).status_code == 410


def test_what_was_mailed_to_the_old_address_opens_nothing_and_still_leaves(client, karen):
    settings = f"/nyhedsbrev/indstillinger/{make_token(PREFERENCES, karen.public_id)}/"
    leaving = f"/nyhedsbrev/afmeld/{make_token(LEAVE, karen.public_id)}/"
    for address in (NEW, "karen@endnu-et.example"):
        karen.refresh_from_db()
        change = AddressChange.objects.create(subscriber=karen, email=address)
        confirm_address(change_id=change.public_id)
        for rest in ("", "mine-data/", "slet/"):
            assert client.get(settings + rest).status_code == 410
    assert "<form" in client.get(leaving).content.decode().partition("<main")[2]
    answer = client.post(leaving, {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, Subscriber.objects.get().state) == (200, "left")
    assert client.post(leaving).status_code == 200


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
