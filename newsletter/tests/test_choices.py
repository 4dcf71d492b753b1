"""What a reader chooses: tiers, topics, how often, and a pause (promise N5)."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from lederweb.core.templatetags.lederweb import danish_date
from lederweb.lib.periods import day_of
from lederweb.mail.links import make_token
from lederweb.mail.personal_data import held_about
from lederweb.mail.services.suppress import suppress
from newsletter.emails import PREFERENCES, REJOIN_WITHIN
from newsletter.forms import SignUpForm
from newsletter.models import Consent, Delivery, Subscriber
from newsletter.services import preferences as service
from newsletter.services.leave import leave
from newsletter.tests.conftest import OURS

pytestmark = pytest.mark.django_db


@pytest.fixture
def karen(world):
    assert world.home
    return world.subscriber("Karen")


@pytest.fixture
def link(karen):
    return f"/nyhedsbrev/indstillinger/{make_token(PREFERENCES, karen.public_id)}/"


def today() -> dt.date:
    from django.utils import timezone

    return day_of(timezone.now())


def test_topics_and_frequency_are_kept_and_shown_as_history(client, karen, link, world):
    topic = world.topic("Personale")
    page = client.get(link).content.decode()
    assert topic.title in page
    answer = client.post(link, {"tiers": ["3"], "topics": [topic.pk], "frequency": "special"})
    assert answer.status_code == 200
    karen.refresh_from_db()
    assert (karen.tiers, karen.topics, karen.frequency) == (["3"], [topic.pk], "special")
    change = karen.changes.get()
    assert change.kind == "preferences"
    assert change.details == {"tiers": ["3"], "topics": [topic.pk], "frequency": "special"}
    client.post(link, {"tiers": ["3"], "topics": [topic.pk], "frequency": "special"})
    assert karen.changes.count() == 1


@pytest.mark.parametrize("wrong", [{"topics": "999999"}, {"tiers": "7"}, {"frequency": "daily"}])
def test_what_is_not_on_offer_is_refused(client, karen, link, world, wrong):
    world.topic("Personale")
    assert client.post(link, {"frequency": "weekly"} | wrong).status_code == 400
    assert not karen.changes.exists()


def test_a_pause_has_a_last_day_and_an_undo(client, karen, link):
    until = today() + dt.timedelta(days=40)
    page = client.post(f"{link}pause/", {"until": until.isoformat()}).content.decode()
    karen.refresh_from_db()
    assert karen.paused_until == until
    assert f'action="{link}genoptag/"' in page
    assert f'value="{until.isoformat()}"' in page
    assert page.count(danish_date(until)) == page.count(f"fra den {danish_date(until)}") == 1
    later = until + dt.timedelta(days=7)
    client.post(f"{link}pause/", {"until": later.isoformat()})
    karen.refresh_from_db()
    assert karen.paused_until == later
    assert client.post(f"{link}genoptag/").status_code == 200
    karen.refresh_from_db()
    assert karen.paused_until is None
    assert [change.kind for change in karen.changes.all()] == ["resumed", "paused", "paused"]


@pytest.mark.usefixtures("one_moment")
def test_whoever_pauses_is_nowhere_said_to_get_it(client, karen, link, world):
    karen.paused_until = today() + dt.timedelta(days=5)
    karen.save()
    words = f"Holder pause til og med den {danish_date(today() + dt.timedelta(days=4))}"
    mine = client.get(link).content.decode()
    assert f"<dd>{words}</dd>" in mine
    assert "Får nyhedsbrevet" not in mine
    assert client.get(f"{link}mine-data/").json()["state_in_words"] == words
    [found] = held_about("karen@example.org").found
    assert found.held.lines[0].startswith(words)
    client.force_login(world.sanne_of_the_secretariat)
    person = reverse("newsletter_subscribers:inspect", args=[karen.pk])
    for address in (reverse("newsletter_subscribers:index"), person):
        assert words in client.get(address).content.decode()


def test_what_came_of_an_issue_is_small_within_its_sentence(client, karen, link, world):
    Delivery.objects.create(issue=world.issue("Uge 12"), subscriber=karen, state="sent")
    assert "<dd>1, senest: Uge 12 (sendt)</dd>" in client.get(link).content.decode()


def test_whoever_has_just_left_is_back_with_one_press(client, karen, link):
    leave(subscriber_id=karen.public_id)
    main = client.get(link).content.decode().partition("<main")[2]
    [path] = re.findall(r'action="(/nyhedsbrev/tilmeld-igen/[^"]+)"', main)
    client.post(path)
    karen.refresh_from_db()
    assert karen.state == "active"


def test_whoever_has_left_finds_the_way_back_instead_of_settings(client, karen, link):
    leave(subscriber_id=karen.public_id)
    Subscriber.objects.update(left_at=timezone.now() - REJOIN_WITHIN)
    page = client.get(link).content.decode()
    assert (
        f'href="{reverse("newsletter_sign_up")}"'
        in page.partition("<main")[2].partition("</main")[0]
    )
    assert 'name="frequency"' not in page.partition("<main")[2].partition('class="facts"')[0]


def test_a_pause_that_is_over_is_not_told_of(karen):
    karen.paused_until = today()
    assert karen.state_in_words == "Får nyhedsbrevet"


@pytest.mark.usefixtures("one_moment")
@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_pause_that_is_none_or_too_long_is_refused(client, karen, link, days):
    until = today() + dt.timedelta(days=days)
    assert client.post(f"{link}pause/", {"until": until.isoformat()}).status_code == 400
    karen.refresh_from_db()
    assert karen.paused_until is None


def test_looking_changes_nothing(client, karen, link):
    before = Subscriber.objects.values().get()
    for path in ("", "mine-data/", "slet/", "pause/", "genoptag/", "ny-adresse/"):
        assert client.get(link + path).status_code in (200, 405)
        assert client.head(link + path).status_code in (200, 405)
    assert Subscriber.objects.values().get() == before
    assert not karen.changes.exists()


def test_known_suppressed_and_paused_addresses_get_the_same_answer(client, karen, world):
    """For the form that sends a link, and for signing up (promise N7)."""
    from newsletter.forms import PreferencesLinkForm

    service.pause(subscriber=world.subscriber("Pia"), until=today() + dt.timedelta(days=9))
    suppress(address="sara@example.org", reason="bounced")
    world.subscriber("Ole", state="set_aside", confirmed_at=None)
    for path, form in (
        ("/nyhedsbrev/indstillinger/", PreferencesLinkForm),
        ("/nyhedsbrev/tilmeld/", SignUpForm),
    ):
        answers = set()
        for name in ("karen", "pia", "sara", "ole", "ukendt"):
            data = {"email": f"{name}@example.org", "proof": form().make_proof()}
            answer = client.post(path, data, **OURS)
            answers.add((answer.status_code, answer.url, answer.content))
        assert len(answers) == 1


def test_choices_at_sign_up_take_effect_with_the_confirmation(client, world, inbox):
    topic = world.topic("Personale")
    page = client.get("/nyhedsbrev/tilmeld/").content.decode()
    assert topic.title in page
    data = {"email": "karen@example.org", "proof": SignUpForm().make_proof()}
    chosen = {"tiers": ["1", "2"], "topics": [topic.pk], "frequency": "special"}
    assert client.post("/nyhedsbrev/tilmeld/", data | chosen, **OURS).status_code == 302
    karen = Subscriber.objects.get()
    assert (karen.tiers, karen.topics, karen.frequency) == ([], [], "weekly")
    assert client.post(inbox()[0]).status_code == 200
    karen.refresh_from_db()
    assert karen.state == "active"
    assert (karen.tiers, karen.topics, karen.frequency) == (["1", "2"], [topic.pk], "special")


def test_a_stranger_changes_no_choices_of_somebody_who_left(client, world, inbox):
    poul = world.subscriber("Poul", state="left", tiers=["3"])
    data = {"email": "poul@example.org", "proof": SignUpForm().make_proof(), "tiers": ["1"]}
    client.post("/nyhedsbrev/tilmeld/", data, **OURS)
    poul.refresh_from_db()
    assert poul.tiers == ["3"]
    assert Consent.objects.filter(confirmed_at=None).get().choices["tiers"] == ["1"]


def test_an_issue_goes_to_who_wants_its_kind_and_is_not_paused(world):
    weekly, special = world.issue(), world.issue("Særnummer", kind="special")
    for name, fields in {
        "Karen": {},
        "Sofie": {"frequency": "special"},
        "Pia": {"paused_until": today() + dt.timedelta(days=1)},
        "Rie": {"paused_until": today()},
        "Poul": {"state": "left"},
        "Ole": {"state": "set_aside"},
        "Ny": {"state": "pending", "confirmed_at": None},
    }.items():
        world.subscriber(name, **fields)

    def names(issue) -> set[str]:
        found = Subscriber.objects.receiving(issue).values_list("email", flat=True)
        return {email.partition("@")[0] for email in found}

    assert names(weekly) == {"karen", "rie"}
    assert names(special) == {"karen", "rie", "sofie"}
