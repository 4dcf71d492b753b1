"""docs/data-protection.md names every column that is kept about subscribers, and keeps its times."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import timezone

from lederweb.mail.models import OutboxMail
from newsletter.emails import CONFIRM_WITHIN
from newsletter.models import Consent, Subscriber
from newsletter.services import change_address, erase, goodbye, import_subscribers
from newsletter.tasks import delete_left

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "data-protection.md"
# What the newsletter keeps about issues and how they are sent; nobody reads them off a person.
ABOUT_ISSUES = {
    "Delivery",
    "Sending",
    "IssuePage",
    "NewsletterIndexPage",
}


def documented() -> dict[str, set[str]]:
    """Table → columns, from the document's table of columns."""
    found: dict[str, set[str]] = {}
    section = DOCUMENT.read_text("utf-8").partition("## Subscribers")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([A-Z]\w+) \| ([\w, ]+) \| [^|]+ \|$", section, re.M)
    for table, columns in rows:
        found.setdefault(table, set()).update(columns.split(", "))
    return found


def tables_about_people() -> list[type]:
    """Every table of the newsletter that leads to a subscriber or holds an address."""
    people: list[type] = [Subscriber]
    for model in apps.get_app_config("newsletter").get_models():
        fields = model._meta.concrete_fields
        leads = any(field.related_model is Subscriber for field in fields)
        if leads or any(field.name in ("email", "address") for field in fields):
            people.append(model)
    return people


@pytest.mark.parametrize("table", sorted(documented()))
def test_every_column_is_named_with_its_reason(table):
    model = apps.get_model("newsletter", table)
    columns = {field.attname for field in model._meta.concrete_fields}
    assert columns == documented()[table]


def test_every_table_about_people_is_in_the_document():
    named = {model.__name__ for model in tables_about_people()}
    assert named - ABOUT_ISSUES <= set(documented())


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        (erase.LEFT_KEPT, "two years after leaving"),
        (erase.SET_ASIDE_KEPT, "deleted after 180 days"),
        (goodbye.REMARKS_KEPT, "deleted after a year"),
        (import_subscribers.CHECKED_KEPT, "deleted after two days"),
        (import_subscribers.INVALID_KEPT, "| 30 days; sooner"),
        (CONFIRM_WITHIN, "deleted after six days"),
    ],
)
def test_the_times_of_keeping_are_those_of_the_document(kept, words):
    days = {
        "two years after leaving": 730,
        "deleted after 180 days": 180,
        "deleted after a year": 365,
        "deleted after two days": 2,
        "| 30 days; sooner": 30,
        "deleted after six days": 6,
    }
    assert words in DOCUMENT.read_text("utf-8")
    assert kept == dt.timedelta(days=days[words])


@pytest.mark.django_db
def test_who_was_set_aside_is_deleted_after_half_a_year(world):
    old = timezone.now() - erase.SET_ASIDE_KEPT - dt.timedelta(hours=1)
    world.subscriber("Ole", state="set_aside", confirmed_at=None, created_at=old)
    world.subscriber("Ida", state="set_aside", confirmed_at=None)
    world.subscriber("Karen", created_at=old)
    delete_left()
    left = set(Subscriber.objects.values_list("email", flat=True))
    assert left == {"ida@example.org", "karen@example.org"}


@pytest.mark.django_db
def test_an_erasure_takes_all_that_hangs_on_the_subscriber(world):
    karen = world.subscriber("Karen")
    karen.changes.create(kind="preferences", details={"tiers": ["1"]})
    karen.former_ids.create(public_id=uuid.uuid4())
    change_address.ask_for_address(subscriber=karen, address="ny@example.org")
    jens = world.subscriber("Jens")
    change_address.ask_for_address(subscriber=jens, address="karen@example.com")
    erase.erase_address(address="Karen@example.com")
    assert not hasattr(Subscriber.objects.get(pk=jens.pk), "address_change")
    erase.erase(subscriber=karen)
    erase.erase(subscriber=jens)
    for model in tables_about_people():
        if model.__name__ not in ABOUT_ISSUES:
            assert not model.objects.exists()
    assert not Consent.objects.exists()
    assert not OutboxMail.objects.exclude(recipient="").exists()
