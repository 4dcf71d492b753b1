"""A list that we have exported is taken in elsewhere, and brings back nobody who had left."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone, translation
from wagtail.users.models import UserProfile

from lederweb.lib.periods import day_of
from lederweb.mail.models import Suppression
from lederweb.mail.services.suppress import suppress
from newsletter.models import Consent, Subscriber
from newsletter.tests.lists import HEADER, NOBODY, PROOF, read, states, table, take_in
from newsletter.topics import topics_on_offer

pytestmark = pytest.mark.django_db

CHOICES = ("tiers", "topics", "frequency", "paused_until")
PROVEN = {"wording": "Ja tak", "source": "Det gamle site"}


def choices() -> dict[str, tuple]:
    rows = Subscriber.objects.filter(state="active").values_list("email", *CHOICES)
    return {email: tuple(rest) for email, *rest in rows}


@pytest.fixture
def export(world, client):
    """Fetches the list as the secretariat does, in a language and a format."""

    def fetch(form: str, language: str) -> bytes:
        sanne = world.sanne_of_the_secretariat
        profile = UserProfile.get_for_user(sanne)
        profile.preferred_language = language
        profile.save()
        client.force_login(sanne)
        answer = client.get("/admin/newsletter_subscribers/", {"export": form})
        if not answer.streaming:
            return answer.content
        # Written while it is sent, in the language of that moment.
        with translation.override(language):
            return b"".join(answer.streaming_content)

    return fetch


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_is_taken_in_as_it_was(world, export, form, language):
    first, second = world.topic("Ledelse, kultur og trivsel"), world.topic("Ledelse")
    assert {first.pk, second.pk} <= set(topics_on_offer())
    until = day_of(timezone.now()) + dt.timedelta(days=40)
    world.subscriber("Karen", tiers=["1", "3"], topics=[first.pk, second.pk])
    world.subscriber("Jens", frequency="special", paused_until=until)
    world.subscriber("+ida")
    world.subscriber("Poul", state="left", left_at=timezone.now())
    world.subscriber("Pia", state="pending", confirmed_at=None)
    world.subscriber("Ole", state="set_aside", confirmed_at=None)
    world.subscriber("Sara")
    suppress(address="sara@example.org", reason="bounced")
    before = choices()
    del before["sara@example.org"]
    content = export(form, language)
    assert form != "csv" or {"da": "Tilstand", "en": "State"}[language] in content.decode()
    Subscriber.objects.all().delete()
    Suppression.objects.all().delete()
    batch = take_in(content, **PROVEN)
    told = {"new": 3, "left": 1, "unconfirmed": 1, "set_aside": 1, "suppressed": 1}
    assert batch.counts == NOBODY | told
    assert len(batch.header) == 10
    assert choices() == before
    assert states() == dict.fromkeys(before, "active") | {"ole@example.org": "set_aside"}
    assert Consent.objects.count() == 3


def test_who_is_left_out_by_the_lists_own_words_is_shown_with_them(world, client):
    client.force_login(world.sanne_of_the_secretariat)
    rows = f"Tilstand;Spærret;{HEADER}\r\nHar afmeldt sig;;karen@example.org;;;{PROOF}"
    batch = read(f"{rows}\r\nFår nyhedsbrevet;Afvist;jens@example.org;;;{PROOF}")
    page = client.get(f"/admin/newsletter_subscribers/import/{batch.pk}/").content.decode()
    assert "Listen siger: Har afmeldt sig." in page
    assert "Listen siger: Afvist." in page


@pytest.mark.parametrize(
    ("heads", "cells", "verdict"),
    [
        ("Tilstand", "Har afmeldt sig", "left"),
        ("Afmeldt", "2026-03-01 12:00:00", "left"),
        ("Afmeldt", "nej", "new"),
        ("Tilstand", "Holder pause til og med den 3. marts 2027", "new"),
        ("Tilstand", "", "new"),
        ("Tilstand", "Muligvis", "invalid"),
        ("State", "Has left", "left"),
    ],
)
def test_what_a_row_says_of_its_state_counts(world, heads, cells, verdict):
    assert world.home
    batch = take_in(f"{HEADER};{heads}\r\nkaren@example.org;;;{PROOF};{cells}\r\n")
    assert batch.counts == NOBODY | {verdict: 1}
    assert Subscriber.objects.exists() == (verdict == "new")


def test_who_left_in_one_row_is_not_taken_in_by_another(world):
    assert world.home
    rows = [f"{HEADER};Tilstand", f"karen@example.org;;;{PROOF};Får nyhedsbrevet"]
    batch = take_in("\r\n".join([*rows, "Karen@example.org;;;;;;Har afmeldt sig"]))
    assert batch.counts == NOBODY | {"left": 1, "duplicate": 1}
    assert not Subscriber.objects.exists()


def test_what_we_know_ourselves_stands_above_what_the_list_says(world):
    world.subscriber("Karen")
    batch = take_in(f"{HEADER};Tilstand\r\nkaren@example.org;;;{PROOF};Har afmeldt sig")
    assert batch.counts == NOBODY | {"known": 1}
    assert states() == {"karen@example.org": "active"}


def test_a_proof_that_comes_later_brings_the_choices_of_its_row(world):
    assert world.home
    take_in(table("karen@example.org;2;;;;", "jens@example.org;2;;;;"))
    take_in(table(f"karen@example.org;1+3;særnumre;{PROOF}", f"jens@example.org;;;{PROOF}"))
    assert choices() == {
        "karen@example.org": (["1", "3"], [], "special", None),
        "jens@example.org": (["2"], [], "weekly", None),
    }
