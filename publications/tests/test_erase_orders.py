"""What is kept about people who order: shown, erased and deleted in time (promise N10)."""

import datetime as dt
import json
import re

import pytest
from django.utils import timezone

from lederweb.mail.models import OutboxMail
from publications.models import Order, Stock, StockMovement
from publications.orders.links import own_data_link
from publications.services.handle_order import STEPS, handle_order
from publications.tasks import delete_expired_orders

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(world):
    return world.order(world.stock(100))


@pytest.fixture
def way_in(order):
    return own_data_link(order).removeprefix("http://testserver")


def settle(order, *steps, days):
    """Take the order the steps, as if that had been so many days ago."""
    for step in steps:
        order = handle_order(order_id=order.pk, step=STEPS[step])
    moment = timezone.now() - dt.timedelta(days=days)
    Order.objects.filter(pk=order.pk, sent_at__isnull=False).update(sent_at=moment)
    Order.objects.filter(pk=order.pk, cancelled_at__isnull=False).update(cancelled_at=moment)


def test_the_mail_leads_to_all_that_is_kept(client, order):
    (link,) = re.findall(r"http://testserver(/bestilling/\S+)", OutboxMail.objects.get().text)
    answer = client.get(link)
    page = answer.content.decode()
    for kept in ("Karen Holm", "Torvegade 10", "7800 Skive", "Til receptionen", "365 dage"):
        assert kept in page
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert not client.cookies


def test_a_reader_fetches_all_that_is_kept(client, world, order, way_in):
    world.order(order.stock, 2, email="Karen@example.org")
    world.order(order.stock, 2, email="poul@example.org")
    answer = client.get(f"{way_in}mine-data/")
    assert "attachment" in answer.headers["Content-Disposition"]
    data = json.loads(answer.content)
    assert [kept["copies"] for kept in data["orders"]] == [3, 2]
    assert data["orders"][0]["note"] == "Til receptionen"
    assert {mail["purpose"] for mail in data["mails"]} == {"order-received"}


def test_nothing_that_is_stored_is_left_out_of_it():
    """A new column must be told as well, or be named here with the reason."""
    told = {
        "stock", "quantity", "state", "name", "workplace", "address", "postcode", "town",
        "email", "note", "source", "created_at", "packed_at", "sent_at", "cancelled_at",
    }  # fmt: skip
    keys_only = {"id", "public_id", "email_key"}
    assert {field.name for field in Order._meta.local_fields} == told | keys_only


def test_looking_erases_nothing_and_the_button_erases_every_order(client, world, order, way_in):
    handle_order(order_id=order.pk, step=STEPS["pack"])
    handle_order(order_id=order.pk, step=STEPS["send"])
    world.order(order.stock, 2)
    other = world.order(order.stock, 2, email="poul@example.org")
    for method in (client.get, client.head):
        assert method(f"{way_in}slet/").status_code == 200
    assert Order.objects.count() == 3
    assert client.post(f"{way_in}slet/").status_code == 200
    assert Order.objects.get() == other
    assert not OutboxMail.objects.filter(recipient="karen@example.org").exists()
    assert client.get(way_in).status_code == 410
    # The copies stay sent, and what was only promised is free again.
    stock = Stock.objects.with_figures(timezone.localdate()).get()
    assert (stock.left, stock.sent, stock.promised) == (97, 3, 2)


def test_a_link_that_was_tampered_with_opens_nothing(client, way_in):
    assert client.get(way_in.replace("/bestilling/", "/bestilling/0")).status_code == 410


def test_orders_are_deleted_a_year_after_they_were_sent_or_cancelled(world, order):
    late = world.order(order.stock, email="sen@example.org")
    cancelled = world.order(order.stock, email="fortrudt@example.org")
    waiting = world.order(order.stock, email="venter@example.org")
    Order.objects.update(created_at=timezone.now() - dt.timedelta(days=800))
    settle(order, "pack", "send", days=366)
    settle(cancelled, "cancel", days=366)
    settle(late, "pack", "send", days=364)
    delete_expired_orders()
    delete_expired_orders()
    assert set(Order.objects.all()) == {late, waiting}
    assert not OutboxMail.objects.filter(recipient="karen@example.org").exists()
    assert StockMovement.objects.filter(kind="order").count() == 2
    assert Stock.objects.get().left == 94


def test_the_time_of_keeping_is_a_setting(settings, order):
    settings.ORDERS_KEPT_DAYS = 30
    settle(order, "pack", "send", days=31)
    delete_expired_orders()
    assert not Order.objects.exists()
