"""Two people at once: no copy is sent or promised twice."""

import threading
import uuid
from collections import Counter

import pytest
from django.db import connection

from lederweb.testing.orders import KAREN
from publications.models import StockMovement
from publications.services.move_stock import NotEnoughCopies, move_stock
from publications.services.place_order import place_order

pytestmark = pytest.mark.django_db(transaction=True)


def ten_at_once(do) -> Counter:
    """How many of ten threads were let through and how many were refused."""
    outcomes: Counter = Counter()

    def attempt(number):
        try:
            do(number)
            outcomes["done"] += 1
        except NotEnoughCopies:
            outcomes["refused"] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt, args=[number]) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_ten_people_at_once_send_no_more_than_there_is(world):
    stock = world.stock(25)
    kind = StockMovement.Kind.OTHERWISE
    outcomes = ten_at_once(lambda _n: move_stock(stock_id=stock.pk, kind=kind, quantity=-10))
    stock.refresh_from_db()
    assert (outcomes, stock.left) == ({"done": 2, "refused": 8}, 5)


def test_ten_readers_at_once_are_promised_no_more_than_there_is(world):
    stock = world.stock(25)

    def order(number):
        person = KAREN | {"email": f"karen{number}@example.org"}
        place_order(stock_id=stock.pk, quantity=10, person=person, public_id=uuid.uuid4())

    assert ten_at_once(order) == {"done": 2, "refused": 8}
