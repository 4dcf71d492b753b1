"""One page tells, hands over and erases what is held about a person on every floor."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from wagtail.models import ModelLogEntry

from lederweb.mail.models import OutboxMail
from lederweb.mail.personal_data import erase_everywhere, held_about
from lederweb.mail.services.suppress import is_suppressed
from lederweb.testing.orders import KAREN
from lederweb.testing.world import World
from newsletter.models import Subscriber
from publications.models import Answer, Enrolment, Order, StockMovement
from publications.services.handle_order import STEPS, handle_order

pytestmark = pytest.mark.django_db
PAGE = "/admin/persondata/"
ADDRESS = KAREN["email"]


@pytest.fixture
def karen(world: World) -> str:
    """Reads, learns, orders and has remarked. Jens beside her is to stay as he is."""
    world.subscriber("Karen")
    world.subscriber("Jens")
    course = world.course()
    world.enrolment(course, "Karen")
    world.enrolment(course, "Jens")
    stock = world.stock()
    world.order(stock)
    world.order(stock, email="jens@example.org")
    Answer.objects.create(
        page=world.article(), use="yes", remark=f"Skriv til {ADDRESS}", day="2026-03-01"
    )
    assert Subscriber.objects.get(email__startswith="karen").email == ADDRESS
    return ADDRESS


@pytest.fixture
def sanne(world: World) -> Client:
    client = Client()
    client.force_login(
        world.sanne_of_the_secretariat, backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def keys_of(address: str) -> set[str]:
    return {each.holder.key for each in held_about(address).found}


def test_every_floor_tells_what_it_holds(karen: str, sanne: Client) -> None:
    answer = sanne.post(PAGE, {"step": "find", "address": " KAREN@Example.org "})
    shown = answer.content.decode()
    assert {"newsletter", "courses", "orders", "remarks", "mails"} == keys_of(karen)
    assert all(
        line in shown.replace("&#x27;", "'")
        for each in held_about(karen).found
        for line in each.held.lines
    )
    # Shown again by the browser's "back", it would tell the next one at the desk.
    assert "no-store" in answer["Cache-Control"]
    assert "jens@example.org" not in shown


def test_all_of_it_is_handed_over_as_a_file(karen: str, sanne: Client) -> None:
    answer = sanne.post(PAGE, {"step": "download", "address": karen})
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    data = json.loads(answer.content)
    assert data["newsletter"]["email"] == data["courses"]["email"] == karen
    assert data["orders"]["orders"][0]["town"] == KAREN["town"]
    assert data["mails"]
    assert "jens" not in answer.content.decode()


def test_erasing_takes_it_from_every_floor_and_nobody_else(karen: str, sanne: Client) -> None:
    before = keys_of("jens@example.org")
    answer = sanne.post(PAGE, {"step": "erase", "address": karen, "sure": "on"})
    assert answer.status_code == 302
    assert keys_of(karen) == {"suppressed"}
    assert keys_of("jens@example.org") == before >= {"newsletter", "courses", "orders"}
    for model in (Subscriber, Enrolment, Order):
        assert not model.objects.filter(email__iexact=karen).exists()
    assert not OutboxMail.objects.filter(recipient__iexact=karen).exists()
    assert not Answer.objects.filter(remark__contains=karen).exists()
    assert is_suppressed(karen)
    told = " ".join(str(each) for each in get_messages(answer.wsgi_request))
    assert karen not in told
    entry = ModelLogEntry.objects.get(action="mail.erase_person")
    assert karen not in json.dumps(entry.data)
    assert set(entry.data["erased"]) >= {"newsletter", "courses", "orders"}


def test_what_was_sent_stays_in_the_ledger_without_the_person(world: World) -> None:
    order = world.order()
    for step in ("pack", "send"):
        handle_order(order_id=order.pk, step=STEPS[step])
    sent = StockMovement.objects.filter(quantity__lt=0)
    assert sent.count() == 1
    erase_everywhere(ADDRESS)
    assert sent.get().quantity == -order.quantity
    assert not Order.objects.exists()


def test_whoever_only_ordered_may_be_written_to_again(world: World) -> None:
    world.order()
    erase_everywhere(ADDRESS)
    assert not is_suppressed(ADDRESS)


def test_nothing_is_erased_before_the_box_is_ticked(karen: str, sanne: Client) -> None:
    before = keys_of(karen)
    answer = sanne.post(PAGE, {"step": "erase", "address": karen})
    assert "Sæt kryds" in answer.content.decode()
    assert keys_of(karen) == before


def test_all_goes_or_nothing(karen: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = keys_of(karen)

    def fails(**kwargs: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("publications.services.erase_orders.erase_orders", fails)
    with pytest.raises(OSError, match="disk"):
        erase_everywhere(karen)
    assert keys_of(karen) == before


@pytest.mark.parametrize("step", ["find", "download", "erase"])
def test_what_is_no_address_gets_a_sentence(step: str, sanne: Client) -> None:
    for written in ("", "karen", "karen@", "a\0b@example.org"):
        answer = sanne.post(PAGE, {"step": step, "address": written, "sure": "on"})
        assert answer.status_code == 200
        assert "error-message" in answer.content.decode()


def test_an_unknown_address_holds_nothing(sanne: Client) -> None:
    shown = sanne.post(PAGE, {"step": "find", "address": "nobody@example.org"}).content.decode()
    assert "Vi har ikke noget om den adresse" in shown
    answer = sanne.post(PAGE, {"step": "erase", "address": "nobody@example.org", "sure": "on"})
    assert answer.status_code == 302
    assert not ModelLogEntry.objects.filter(action="mail.erase_person").exists()


def test_log_ins_and_people_on_the_site_are_told_of_and_stay(world: World, sanne: Client) -> None:
    from projects.models import Person

    Person.objects.create(name="Ellen Eksempel", email="ellen@example.org")
    assert world.ellen_the_editor
    shown = sanne.post(PAGE, {"step": "find", "address": "ellen@example.org"}).content.decode()
    assert keys_of("ellen@example.org") == {"log_in", "person_on_the_site"}
    assert 'value="erase"' not in shown
    assert erase_everywhere("ellen@example.org") == []
    assert Person.objects.filter(email="ellen@example.org").exists()


@pytest.mark.parametrize("who", ["ellen_the_editor", "morten_the_moderator"])
@pytest.mark.parametrize("step", ["find", "download", "erase"])
def test_others_are_turned_away(who: str, step: str, karen: str, world: World) -> None:
    client = Client()
    client.force_login(getattr(world, who), backend="django.contrib.auth.backends.ModelBackend")
    before = keys_of(karen)
    answer = client.post(PAGE, {"step": step, "address": karen, "sure": "on"})
    assert karen not in answer.content.decode()
    assert answer.status_code in (302, 403)
    assert keys_of(karen) == before
